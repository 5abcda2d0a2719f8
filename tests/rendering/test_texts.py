"""The checks of texts find what they are for, and find nothing in the texts of the product."""

from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from bot.features import registry  # noqa: F401  # which notices there are
from bot.notices.kinds import read_at_work
from bot.rendering import texts

ROOT = Path(__file__).parents[2]

Said = dict[str, str | tuple[str, str]]
Writer = Callable[..., list[str]]


@pytest.fixture
def checked(tmp_path: Path) -> Writer:
    """Write one template and its French catalogue, and check them."""

    def check(source: str, french: Said, *, file: str = "wishes/wishes.j2", fuzzy: bool = False) -> list[str]:
        (tmp_path / texts.MAPPING).write_text((ROOT / texts.MAPPING).read_text())
        template = tmp_path / "templates" / file
        template.parent.mkdir(parents=True)
        template.write_text(source)
        folder = tmp_path / "locales" / "fr" / "LC_MESSAGES"
        folder.mkdir(parents=True)
        extracted = texts.extract(tmp_path / "templates")
        _save(extracted, tmp_path / "locales" / "messages.pot")
        catalogue = Catalog(locale="fr", fuzzy=False)
        for message in extracted:
            if message.id:
                key = message.id if isinstance(message.id, str) else message.id[0]
                flags = ("fuzzy",) if fuzzy else ()
                said = french.get(key, "")
                catalogue.add(message.id, said, message.locations, flags=flags, auto_comments=message.auto_comments)
        _save(catalogue, folder / "messages.po")
        return texts.check(tmp_path / "templates", tmp_path / "locales", read_at_work())

    return check


def _save(catalogue: Catalog, path: Path) -> None:
    with path.open("wb") as file:
        write_po(file, catalogue)


def trans(text: str, note: str = "") -> str:
    comment = f"{{# Translators: {note} #}}\n" if note else ""
    return f"{{% block prompt %}}\n{comment}{{% trans %}}{text}{{% endtrans %}}\n{{% endblock %}}\n"


NAMED = trans("Write to {{ name }}.", "name is a first name")


def test_every_sentence_of_the_product_is_in_order() -> None:
    assert texts.check(ROOT / "templates", ROOT / "locales", read_at_work()) == []


def test_a_sentence_and_its_translation_are_in_order(checked: Writer) -> None:
    assert checked(trans("Where do you go?"), {"Where do you go?": "Où est-ce que vous allez\u00a0?"}) == []


def test_words_that_cannot_be_translated_are_found(checked: Writer) -> None:
    [problem] = checked("{% block prompt %}<b>Hello</b>{% endblock %}", {})
    assert problem == "templates/wishes/wishes.j2:1: cannot be translated: Hello"


def test_a_sentence_to_fill_in_needs_a_note_for_translators(checked: Writer) -> None:
    [problem] = checked(trans("Write to {{ name }}."), {"Write to %(name)s.": "Écrivez à %(name)s."})
    assert "no note for translators" in problem


def test_a_catalogue_that_was_not_updated_is_found(checked: Writer, tmp_path: Path) -> None:
    checked(trans("Where?"), {"Where?": "Où\u00a0?"})
    (tmp_path / "templates/wishes/wishes.j2").write_text(trans("When?"))
    problems = texts.check(tmp_path / "templates", tmp_path / "locales", read_at_work())
    assert problems == [
        "messages.pot: not in the catalogue: When?",
        "messages.pot: no template says this any more: Where?",
        "fr: not in the catalogue: When?",
        "fr: no template says this any more: Where?",
    ]


@pytest.mark.parametrize(
    ("french", "fuzzy", "found"),
    [
        ("", False, "not translated"),
        ("Écrivez à %(name)s.", True, "unsure (fuzzy)"),
        ("Écrivez.", False, "fills in [] instead of ['name']"),
        ("Écrivez à %(nom)s.", False, "fills in ['nom'] instead of ['name']"),
        ("Écrivez à %(name)s à 80 %.", False, "a % that is not doubled"),
    ],
)
def test_translations_that_cannot_be_shown_are_found(checked: Writer, french: str, fuzzy: bool, found: str) -> None:
    problems = checked(NAMED, {"Write to %(name)s.": french}, fuzzy=fuzzy)
    assert any(problem.endswith(found) for problem in problems)


def test_every_plural_form_is_translated(checked: Writer) -> None:
    plural = (
        "{# Translators: count is a number #}\n"
        "{% trans n=n, count=n %}{{ count }} night{% pluralize n %}{{ count }} nights{% endtrans %}"
    )
    [problem] = checked(plural, {"%(count)s night": ("%(count)s nuit", "")})
    assert problem == "fr: %(count)s night: not translated"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<b>Bonjour</b>", []),
        ("<h1>Bonjour</h1>", ["a sign that HTML writes otherwise: < > &"]),
        ("<b>Bonjour", ["<b> is not closed"]),
        ("Bonjour</b>", ["</b> closes nothing"]),
        ("Vous & moi", ["a sign that HTML writes otherwise: < > &"]),
        ("Vous &amp; moi", []),
        ('<a href="https://example.org">Lire</a>', []),
    ],
)
def test_markup_is_what_telegram_takes(text: str, found: list[str]) -> None:
    assert list(texts.markup(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Un deux trois quatre cinq six sept huit neuf dix onze douze.", []),
        ("Un deux trois quatre cinq six sept huit neuf dix onze douze treize.", ["13 words in one sentence"]),
        ("Une phrase courte. Une autre phrase courte\u00a0: avec une suite qui reste courte aussi.", []),
        ("%(a)s, %(b)s, <b>trois</b>, quatre, cinq, six, sept, huit, neuf, dix, onze, douze", []),
    ],
)
def test_sentences_have_twelve_words_at_most(text: str, found: list[str]) -> None:
    assert list(texts.long_sentences(text)) == found


@pytest.mark.parametrize("word", ["dossier", "Référent", "enveloppe", "QF", "APV"])
def test_people_never_read_a_word_of_the_administration(checked: Writer, word: str) -> None:
    [problem] = checked(trans("Ask here."), {"Ask here.": f"Voici votre {word}."})
    assert problem.endswith(f"a word of the administration: {word.casefold()}")


@pytest.mark.parametrize("file", ["review/card.j2", "referent/quotient.j2", "notices/review_asked.j2"])
def test_professionals_may_read_the_words_of_their_trade(checked: Writer, file: str) -> None:
    assert checked(trans("Ask here."), {"Ask here.": "Voici votre dossier."}, file=file) == []


@pytest.mark.parametrize(
    ("file", "note", "found"),
    [("rules/days.j2", True, 0), ("rules/days.j2", False, 1), ("wishes/wishes.j2", True, 1)],
    ids=["to a coordinator", "to people too", "not about a rule"],
)
def test_about_a_rule_a_note_says_what_is_for_coordinators(checked: Writer, file: str, note: bool, found: int) -> None:
    said = trans("Ask here.", "said to a coordinator" if note else "a sign")
    assert len(checked(said, {"Ask here.": "Voici votre dossier."}, file=file)) == found


def test_people_read_80_euros_out_of_100_and_never_a_share_in_hundredths(checked: Writer) -> None:
    problems = checked(trans("The help pays 80%."), {"The help pays 80%%.": "L’aide paie 80\u00a0%%."})
    assert all("say “80 euros out of 100”" in problem for problem in problems)
    assert len(problems) == 2


def test_english_says_they_of_one_person(checked: Writer) -> None:
    [problem] = checked(trans("Open her page."), {"Open her page.": "Ouvrez sa page."})
    assert problem.endswith("of one person English says “they”: her")


def test_french_signs_stay_with_the_word_before_them(checked: Writer) -> None:
    [problem] = checked(trans("Where?"), {"Where?": "Où ?"})
    assert "a blank that may break the line" in problem


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Vous partez le samedi 10 juillet 2027.", "fr", []),
        ("Vous partez le dimanche 10 juillet 2027.", "fr", ["2027-07-10 is not a dimanche"]),
        ("You leave on Saturday, July 10, 2027.", "en", []),
        ("You leave on Friday, July 10, 2027.", "en", ["2027-07-10 is not a friday"]),
        ("Vous partez le 10 juillet.", "fr", []),
    ],
)
def test_sample_dates_have_their_true_weekday(text: str, language: str, found: list[str]) -> None:
    assert list(texts.weekdays(text, language)) == found
