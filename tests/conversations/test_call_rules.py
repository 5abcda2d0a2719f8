"""Changing one rule of a call: only its own figures are asked, and they make a limit of the same kind."""

from dataclasses import fields, replace
from typing import Any

import pytest

from bot.domain.figures import Area
from conversations.call_rules import FIGURES, SETTING, SettingContext, limit_of, rules
from conversations.engine import flow
from conversations.engine.answers import Facts, Given
from conversations.engine.replies import Said
from conversations.engine.widgets import Money, Number
from conversations.rules import KINDS
from conversations.rules.dates import Nights
from conversations.rules.place import InAreas
from tests.conversations.talk import NOTHING_SAID, ear, ids, problem

OF_THE_CALL = {"stay_window", "filing_until", "paper"}


def about(kind: str, **answers: Any) -> Facts:
    """Return a call whose one rule is of that kind, and what was answered."""
    given = {name: Given(value) for name, value in {"rule": "mine", **answers}.items()}
    return replace(NOTHING_SAID, context=SettingContext({"mine": kind}), answers=given)


def test_every_kind_of_limit_can_be_changed_or_has_nothing_to_change() -> None:
    changing = {name for name, kind in KINDS.items() if fields(kind.limit)}  # type: ignore[arg-type]
    assert set(FIGURES) == changing - OF_THE_CALL
    assert changing > OF_THE_CALL


@pytest.mark.parametrize("kind", FIGURES)
def test_only_the_figures_of_the_rule_are_asked_each_once(kind: str) -> None:
    asked = ids(flow.path(SETTING, about(kind)))
    assert asked == ["rule", *FIGURES[kind].values()]
    assert set(FIGURES[kind]) == {figure.name for figure in fields(KINDS[kind].limit)}  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", sorted(set(FIGURES) - {"area"}))
def test_the_answers_make_a_limit_of_that_kind(kind: str) -> None:
    steps = {placed.step.id: placed.step for placed in flow.path(SETTING, about(kind))}
    answers = {name: 7 for name in FIGURES[kind].values() if isinstance(steps[name].widget, Money | Number)}
    limit = limit_of(about(kind, **answers))
    assert type(limit) is KINDS[kind].limit
    assert {getattr(limit, name) for name in FIGURES[kind]} == {7}


def test_areas_are_chosen_among_those_there_are() -> None:
    assert limit_of(about("area", areas=("france", "european_union"))) == InAreas((Area.FRANCE, Area.EUROPEAN_UNION))


def test_the_longest_stay_is_no_shorter_than_the_shortest() -> None:
    known = about("nights", least_nights=5)
    most = next(placed.step for placed in flow.path(SETTING, known) if placed.step.name == "most_nights")
    assert problem("under_least", flow.take(most, known, None, Said("4"), ear()))
    assert flow.take(most, known, None, Said("5"), ear()) == flow.Answered(5)
    assert limit_of(about("nights", least_nights=5, most_nights=5)) == Nights(5, 5)


def test_the_rules_to_choose_from_are_those_of_the_call() -> None:
    assert rules(about("nights")) == ("mine",)
    assert rules(NOTHING_SAID) == ()
