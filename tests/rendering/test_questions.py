"""Every answer: complete in every language, short and easy, and found by its own title."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.domain.figures import Area
from bot.domain.limits import (
    CapPerPerson,
    Days,
    FrequencyPerYear,
    InAreas,
    InSchoolHolidays,
    LeadDays,
    Limit,
    MaxQuotient,
    MaxShare,
    Nights,
    NotPaidInFull,
    OwnShare,
    TakesVouchers,
    TotalAids,
)
from bot.domain.money import Cents, Percent
from bot.domain.programmes import Document
from bot.domain.rules import Rule, Source, Strength
from bot.rendering.catalogues import Catalogues
from bot.rendering.renderer import Reader, Renderer
from bot.rendering.texts import long_sentences, markup, official_words
from bot.services.questions.finding import hear, title
from bot.services.questions.known import Known
from bot.services.questions.shelf import ANSWERS, THEMES
from conversations.engine.board import Problem
from conversations.engine.screens import Page
from tests.test_conventions import MOST_LABEL, MOST_TEXT, seen

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
)
MOST_LINES = 8


def words_of(name: str, reader: Reader) -> list[str]:
    return RENDERER.block(f"questions/{name}", "words", reader, {}).split("|")


def told(name: str, known: Known, language: str) -> str:
    page = Page(f"questions/{name}", {"known": known}, notes=(Problem("does_this_answer"),))
    return RENDERER.render(page, Reader(language=language, referent=known.referent)).text


def test_every_answer_stands_under_one_theme_and_every_template_is_one() -> None:
    files = {path.stem for path in (ROOT / "templates/questions").glob("[!_]*.j2")}
    assert len(set(ANSWERS)) == len(ANSWERS)
    assert set(ANSWERS) == files
    assert max(map(len, THEMES.values())) <= 10


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_complete_short_and_easy_in_every_language(name: str) -> None:
    for language in LANGUAGES:
        reader = Reader(language=language)
        assert 0 < len(title(RENDERER, reader, name)) <= MOST_LABEL
        assert len(words_of(name, reader)) >= 4
        for known in FACES:
            html = told(name, known, language)
            assert 0 < len(seen(html)) <= MOST_TEXT
            assert list(markup(html)) == []
            assert "None" not in html
            assert "\n\n" not in html
            assert 3 <= len(html.splitlines()) <= MOST_LINES
            assert list(official_words(html, language[:2])) == []
            assert language[:2] != "fr" or list(long_sentences(html)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_is_found_by_its_own_title_and_by_each_of_its_words(language: str) -> None:
    reader = Reader(language=language)
    lost = [
        (name, asked)
        for name in ANSWERS
        for asked in (
            title(RENDERER, reader, name),
            *RENDERER.block(f"questions/{name}", "words", reader, {}).split("|"),
        )
        if name not in [found.key for found in hear(RENDERER, reader, asked).found[:2]]
    ]
    assert lost == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_is_the_first_found_by_its_title(language: str) -> None:
    reader = Reader(language=language)
    firsts = {name: hear(RENDERER, reader, title(RENDERER, reader, name)).found[0].key for name in ANSWERS}
    assert firsts == {name: name for name in ANSWERS}
