"""What households sum up to, who counts, and how people may join or leave a group at each moment of its plan."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.budget import Budget, Cost, CostKind, Resource, ResourceKind, propose, terms_of
from bot.domain.groups import (
    COUNTED,
    LEAST_HOUSEHOLDS,
    MOST_PEOPLE,
    TOLD,
    Household,
    Part,
    Together,
    Way,
    after_leaving,
    lacking,
    may_confirm,
    may_take_out,
    together,
    way,
)
from bot.domain.limits import CapPerPerson, MaxShare
from bot.domain.money import Cents, Percent, euros
from bot.domain.plans import CHANGEABLE, LIVE, TRANSITIONS, Action, State
from bot.domain.travellers import Party
from tests.domain.figures_of_a_week import sourced

AWA = Household(1, (6, 8, 11), euros(60), ("baby_bed",))
ZOE = Household(2, (), euros(90), ("wheelchair", "baby_bed"))
SILENT = Household(1, (3,))

households = st.builds(
    Household,
    adults=st.integers(1, 12),
    ages=st.lists(st.integers(0, 17), max_size=12).map(tuple),
    own=st.none() | st.integers(0, 500_000).map(Cents),
    help=st.lists(st.sampled_from(["wheelchair", "diet"]), unique=True).map(tuple),
)


def test_households_sum_up_to_one_plan() -> None:
    assert together([AWA, ZOE, SILENT]) == Together(
        households=3,
        adults=4,
        ages=(3, 6, 8, 11),
        own=euros(150),
        silent=1,
        help=("baby_bed", "wheelchair"),
        shares=(euros(60), euros(90)),
    )


def test_nobody_sums_up_to_nothing() -> None:
    assert together([]) == Together()


def test_what_no_household_has_said_is_not_known() -> None:
    assert together([SILENT, SILENT]).own is None


@given(st.lists(households, max_size=12).flatmap(lambda them: st.tuples(st.just(them), st.permutations(them))))
def test_the_sum_is_the_same_in_whatever_order_they_join(orders: tuple[list[Household], list[Household]]) -> None:
    assert together(orders[0]) == together(orders[1])


@given(st.lists(households, max_size=12))
def test_a_household_that_leaves_takes_exactly_its_own_with_it(them: list[Household]) -> None:
    for gone in range(len(them)):
        left = together(each for place, each in enumerate(them) if place != gone)
        assert together(them).people - left.people == them[gone].people
        assert (together(them).own or 0) - (left.own or 0) == (them[gone].own or 0)


@given(st.lists(households, min_size=1, max_size=12))
def test_the_caps_of_a_group_are_those_of_its_households(them: list[Household]) -> None:
    cap = CapPerPerson(euros(300), euros(150), euros(150), euros(100))
    known = together(them)
    alone = sum(cap.most(Party.around(1, each.adults, each.ages)) for each in them)
    assert cap.most(Party.around(known.households, known.adults, known.ages)) == alone


def test_the_aid_of_a_group_follows_from_the_one_formula() -> None:
    known = together([AWA, ZOE])
    rules = [sourced(MaxShare(Percent(80))), sourced(CapPerPerson(euros(100), euros(100), euros(50), euros(0)))]
    party = Party.around(known.households, known.adults, known.ages)
    budget = Budget(
        (Cost(CostKind.LODGING, euros(1_800)),), (Resource(ResourceKind.OWN, known.own or Cents(0)),)
    )  # fmt: skip
    assert propose(budget, terms_of(rules, party)).aid == euros(450)  # 3 adults at 100 euros, 3 children at 50


# Who may do what, when


@pytest.mark.parametrize(("people", "missing"), [((1, 1), ()), ((30, 30), ()), ((2,), ("too_few",))])
def test_two_households_make_a_group(people: tuple[int, ...], missing: tuple[str, ...]) -> None:
    assert lacking(together(Household(count) for count in people)) == missing
    assert LEAST_HOUSEHOLDS == 2


def test_sixty_people_at_most() -> None:
    full = together([Household(12)] * 5)
    assert full.people == MOST_PEOPLE
    assert lacking(full) == ()
    assert lacking(together([*[Household(12)] * 5, Household(1)])) == ("too_many",)


def test_once_endorsed_a_change_of_people_is_a_change_of_the_stay() -> None:
    assert {state for state in State if way(state) is Way.BY_CHANGE} == CHANGEABLE
    assert TRANSITIONS[Action.CHANGE_STAY].sources >= CHANGEABLE


@pytest.mark.parametrize("state", State)
def test_a_member_confirms_only_what_can_still_be_written(state: State) -> None:
    assert may_confirm(Part.ASKED, state) is (state in {State.DRAFT, State.TO_COMPLETE, State.POSTPONED})
    assert not any(may_confirm(part, state) for part in Part if part is not Part.ASKED)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("part", Part)
def test_a_member_who_counts_never_just_disappears_from_a_plan_that_was_sent(part: Part, state: State) -> None:
    then = after_leaving(part, state)
    if part in COUNTED and then is Part.LEFT:
        assert way(state) is Way.AT_ONCE
    if then is Part.LEAVING:
        assert part in COUNTED
    if state not in LIVE or part is Part.LEFT:
        assert then is None


@pytest.mark.parametrize("state", [State.AWAY, State.BACK, State.REPORTED])
def test_nobody_leaves_a_group_that_has_left(state: State) -> None:
    assert after_leaving(Part.CONFIRMED, state) is None
    assert not may_take_out(state)


def test_who_was_only_picked_sees_nothing() -> None:
    assert {Part.PICKED, Part.LEFT} == set(Part) - TOLD


def test_an_offer_is_answered_before_people_change() -> None:
    assert after_leaving(Part.CONFIRMED, State.OFFERED) is Part.LEAVING
    assert not may_take_out(State.OFFERED)
