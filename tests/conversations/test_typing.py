"""Checks are typed by the value they check, contexts by their fields: mypy refuses a date's check on money."""

from pathlib import Path

import pytest
from mypy import api

ROOT = Path(__file__).parents[2]

HEAD = """
from datetime import date

from bot.domain.money import Cents
from conversations.engine.answers import Facts
from conversations.engine.keyboard import Problem
from conversations.engine.calendar import Day
from conversations.engine.steps import Need, Step
from conversations.engine.widgets import Money, Number
from conversations.handover import HandoverContext
from conversations.plan_context import PlanContext


def not_past(day: date, facts: Facts) -> Problem | None:
    return Problem("past") if day < facts.today else None


def not_too_dear(amount: Cents, facts: Facts) -> Problem | None:
    return Problem("absurd") if amount > 100_000 else None


known = Facts(today=date(2027, 3, 1))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("typing")


def judged(folder: Path, line: str) -> str:
    snippet = folder / "snippet.py"
    snippet.write_text(HEAD + line + "\n", encoding="utf-8")
    cache = ["--cache-dir", str(folder / "cache")]
    said, failed, _ = api.run(["--config-file", str(ROOT / "pyproject.toml"), *cache, str(snippet)])
    assert failed == ""
    return said


@pytest.mark.parametrize(
    "line",
    [
        'Step("departure", Day(checks=(not_past,)), required=Need.SEND)',
        'Step("price", Money(checks=(not_too_dear,)), required=Need.SEND)',
    ],
)
def test_a_check_of_its_own_kind_is_taken(folder: Path, line: str) -> None:
    assert "Success" in judged(folder, line)


@pytest.mark.parametrize(
    "line",
    [
        'Step("price", Money(checks=(not_past,)), required=Need.SEND)',
        'Step("departure", Day(checks=(not_too_dear,)), required=Need.SEND)',
        'Step("adults", Number(low=1, high=9, checks=(not_past,)))',
        'Step("adults", Number(low=1, high=9, checks=(not_too_dear,)))',
    ],
)
def test_a_check_of_another_kind_is_refused(folder: Path, line: str) -> None:
    assert "arg-type" in judged(folder, line)


@pytest.mark.parametrize(
    "line",
    [
        "amount: Cents = known.about(HandoverContext).left",
        "missing: int | None = known.about(PlanContext).reports_missing",
    ],
)
def test_what_is_looked_at_has_its_type(folder: Path, line: str) -> None:
    assert "Success" in judged(folder, line)


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("day: date = known.about(HandoverContext).left", "assignment"),
        ("missing: int = known.about(PlanContext).reports_missing", "assignment"),
        ("known.about(PlanContext).left", "attr-defined"),
        ("known.about(str)", "type-var"),
        ('Facts(today=known.today, context="granted:69000")', "arg-type"),
    ],
)
def test_what_a_context_does_not_say_is_refused(folder: Path, line: str, error: str) -> None:
    assert f"[{error}]" in judged(folder, line)
