"""Who pays what: the aid proposed and its explanation, and how vouchers and cash cover the costs."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.aid import AidForm
from bot.domain.budget import (
    Budget,
    Cost,
    CostKind,
    Payment,
    Proposal,
    Resource,
    ResourceKind,
    Term,
    Terms,
    pay,
    propose,
    terms_of,
)
from bot.domain.limits import CapPerPerson, MaxShare, OwnShare
from bot.domain.money import Cents, Percent, euros, floor10
from bot.domain.travellers import Party
from conversations.rules.dates import Nights
from tests.domain.figures_of_a_week import AWA_AND_TWO_CHILDREN, proposed, sourced

AWAS_PLAN = Budget(
    costs=(
        Cost(CostKind.LODGING, euros(420)),
        Cost(CostKind.TRANSPORT, euros(180)),
        Cost(CostKind.LEISURE, euros(100)),
        Cost(CostKind.FOOD, euros(200)),
    ),
    resources=(Resource(ResourceKind.CAF, euros(150)), Resource(ResourceKind.OWN, euros(60))),
)
APV = Terms(rate=Percent(80), own_share_min=euros(30))
ELLES = [
    sourced(MaxShare(Percent(70)), id="share"),
    sourced(CapPerPerson(euros(300), euros(150), euros(150), euros(100)), id="caps"),
]


def test_the_aid_of_awas_plan_is_690_and_each_term_can_be_told() -> None:
    assert propose(AWAS_PLAN, APV) == Proposal(
        aid=euros(690),
        rate=Percent(80),
        by_rate=euros(720),
        by_caps=None,
        left=euros(690),
        decided_by=Term.LEFT,
        rounded_off=Cents(0),
        uncertain=(),
    )


def test_a_woman_and_two_children_with_elles_en_vacances_get_600_of_900() -> None:
    budget = Budget(costs=(Cost(CostKind.LODGING, euros(900)),))
    proposal = propose(budget, terms_of(ELLES, AWA_AND_TWO_CHILDREN))
    assert (proposal.aid, proposal.by_rate, proposal.by_caps) == (euros(600), euros(630), euros(600))
    assert proposal.decided_by is Term.CAPS


def test_while_nobody_knows_who_travels_the_caps_do_not_speak() -> None:
    proposal = propose(Budget(costs=(Cost(CostKind.LODGING, euros(900)),)), terms_of(ELLES, None))
    assert (proposal.aid, proposal.by_caps, proposal.decided_by) == (euros(630), None, Term.RATE)


def test_the_aid_is_rounded_down_to_whole_vouchers() -> None:
    budget = Budget(costs=(Cost(CostKind.LODGING, Cents(12_345)),))
    proposal = propose(budget, Terms(rate=Percent(80)))
    assert (proposal.by_rate, proposal.aid, proposal.rounded_off) == (Cents(9_876), euros(90), Cents(876))


def test_less_than_the_minimum_own_share_is_counted_as_the_minimum() -> None:
    budget = replace(AWAS_PLAN, resources=(Resource(ResourceKind.OWN, euros(10)),))
    proposal = propose(budget, Terms(own_share_min=euros(30)))
    assert proposal.left == euros(870)
    assert pay(budget, proposal.aid).missing == euros(20)


def test_an_empty_budget_and_one_already_paid_for_propose_nothing() -> None:
    paid = replace(AWAS_PLAN, resources=(Resource(ResourceKind.DONATION, euros(2_000)),))
    assert propose(Budget(), APV).aid == 0
    assert propose(paid, APV).aid == 0
    assert pay(paid, Cents(0)).surplus == euros(1_100)


def test_the_stricter_of_two_rules_counts_and_unconfirmed_ones_are_named() -> None:
    rules = [
        sourced(MaxShare(Percent(80)), id="funder"),
        proposed(MaxShare(Percent(70)), id="network"),
        sourced(OwnShare(euros(30)), id="own"),
        proposed(OwnShare(euros(50)), id="own_here"),
        proposed(Nights(4, 21), id="nights"),
    ]
    assert terms_of(rules, Party(1)) == Terms(Percent(70), None, euros(50), ("network", "own_here"))


def test_awas_plan_needs_200_euros_of_cash_and_lacks_nothing() -> None:
    payment = pay(AWAS_PLAN, euros(690))
    assert payment == Payment(
        aid=euros(690),
        useless_vouchers=Cents(0),
        cash_needed=euros(200),
        to_take=euros(210),
        cash=euros(210),
        cash_short=Cents(0),
        missing=Cents(0),
        surplus=Cents(0),
    )


def test_an_aid_that_vouchers_cannot_use_up_is_told() -> None:
    groceries = Budget(costs=(Cost(CostKind.LODGING, euros(300)), Cost(CostKind.FOOD, euros(300))))
    payment = pay(groceries, euros(480))
    assert (payment.useless_vouchers, payment.cash_short, payment.missing) == (euros(180), euros(300), euros(120))


@pytest.mark.parametrize("form", [form for form in AidForm if not form.in_vouchers])
def test_only_vouchers_part_the_costs_into_what_they_pay_and_what_needs_cash(form: AidForm) -> None:
    aid = euros(690)
    paid = pay(AWAS_PLAN, aid, form)
    assert (paid.cash_needed, paid.cash_short, paid.useless_vouchers) == (0, 0, 0)
    assert (paid.missing, paid.surplus) == (0, 0)
    assert pay(AWAS_PLAN, euros(600), form).missing == euros(90)


def test_fuel_needs_cash_and_a_restaurant_takes_vouchers() -> None:
    budget = Budget(
        costs=(
            Cost(CostKind.TRANSPORT, euros(40), vouchers=False),
            Cost(CostKind.FOOD, euros(60), vouchers=True),
        )
    )
    payment = pay(budget, Cents(0))
    assert payment.cash_needed == euros(40)
    assert pay(budget, euros(70)).useless_vouchers == euros(10)


def test_vacaf_goes_straight_to_the_campsite_and_leaves_less_room_for_vouchers() -> None:
    budget = replace(AWAS_PLAN, resources=(Resource(ResourceKind.VACAF, euros(150)),))
    payment = pay(budget, euros(690))
    assert (payment.cash, payment.useless_vouchers) == (0, euros(140))


def test_what_is_paid_straight_spares_cash_where_the_lodging_takes_no_vouchers() -> None:
    budget = Budget(
        costs=(Cost(CostKind.LODGING, euros(400), vouchers=False), Cost(CostKind.TRANSPORT, euros(100))),
        resources=(Resource(ResourceKind.VACAF, euros(450)),),
    )
    payment = pay(budget, Cents(0))
    assert payment.cash_needed == 0
    assert pay(budget, euros(60)).useless_vouchers == euros(10)


@pytest.mark.parametrize(("amount", "notes"), [(0, 0), (999, 0), (1_000, 1_000), (69_999, 69_000), (-1, 0)])
def test_vouchers_come_in_tens_of_euros(amount: int, notes: int) -> None:
    assert floor10(Cents(amount)) == notes


amounts = st.integers(0, 2_000_000).map(Cents)
budgets = st.builds(
    Budget,
    costs=st.lists(st.builds(Cost, st.sampled_from(CostKind), amounts, st.none() | st.booleans())).map(tuple),
    resources=st.lists(st.builds(Resource, st.sampled_from(ResourceKind), amounts)).map(tuple),
)
some_terms = st.builds(
    Terms, st.none() | st.integers(1, 100).map(Percent), st.none() | amounts, st.integers(0, 100_000).map(Cents)
)


@given(budgets, some_terms)
def test_the_aid_never_exceeds_a_term_and_is_the_largest_number_of_vouchers_that_does_not(
    budget: Budget, terms: Terms
) -> None:
    proposal = propose(budget, terms)
    bounds = [bound for bound in (proposal.by_rate, proposal.by_caps, proposal.left) if bound is not None]
    assert proposal.aid % 1_000 == 0
    assert 0 <= proposal.aid <= min(bounds) < proposal.aid + 1_000
    assert proposal.rounded_off == min(bounds) - proposal.aid


@given(budgets, some_terms)
def test_money_adds_up_to_the_cent(budget: Budget, terms: Terms) -> None:
    proposal = propose(budget, terms)
    payment = pay(budget, proposal.aid)
    assert budget.own + budget.others + payment.aid + payment.missing - payment.surplus == budget.cost
    assert not (payment.missing and payment.surplus)
    assert min(payment.cash_needed, payment.useless_vouchers, payment.cash_short) >= 0
    assert payment.cash_needed <= budget.cost


@given(budgets, some_terms)
def test_an_aid_never_makes_a_budget_exceed_its_cost(budget: Budget, terms: Terms) -> None:
    proposal = propose(budget, terms)
    assert proposal.aid == 0 or pay(budget, proposal.aid).surplus == 0
