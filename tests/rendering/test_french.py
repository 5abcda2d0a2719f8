"""French as it is set and read: blanks that do not break, "d’Awa", and the words that easy French does without."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from bot.features.registry import COMMANDS
from bot.rendering.catalogues import Catalogues
from bot.rendering.french import AVOIDED, avoided, elided, typeset, uneasy
from bot.rendering.renderer import Reader, Renderer
from tests.rendering.every_view import page_of
from tests.rendering.test_pages import PAGES
from tests.test_conventions import QUESTIONS, seen

ROOT = Path(__file__).parents[2]
RENDERER = Renderer(ROOT / "templates", Catalogues(ROOT / "locales"))
NARROW, FULL = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("written", "set_"),
    [
        ("Vous venez ?", f"Vous venez{NARROW}?"),
        (f"Vous venez{FULL}!", f"Vous venez{NARROW}!"),
        (f"Touchez «{FULL}Envoyer{FULL}».", f"Touchez «{NARROW}Envoyer{NARROW}»."),
        (f"Il manque{FULL}: le prix", f"Il manque{FULL}: le prix"),
        ("Il manque : le prix", f"Il manque{FULL}: le prix"),
        ("jusqu’à 18 h", f"jusqu’à 18{FULL}h"),
        ("de %(first)s h à %(last)s h", f"de %(first)s{FULL}h à %(last)s{FULL}h"),
        ("Un camping à 25 km", f"Un camping à 25{FULL}km"),
        ("Par exemple : 20 000.", f"Par exemple{FULL}: 20{NARROW}000."),
        ("Toute victime : 116 006", f"Toute victime{FULL}: 116 006"),
        ("Procès-verbal n° %(number)s", f"Procès-verbal n°{FULL}%(number)s"),
        ("le 10 juillet 2027 à 10 heures", "le 10 juillet 2027 à 10 heures"),
        ("aide|aidez-moi|?", "aide|aidez-moi|?"),
    ],
)
def test_a_blank_never_parts_a_sign_from_its_word(written: str, set_: str) -> None:
    assert typeset(written) == set_


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("Awa", "le numéro d’Awa"), ("Élise", "le numéro d’Élise"), ("Inès", "le numéro d’Inès"),
        ("Omar", "le numéro d’Omar"), ("Yves", "le numéro d’Yves"), ("Île-de-France", "le numéro d’Île-de-France"),
        ("Hugo", "le numéro de Hugo"), ("Hassan", "le numéro de Hassan"), ("Yann", "le numéro de Yann"),
        ("Lina", "le numéro de Lina"), ("", "le numéro de "), ("<b>Awa</b>", "le numéro d’<b>Awa</b>"),
    ],
)  # fmt: skip
def test_a_name_is_joined_as_it_is_said(name: str, number: str) -> None:
    assert elided("le numéro de %(name)s", {"name": name}) % {"name": name} == number


def test_that_is_joined_too_and_an_amount_is_not() -> None:
    assert elided("Avant que %(who)s lise", {"who": "Omar"}) == "Avant qu’%(who)s lise"
    assert elided("de <b>%(who)s</b>", {"who": "Awa"}) == "d’<b>%(who)s</b>"
    assert elided("moins de %(amount)s", {"amount": 900}) == "moins de %(amount)s"


@pytest.mark.parametrize(("name", "said"), [("Awa", "d’Awa"), ("Lina", "de Lina"), ("Yann", "de Yann")])
def test_a_referent_reads_whose_account_is_closed(name: str, said: str) -> None:
    page = page_of("review/detached", {**PAGES["review/detached"][0], "name": name})
    assert f"Le compte {said} est fermé." in RENDERER.render(page, Reader(language="fr")).text
    assert f"The account of {name} is closed." in RENDERER.render(page, Reader(language="en")).text


# Over everything that is rendered

TYPED = {"questions/_unknown", "review/card", "review/whole", "messages/thread", "support/thread", "support/list"}
"""Pages whose samples show typed words, as they were typed."""
LOOSE = re.compile(r"[ \u00a0][;!?»]|«[ \u00a0]|\d h\b|\d km\b| :|\d(?<!116) \d{3}\b")
"""Blanks that may end a line, or that are wider than French sets them."""


def pages(language: str) -> Iterator[tuple[str, str]]:
    reader = Reader(language=language, referent="Awa")
    for name, faces in PAGES.items():
        for values in faces:
            yield name, seen(RENDERER.render(page_of(name, values), reader).text)


def asked(language: str) -> Iterator[tuple[str, str]]:
    reader = Reader(language=language, referent="Awa")
    values: dict[str, Any] = {"scratch": {}, "key": ""}
    for question in QUESTIONS:
        yield question.template, RENDERER.block(question.template, "prompt", reader, {**values, **shown(question)})


def shown(question: Any) -> dict[str, Any]:
    return dict(question.step.show(question.facts)) if question.step.show else {}


def test_no_page_and_no_question_in_french_has_a_blank_that_breaks() -> None:
    told = [(name, text) for name, text in (*pages("fr"), *asked("fr")) if name not in TYPED]
    assert len(told) > 400
    assert sum(NARROW in text for _, text in told) > 200
    assert [(name, found.group(), text) for name, text in told if (found := LOOSE.search(text))] == []


def test_no_page_in_french_says_de_before_a_name_that_begins_with_a_vowel() -> None:
    assert [(name, text) for name, text in pages("fr") if re.search(r"\b(de|que) Awa\b", text)] == []


def test_english_is_set_as_it_is_written() -> None:
    assert [name for name, text in (*pages("en"), *asked("en")) if NARROW in text] == []


# What easy French does without


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Puis-je partir ?", ["an inversion: Puis-je"]),
        ("Où voulez-vous dormir ?", ["an inversion: voulez-vous"]),
        ("Les congés sont-ils accordés ?", ["an inversion: sont-ils"]),
        ("Que se passe-t-il après ?", ["an inversion: passe-t-il"]),
        ("Est-ce vous ?", ["an inversion: Est-ce"]),
        ("Qu’est-ce qui vous ferait du bien ?", ["a conditional: ferait"]),
        ("Nous aimerions savoir.", ["a conditional: aimerions"]),
        ("Comptez-vous aussi. Est-ce que c’est bon ?", []),
        ("Qu’est-ce que vous voulez ? Un rendez-vous, des frais, un extrait.", []),
    ],
)
def test_turned_questions_and_conditionals_are_found(text: str, found: list[str]) -> None:
    assert list(uneasy(text)) == found


@pytest.mark.parametrize("words", AVOIDED)
def test_words_that_others_stand_for_are_found(words: str) -> None:
    assert [each.partition(":")[0] for each in avoided(f"Voici : {words} ici.")] == [words]


def test_a_part_of_another_word_is_not_taken_for_it() -> None:
    assert list(avoided("Une restructuration, de l’argenterie")) == []


def test_the_words_of_the_catalogue_are_looked_at() -> None:
    with (ROOT / "locales/fr/LC_MESSAGES/messages.po").open("rb") as file:
        assert len(read_po(file, locale="fr")) > 2500


# Commands


def test_every_command_has_a_name_of_its_own_in_each_language() -> None:
    named = [
        (RENDERER.slash(name, Reader(language=code)), name)
        for code in RENDERER.catalogues.languages
        for name in COMMANDS.kinds
    ]
    assert [said for said, _ in named if not re.fullmatch(r"[a-z0-9_]{1,32}", said)] == []
    assert len({said for said, _ in named}) == len(set(named)), "no name means two commands"
