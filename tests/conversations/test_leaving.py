"""The list for leaving: what concerns this stay and nothing else, each line by its day, and what is left."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.money import euros
from bot.domain.reminders import AGREEMENTS
from conversations.engine.answers import Facts
from conversations.engine.dates import Span
from conversations.leaving import BY_NAME, ITEMS, PARTS, applying, left_to_do
from conversations.plan_context import PlanContext
from tests.conversations.talk import TODAY, facts
from tests.domain.figures_of_a_week import SUMMER

LEAVES = date(2027, 7, 10)


PRIVATE = ("child_permission", "other")
HOUSED, EMPLOYED = PlanContext(housed=True), PlanContext(employed=True)


def away(nights: int = 7, context: PlanContext | None = None, **known: Any) -> Facts:
    return replace(facts(dates=Span(LEAVES, LEAVES + timedelta(days=nights)), **known), context=context)


def names(known: Facts, *, beside: bool = False) -> set[str]:
    return {item.name for item in applying(known, beside=beside)}


def test_every_line_stands_in_a_part_and_is_named_once() -> None:
    assert len(BY_NAME) == len(ITEMS)
    assert list(dict.fromkeys(item.part for item in ITEMS)) == list(PARTS)


@pytest.mark.parametrize(
    ("known", "line"),
    [
        (away(formalities=("employment_office",)), "employment_office"),
        (away(formalities=("housing_agreement",)), "housing_agreement"),
        (away(formalities=("employer_leave",)), "leave"),
        (away(formalities=("european_card",)), "european_card"),
        (away(formalities=("child_permission",)), "child_permission"),
        *((away(formalities=(each,)), each) for each in (*AGREEMENTS, "treatment", "other")),
        (away(formalities=("employer_leave",), transport="train"), "cheaper_train"),
        (away(7, EMPLOYED), "leave"),
        (away(7, HOUSED, place_kept="not_yet"), "place_kept"),
        (away(transport="coach"), "tickets"),
        (away(transport="car"), "car_papers"),
        (away(help=("baby_bed",)), "equipment"),
        (away(deposit=euros(50), deposit_by="person"), "deposit"),
        (away(7, None, other_costs=("guarantee",), **{"cost_amount.guarantee": euros(300)}), "guarantee"),
        (away(food_price=euros(200)), "cash"),
        (away(children=(6,)), "games"),
        (away(adults=1, children=(6,)), "other_parent"),
    ],
)
def test_a_line_is_there_where_it_applies_and_nowhere_else(known: Facts, line: str) -> None:
    assert line in names(known)
    assert line not in names(away())


@pytest.mark.parametrize(
    ("known", "line"),
    [
        (away(6, formalities=("employment_office",)), "employment_office"),  # seven days
        *((away(7, EMPLOYED, leave_granted=each), "leave") for each in ("yes", "agreed", "no_object")),
        (away(7, HOUSED, place_kept="yes"), "place_kept"),
        (away(7, HOUSED), "plants"),
        (away(adults=2, children=(6,)), "other_parent"),
        (away(formalities=("employer_leave",), transport="train", place="nearby"), "cheaper_train"),
        (away(transport="train"), "cheaper_train"),
        (away(help=("interpreter",)), "equipment"),
        (away(deposit=euros(50), deposit_by="organisation"), "deposit"),
        (away(lodging="family"), "address"),
    ],
)
def test_what_is_done_or_does_not_concern_the_person_is_not_on_the_list(known: Facts, line: str) -> None:
    assert line not in names(known)


def test_a_formality_has_its_day_before_the_departure() -> None:
    known = away(formalities=("european_card", "employment_office"))
    assert BY_NAME["european_card"].by(known) == date(2027, 6, 25)
    assert BY_NAME["employment_office"].by(known) == date(2027, 7, 7)
    assert BY_NAME["medicines"].by(known) is None
    assert {BY_NAME[each].by(known) for each in AGREEMENTS} == {date(2027, 6, 10)}, "a month: others have to answer"
    assert BY_NAME["treatment"].by(known) == date(2027, 7, 3)
    assert BY_NAME["employment_office"].by(facts(formalities=("employment_office",))) is None


def test_what_is_left_begins_with_what_is_due_first_and_says_what_is_late() -> None:
    known = away(formalities=("european_card", "employment_office"))
    left = left_to_do(known, {"identity", "medicines"}, date(2027, 7, 1))
    assert [(todo.item.name, todo.late) for todo in left][:2] == [("european_card", True), ("employment_office", False)]
    assert not {"identity", "medicines"} & {todo.item.name for todo in left}
    last_day = left_to_do(known, {"european_card"}, date(2027, 7, 7))[0]
    assert (last_day.item.name, last_day.late) == ("employment_office", True), "on its last day it is for today"
    assert left_to_do(known, set(BY_NAME), TODAY) == ()


@pytest.mark.parametrize(
    "known",
    [
        away(7, PlanContext(protected=True), adults=1, children=(6,), formalities=PRIVATE),
        replace(
            away(adults=1, children=(6,), formalities=PRIVATE),
            call=replace(SUMMER, programme=replace(SUMMER.programme, discreet_default=True)),
        ),
    ],
)
def test_what_could_lead_to_a_contact_is_on_the_referents_list_alone(known: Facts) -> None:
    private = {item.name for item in ITEMS if item.private}
    assert names(known, beside=True) - names(known) == private
    assert private == {"child_permission", "other_parent", "other", "emergency_contact", "key", "mail", "plants"}
    assert not private & {todo.item.name for todo in left_to_do(known, (), TODAY)}
