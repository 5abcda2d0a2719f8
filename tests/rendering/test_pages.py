"""Every page and every notice, with the values that services give it, in every language."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.domain.limits import Limit
from bot.domain.rules import Finding, Level
from bot.notices import kinds
from bot.rendering.catalogues import Catalogues
from bot.rendering.renderer import Reader, Renderer
from bot.rendering.texts import markup
from conversations import OWN_PART, PLAN
from conversations.engine.keyboard import Problem
from conversations.engine.screens import Question
from conversations.engine.steps import Need, Step
from conversations.rules import KINDS as KINDS_OF_RULE
from conversations.rules import kind_of
from conversations.rules.dates import Days, Nights
from tests.rendering.every_view import page_of
from tests.rendering.faces import notice_values, pages
from tests.rendering.made_of_types import made_of_types
from tests.rendering.samples import FACTS, NOW, STAY, STEPS, findings, path_of
from tests.test_conventions import MOST_TEXT, seen

ROOT = Path(__file__).parents[2]
RENDERER = Renderer(ROOT / "templates", Catalogues(ROOT / "locales"))
LANGUAGES = RENDERER.catalogues.languages
FOUND = findings()
WRITTEN = pages(FOUND)
PAGES = {**made_of_types(WRITTEN), **WRITTEN}
KINDS = sorted({path.stem for path in (ROOT / "templates/notices").glob("*.j2") if f"notices/{path.stem}" not in PAGES})
FOR_PROFESSIONALS = sorted(kinds.read_at_work() & set(KINDS))


def readers(language: str) -> tuple[Reader, Reader]:
    """Return a reader whose referent is known, and one who has none yet."""
    return Reader(language=language, referent="Lina"), Reader(language=language)


def good(html: str) -> bool:
    return 0 < len(seen(html)) <= MOST_TEXT and list(markup(html)) == [] and "None" not in html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_pages_can_be_sent_whatever_they_say(name: str, language: str) -> None:
    for values in PAGES[name]:
        for reader in readers(language):
            assert good(RENDERER.render(page_of(name, values), reader).text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_notices_can_be_sent_whatever_they_say(kind: str, language: str) -> None:
    for values in notice_values():
        for reader in readers(language):
            assert good(RENDERER.render(page_of(f"notices/{kind}", values), reader).text)


@pytest.mark.parametrize("kind", FOR_PROFESSIONALS)
def test_a_professionals_lock_screen_shows_no_name_and_no_figure_of_the_plan(kind: str) -> None:
    full = notice_values()[0]
    text = RENDERER.render(page_of(f"notices/{kind}", full), Reader(language="fr")).text
    assert all(said not in text for said in ("Awa", "500", "190", "juillet", "Royan"))


def test_every_kind_of_rule_is_tried_here() -> None:
    assert {finding.kind for finding in FOUND} == set(KINDS_OF_RULE)
    assert {finding.level for finding in FOUND} == {Level.WARN, Level.REFUSE, Level.UNKNOWN}, "a paper that lacks"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_rule_is_one_sentence_that_says_whose_it_is_or_that_it_is_not_sure(language: str) -> None:
    money = next(values for values in PAGES["plan/budget"] if not values["why"])
    for finding in FOUND:
        values = {**money, "refusals": (finding,), "warnings": ()}
        text = RENDERER.render(page_of("plan/budget", values), Reader(language=language, at_work=True)).text
        assert good(text)
        assert ("Réseau des Tilleuls" in text) is finding.certain
        told = RENDERER.render(page_of("plan/budget", values), Reader(language=language)).text
        assert good(told)
        assert "Réseau des Tilleuls" not in told, "to a person no source is named"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rule_met_early_is_told_above_the_next_question(language: str) -> None:
    step = STEPS["lodging"]
    for finding in FOUND:
        if kind_of(finding).warns_after:
            values = {"finding": finding, "limit": finding.limit}
            note = Problem(f"warn_{finding.kind}", values, template=kind_of(finding).template)
            assert good(RENDERER.render(_question("lodging", step, notes=(note,)), Reader(language=language)).text)


def _question(section: str, step: Step, values: Mapping[str, Any] | None = None, **more: Any) -> Question:
    known = {"marked": True, **(values or {})}
    return Question(section, step, (), position=1, total=12, values=known, **more)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_question_about_dates_follows_what_was_said_so_far(language: str) -> None:
    said = [
        RENDERER.render(_question("stay", STEPS["dates"], values={"scratch": scratch}), Reader(language=language)).text
        for scratch in ({}, {"start": "2027-07-10", "month": "2027-07"}, {"doubt": ["2027-07-04", "2027-04-07"]})
    ]
    assert all(good(text) for text in said)
    assert len(set(said)) == len(said)


PROBLEMS = (
    ("stay", "dates", Problem("past", {"first": STAY.start, "last": STAY.end})),
    ("stay", "dates", Problem("outside_window", {"first": STAY.start, "last": STAY.end})),
    ("stay", "dates", Problem("end_before_start", {"start": STAY.end, "end": STAY.start})),
    ("stay", "dates", Problem("end_before_start")),
    ("stay", "dates", Problem("no_such_day")),
    ("travellers", "children", Problem("out_of_range", {"low": 0, "high": 17, "value": 30})),
    ("travellers", "children", Problem("too_many", {"most": 12})),
    ("travellers", "adults", Problem("absurd")),
    ("travellers", "adults", Problem("negative")),
    ("share", "own_share", Problem("absurd", {"high": 500_000, "value": 9_000_000})),
    ("share", "own_share", Problem("too_little", {"least": 3_000, "whose": "Réseau", "year": 2027, "call": "Été"})),
    ("wishes", "wishes", Problem("too_many", {"most": 8})),
    ("wishes", "wishes", Problem("too_long", {"limit": 200, "length": 900})),
    ("figures", "quote", Problem("too_big", {"megabytes": 20})),
    ("figures", "quote", Problem("file_only")),
    ("wishes", "aim", Problem("decided_by", {"who": "Omar", "at": NOW, "state": "granted"})),
    ("wishes", "aim", Problem("gain", {"people": 3, "nights": 7, "rate": 80})),
    ("wishes", "aim", Problem("gain", {"people": 1, "nights": None, "rate": 80})),
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("section", "name", "problem"), PROBLEMS)
def test_a_reply_that_was_not_taken_is_explained(section: str, name: str, problem: Problem, language: str) -> None:
    said = RENDERER.render(_question(section, STEPS[name], problem=problem), Reader(language=language)).text
    assert good(said)
    assert said != RENDERER.render(_question(section, STEPS[name]), Reader(language=language)).text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["nights", "days"])
@pytest.mark.parametrize(("code", "actual"), [("too_long", 25), ("too_short", 2)])
def test_a_stay_that_does_not_fit_is_told_the_day_that_would(language: str, kind: str, code: str, actual: int) -> None:
    limit: Limit = Nights(4, 21) if kind == "nights" else Days(4, 21)
    finding = Finding(
        rule=kind, kind=kind, level=Level.REFUSE, limit=limit, actual=actual,
        whose="Réseau des Tilleuls", year=2027, certain=True, hard=True, call="Été 2027",
        satisfies={"earliest_return": STAY.start, "latest_return": STAY.end},
    )  # fmt: skip
    screen = _question("stay", STEPS["dates"], problem=Problem(code, {"finding": finding}))
    text = RENDERER.render(screen, Reader(language=language, at_work=True)).text
    assert good(text)
    assert "Réseau des Tilleuls" in text
    told = RENDERER.render(screen, Reader(language=language)).text
    assert good(told)
    assert "Réseau des Tilleuls" not in told, "to a person no source is named"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_question_of_a_plan_has_a_name_where_it_is_opened_again(language: str) -> None:
    steps = {placed.step.name for placed in path_of(PLAN, Need.SEND, Need.ENDORSE)} | {"area"}
    for name in sorted(steps):
        for template in ("point/point", "changes/points"):
            assert good(RENDERER.choice(template, name, Reader(language=language), {})), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_asked_several_times_has_the_name_of_its_round_and_one_that_is_gone_has_none(language: str) -> None:
    reader = Reader(language=language)
    town = RENDERER.label("figures", replace(STEPS["aid_amount"], key="town"), reader)
    assert RENDERER.choice("point/point", "aid_amount.town", reader, {}) == town
    assert RENDERER.choice("point/point", "aid_amount", reader, {}) not in {"", town}
    assert RENDERER.choice("point/point", "asked_in_2019", reader, {}) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_answer_can_be_told_in_one_line(language: str) -> None:
    for conversation in (PLAN, OWN_PART):
        for placed in path_of(conversation, *Need):
            value = FACTS.value(placed.step.id)
            if value is not None:
                diary = RENDERER.diary(placed.section, placed.step, value, Reader(language=language))
                assert good(diary)
                assert "\n" not in diary
