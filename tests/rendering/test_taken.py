"""No page, notice, question, label or answer to a tap is refused by Telegram for a name or words that it holds."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.legible import Nameless
from bot.rendering.renderer import Reader
from conversations.engine.keyboard import Button, Data, Plain, Problem, Word, column
from conversations.engine.screens import Question
from tests.rendering.asked_for import asked_by
from tests.rendering.every_view import page_of
from tests.rendering.faces import notice_values
from tests.rendering.hard import HARD, taken, taken_toast, with_hard
from tests.rendering.test_pages import KINDS, PAGES, PROBLEMS
from tests.test_conventions import OF_LABELS, QUESTIONS, RENDERER, Asked, ids, seen

READER = Reader(language="fr", referent="Lina")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_taken_as_a_message_and_as_a_caption(name: str) -> None:
    for hard in HARD.values():
        reader = with_hard(READER, hard)
        for values in PAGES[name]:
            page = page_of(name, with_hard(values, hard))
            taken(RENDERER.render(page, reader))
        taken(RENDERER.render(replace(page, picture="a file"), reader))


@pytest.mark.parametrize("kind", KINDS)
def test_every_notice_is_taken(kind: str) -> None:
    for hard in HARD.values():
        for values in notice_values():
            taken(RENDERER.render(page_of(f"notices/{kind}", with_hard(values, hard)), with_hard(READER, hard)))


@pytest.mark.parametrize("asked", QUESTIONS, ids=ids)
def test_every_question_is_taken(asked: Asked) -> None:
    rows = asked.step.widget.rows(None, asked.facts)
    for hard in HARD.values():
        shown = dict(asked.step.show(asked.facts)) if asked.step.show else {}
        known = {**shown, "calls": {"1": hard, "2": hard}, "comment": hard, "whose": hard, "group": hard, "name": hard}
        question = Question(asked.section.name, asked.step, rows, 1, 12, values=known)
        for each in (question, replace(question, problem=Problem("not_understood"))):
            taken(RENDERER.render(each, with_hard(READER, hard)))


@pytest.mark.parametrize("hard", HARD.values(), ids=HARD)
def test_every_label_is_taken(hard: str) -> None:
    for word, template in RENDERER.words.items():
        typed = dict.fromkeys({"name", "reference"} & asked_by(template, word), hard)
        button = Button(Word(word, {**OF_LABELS, **typed, "language": "fr"}), Data("d:x"))
        taken(RENDERER.render(page_of("language", {}, column(button, replace(button, ticked=True))), READER))


@pytest.mark.parametrize("hard", HARD.values(), ids=HARD)
def test_every_name_on_a_button_is_taken(hard: str) -> None:
    buttons = [Button(Plain(hard, sign), Data("d:x"), ticked=ticked) for sign in ("", "📋") for ticked in (None, False)]
    taken(RENDERER.render(page_of("language", {}, column(*buttons)), READER))


@pytest.mark.parametrize("hard", HARD.values(), ids=HARD)
def test_every_answer_to_a_tap_is_taken(hard: str) -> None:
    for _, _, problem in PROBLEMS:
        if RENDERER.has_block("_step", f"problem_{problem.code}"):
            taken_toast(RENDERER.toast(Problem(problem.code, with_hard(problem.values, hard)), READER))


# What is read instead


def label(text: str, **values: Any) -> str:
    button = Button(Word(text, values) if values else Plain(text), Data("d:x"))
    return RENDERER.render(page_of("language", {}, column(button)), READER).keyboard[0][0].label


def test_a_name_that_nobody_has_given_is_told_apart_by_its_number() -> None:
    assert label("fill_with_her", name=Nameless(7)) != label("fill_with_her", name=Nameless(8))
    assert "(pas encore de nom, n°\xa07)" in label("fill_with_her", name=Nameless(7))
    assert "(pas encore de nom, n°\xa07)" in label(Nameless(7))


def test_a_name_of_which_nothing_is_seen_is_said_to_be_none() -> None:
    assert label("") == label(" ") == "(sans nom)"
    assert label("\u200b") == label("\u3164") == "(rien à lire)"


def test_a_long_name_leaves_the_words_around_it_whole() -> None:
    short, long = label("fill_with_her", name="Awa"), label("fill_with_her", name="Awa" * 99)
    assert long.startswith(short.removesuffix("Awa"))
    assert long.endswith("…")


def test_a_long_answer_leaves_the_sentences_around_it_whole() -> None:
    values = {"typed": "Zoé <&> " * 900}
    text = seen(RENDERER.render(page_of("review/nobody_found", values), READER).text)
    short = seen(RENDERER.render(page_of("review/nobody_found", {"typed": "Zoé"}), READER).text)
    assert "Zoé <&> Zoé" in text
    assert "…" in text
    assert text.endswith(short.partition("Zoé")[2]), "what is said after it is still there"
