"""Every answer: complete in every language, short and easy, and found by its own title."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeAlias

import pytest

from bot.domain.figures import Area, Document
from bot.domain.limits import CapPerPerson, Limit, MaxShare, OwnShare, TakesVouchers
from bot.domain.money import Cents, Percent
from bot.domain.rules import Rule, Source, Strength
from bot.features.questions.finding import hear, title
from bot.features.questions.known import Known
from bot.features.questions.shelf import ANSWERS, KNOW_HOW, THEMES, template_of
from bot.features.questions.views import Answer
from bot.rendering.catalogues import Catalogues
from bot.rendering.renderer import Reader, Renderer
from bot.rendering.texts import extract, long_sentences, markup, official_words
from conversations.engine.keyboard import Problem
from conversations.rules.dates import Days, InSchoolHolidays, LeadDays, Nights
from conversations.rules.earlier import FrequencyPerYear, TotalAids
from conversations.rules.money import MaxQuotient
from conversations.rules.place import InAreas, NotPaidInFull
from tests.test_conventions import MOST_TEXT, seen

ROOT = Path(__file__).parents[2]
RENDERER = Renderer(ROOT / "templates", Catalogues(ROOT / "locales"))
LANGUAGES = RENDERER.catalogues.languages
SURE = Source("Réseau des Tilleuls", 2027, Strength.CONFIRMED)
LIMITS: Mapping[str, Limit] = {
    "max_share": MaxShare(Percent(80)), "nights": Nights(4, 21), "days": Days(1, 14),
    "own_share_min": OwnShare(Cents(3_000)), "area": InAreas((Area.FRANCE, Area.EUROPEAN_UNION)),
    "lead_days": LeadDays(60), "school_holidays": InSchoolHolidays(), "takes_vouchers": TakesVouchers(),
    "not_paid_in_full": NotPaidInFull(), "max_quotient": MaxQuotient(Cents(90_000)), "total_max": TotalAids(3),
    "frequency_per_year": FrequencyPerYear(1),
    "cap_per_person": CapPerPerson(Cents(30_000), Cents(15_000), Cents(15_000), Cents(10_000)),
}  # fmt: skip
NOTHING = Known()
ALL = Known(
    referent="Lina", state="draft", rules={kind: Rule(kind, limit, SURE) for kind, limit in LIMITS.items()},
    people_by=date(2027, 6, 1), stay_from=date(2027, 6, 20), stay_until=date(2027, 9, 15), committee=True,
    giver="Tremplin", documents=tuple(Document), europe=True, place_kept=True, aid=Cents(69_000), cash=Cents(20_000),
)  # fmt: skip
FACES = (
    NOTHING,
    ALL,
    replace(ALL, aid=None, cash=None, giver="", committee=False, state="to_review", place_kept=False),
    replace(ALL, people_by=None, late=True),
    replace(ALL, people_by=None),
    replace(ALL, group=True, aid=None, cash=None),
    replace(ALL, group=True, aid=None, cash=None, state="granted"),
)
MOST_TITLE = 45
"""Characters of a button that most telephones show whole."""
MOST_LINES = 8
Names: TypeAlias = tuple[str, ...]
ALL_ANSWERS = (*KNOW_HOW, *ANSWERS)
"""As a professional may read them."""


def words_of(name: str, reader: Reader) -> list[str]:
    return RENDERER.block(template_of(name), "words", reader, {}).split("|")


def told(name: str, known: Known, language: str) -> str:
    page = Answer(known).page(template=template_of(name), notes=(Problem("does_this_answer"),))
    return RENDERER.render(page, Reader(language=language, referent=known.referent)).text


def test_every_answer_stands_under_one_theme_and_every_template_is_one() -> None:
    files = {path.relative_to(ROOT / "templates").with_suffix("").as_posix() for path in _templates()}
    assert len(set(ALL_ANSWERS)) == len(ALL_ANSWERS) == sum(map(len, THEMES.values()))
    assert {template_of(name) for name in ALL_ANSWERS} == files
    assert len(ANSWERS) >= 40
    assert max(map(len, THEMES.values())) <= 10


def _templates() -> list[Path]:
    folders = (ROOT / "templates/questions", ROOT / "templates/know_how")
    return [path for folder in folders for path in folder.glob("[!_]*.j2")]


@pytest.mark.parametrize("name", ALL_ANSWERS)
def test_an_answer_is_complete_short_and_easy_in_every_language(name: str) -> None:
    for language in LANGUAGES:
        reader = Reader(language=language)
        assert 0 < len(title(RENDERER, reader, name)) <= MOST_TITLE
        assert len(words_of(name, reader)) >= 4
        for known in FACES:
            html = told(name, known, language)
            assert 0 < len(seen(html)) <= MOST_TEXT
            assert list(markup(html)) == []
            assert "None" not in html
            assert "\n\n" not in html
            assert 3 <= len(html.splitlines()) <= MOST_LINES
            assert name in KNOW_HOW or list(official_words(html, language[:2])) == []
            assert language[:2] != "fr" or list(long_sentences(html)) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("names", "among"), [(ANSWERS, ANSWERS), (KNOW_HOW, ALL_ANSWERS)])
def test_an_answer_is_found_by_each_of_its_words(names: Names, among: Names, language: str) -> None:
    reader = Reader(language=language)
    lost = [
        (name, asked)
        for name in names
        for asked in words_of(name, reader)
        if name not in [found.key for found in hear(RENDERER, reader, asked, among).found[:2]]
    ]
    assert lost == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("among", [ANSWERS, ALL_ANSWERS])
def test_an_answer_is_the_first_found_by_its_title(among: Names, language: str) -> None:
    reader = Reader(language=language)
    firsts = {name: hear(RENDERER, reader, title(RENDERER, reader, name), among).found[0].key for name in among}
    assert firsts == {name: name for name in among}


SPOKEN = {"%(text)s", "Do you take holiday vouchers?", "billet de congé annuel", "language", "to be confirmed", "no"}
"""What stands between quotation marks in an answer and is no button."""


def test_answers_call_buttons_by_the_words_that_stand_on_them() -> None:
    said = {
        (str(message.id), quoted)
        for message in extract(ROOT / "templates")
        for quoted in re.findall("“([^”]+)”", str(message.id))
        if any(path.startswith(("templates/questions/", "templates/know_how/")) for path, _ in message.locations)
    }
    labels = [(text, quoted) for text, quoted in said if quoted not in SPOKEN]
    elsewhere = {
        str(message.id)
        for message in extract(ROOT / "templates")
        if any(not path.startswith(("templates/questions/", "templates/know_how/")) for path, _ in message.locations)
    }
    assert {quoted for _, quoted in labels} <= elsewhere
    assert labels
    for language in LANGUAGES:
        told_in = RENDERER.catalogues.translations(language).gettext
        assert [quoted for text, quoted in labels if told_in(quoted) not in told_in(text)] == []
