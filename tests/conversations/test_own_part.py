"""The referent's own part, short and for the person's situation, and the changes a referent asks for."""

from dataclasses import replace

import pytest

from bot.domain.figures import Area
from bot.domain.money import euros
from bot.domain.rules import Level
from conversations.engine import flow
from conversations.engine.answers import Context, Facts
from conversations.engine.steps import Need
from conversations.plan_context import PlanContext
from conversations.referent import (
    CHANGES,
    NOT_ENDORSE,
    OWN_PART,
    ReviewContext,
    abroad_while_asking_for_asylum,
    support_options,
)
from conversations.rules import findings
from conversations.rules.earlier import FrequencyPerYear
from conversations.rules.money import CostPerDay
from tests.conversations.kinds_of_rules import PRICES, STAY, Told, answered
from tests.conversations.talk import NOTHING_SAID, at, data, facts, ids
from tests.domain.figures_of_a_week import sourced, summer_with

ALWAYS = ["quotient", "proof", "earlier_aids", "objective", "support", "formalities"]


def known_of(context: Context, **answers: object) -> Facts:
    return replace(facts(**answers), context=context)


def test_everyone_is_asked_six_questions() -> None:
    assert ids(flow.path(OWN_PART, NOTHING_SAID)) == ALWAYS
    assert ids(flow.missing(OWN_PART, NOTHING_SAID, Need.ENDORSE)) == ALWAYS


def test_who_is_housed_needs_the_place_kept_and_who_is_employed_a_leave() -> None:
    assert set(ids(flow.path(OWN_PART, known_of(PlanContext(housed=True))))) == {*ALWAYS, "place_kept"}
    assert set(ids(flow.path(OWN_PART, known_of(PlanContext(employed=True))))) == {*ALWAYS, "leave_granted"}


def test_what_else_has_to_be_done_is_asked_in_words_where_it_is_ticked() -> None:
    assert set(ids(flow.path(OWN_PART, facts(formalities=("judge", "other"))))) == {*ALWAYS, "other_formality"}
    assert "other_formality" not in ids(flow.path(OWN_PART, facts(formalities=("judge",))))


@pytest.mark.parametrize(
    ("known", "warned"),
    [
        (facts(formalities=("asylum_office",), area=Area.EUROPEAN_UNION), True),
        (facts(formalities=("asylum_office",), area=Area.FRANCE), False),
        (facts(formalities=("asylum_office",)), False),
        (facts(formalities=("judge",), area=Area.EUROPEAN_UNION), False),
    ],
)
def test_who_asks_for_asylum_does_not_leave_the_country(known: Facts, warned: bool) -> None:
    assert abroad_while_asking_for_asylum(known) is warned


@pytest.mark.parametrize(
    ("most", "said", "asked"), [(1, "this_year", False), (2, "this_year", True), (2, "before", False)]
)
def test_how_many_this_year_is_asked_where_a_call_gives_several(most: int, said: str, asked: bool) -> None:
    known = replace(facts(earlier_aids=said), call=summer_with(sourced(FrequencyPerYear(most))))
    assert ("aids_of_year" in ids(flow.path(OWN_PART, known))) is asked


def test_two_this_year_are_too_many_for_a_call_that_gives_two_and_one_is_not() -> None:
    known = replace(facts(earlier_aids="this_year"), call=summer_with(sourced(FrequencyPerYear(2))))
    levels = [findings(known.supposing("aids_of_year", count))[0].level for count in (None, 1, 2)]
    assert levels == [Level.UNKNOWN, Level.OK, Level.REFUSE]


@pytest.mark.parametrize(
    ("lodging", "help_needed", "asked"), [("420", (), False), ("4000", (), True), ("4000", ("wheelchair",), False)]
)
def test_the_supplement_for_disability_is_asked_where_a_day_costs_it(
    lodging: str, help_needed: tuple[str, ...], asked: bool
) -> None:
    told = Told({**STAY, **PRICES, "lodging_price": lodging})
    known = answered(told, CostPerDay(euros(110), euros(170))).supposing("help", help_needed)
    assert ("supplement" in ids(flow.path(OWN_PART, known))) is asked
    levels = [findings(known.supposing("supplement", said))[0].level for said in ("yes", "no")]
    assert not asked or levels == [Level.OK, Level.WARN]


def test_nothing_of_it_can_be_put_off() -> None:
    assert not OWN_PART.deferrable


def test_the_referents_saved_sentence_is_offered_once_there_is_one() -> None:
    assert support_options(NOTHING_SAID) == ()
    assert support_options(known_of(PlanContext(saved_support=True))) == ("as_usual",)


def test_the_referent_ticks_what_has_to_change_and_says_why_for_each() -> None:
    context = ReviewContext(("dates", "lodging"))
    known = known_of(context)
    assert data(flow.path(CHANGES, known)[0].step.widget.rows(None, known)) == ["dates", "lodging", "done"]
    ticked = known_of(context, points=("lodging", "dates"))
    asked = ids(flow.path(CHANGES, ticked))
    assert [step for step in asked if step.startswith("comment")] == ["comment.lodging", "comment.dates"]
    assert at(flow.current(CHANGES, ticked)) == "comment.lodging"
    assert ids(flow.missing(CHANGES, ticked, Need.SEND)) == ["comment.lodging", "comment.dates"]


def test_saying_no_needs_a_reason_and_a_next_step() -> None:
    assert ids(flow.missing(NOT_ENDORSE, NOTHING_SAID, Need.SEND)) == ["reason", "next_step"]
