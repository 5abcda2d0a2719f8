"""A group's plan asks what all share; each household is asked the plan's own questions about itself."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.groups import Household, Together, together
from bot.domain.money import Cents, euros
from conversations import PLAN, group
from conversations.engine import flow
from conversations.engine.answers import Facts
from conversations.engine.steps import Need
from conversations.plan_context import PlanContext
from conversations.reckoning import party
from conversations.rules import FEEDS
from tests.conversations.talk import TODAY

SHARED = Facts(TODAY, elsewhere=group.OF_HOUSEHOLDS)


def asked(facts: Facts, *needs: Need) -> list[str]:
    return [placed.step.name for placed in flow.path(PLAN, facts, needs or (Need.SEND,))]


def test_what_households_answer_is_not_asked_of_the_group() -> None:
    assert asked(SHARED) == ["wishes", "aim", "first_time", "place", "dates", "lodging", "transport"]
    assert not {placed.step.name for placed in flow.missing(PLAN, SHARED, Need.SEND)} & group.OF_HOUSEHOLDS


def test_a_household_is_asked_the_questions_of_the_plan() -> None:
    steps = flow.steps_by_name((PLAN,))
    assert {name for name in group.HOUSEHOLD.names if name in steps} == group.OF_HOUSEHOLDS
    assert all(group.STEPS[name] is steps[name] for name in group.OF_HOUSEHOLDS)


def test_beside_the_member_it_is_noted_how_the_member_agreed() -> None:
    alone = [placed.step.name for placed in flow.path(group.HOUSEHOLD, Facts(TODAY))]
    with_referent = Facts(TODAY, context=group.HouseholdContext(beside=True))
    beside = [placed.step.name for placed in flow.path(group.HOUSEHOLD, with_referent)]
    assert beside == ["consent", *alone]


def test_what_a_member_said_is_a_household() -> None:
    raw: dict[str, Any] = {
        "adults": {"v": 1}, "children": {"v": [6, 8]}, "help": {"v": ["diet"]}, "own_share": {"v": 6_000},
        "worries": {"d": "talk"},
    }  # fmt: skip
    assert group.household(raw) == Household(1, (6, 8), euros(60), ("diet",))


def test_a_share_the_member_does_not_know_is_none_and_not_nothing() -> None:
    known = group.household({"adults": {"v": 1}, "children": {"v": []}, "own_share": {"d": "unknown"}})
    assert known is not None
    assert known.own is None


def test_nobody_counted_is_no_household() -> None:
    assert group.household({"help": {"v": []}}) is None


@given(
    st.builds(
        Together,
        households=st.integers(1, 60),
        adults=st.integers(1, 60),
        ages=st.lists(st.integers(0, 17)).map(tuple),
        own=st.none() | st.integers(0).map(Cents),
        silent=st.integers(0, 60),
        help=st.lists(st.text()).map(tuple),
    )
)
def test_the_sum_is_kept_without_loss(known: Together) -> None:
    assert group.loaded(group.dumped(known)) == known


def test_a_group_nobody_has_joined_has_no_answers() -> None:
    assert group.summed_up(group.loaded({})) == {}


def test_rules_look_at_one_helped_person_a_household() -> None:
    known = together([Household(1, (6, 8), euros(60)), Household(2, (), None)])
    facts = Facts(TODAY, answers=group.summed_up(known), context=PlanContext(households=known.households))
    travellers = party(facts)
    assert travellers is not None
    assert (travellers.helped, travellers.adults, travellers.children, travellers.people) == (2, 1, 2, 5)
    assert FEEDS["own_share"](facts) == euros(30), "what one of the two puts in"
