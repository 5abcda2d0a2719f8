"""From answers to figures: what nobody knows yet is not in the budget, and rules say "unknown" of it, never "no"."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.aid import AidForm
from bot.domain.budget import Budget, CostKind, ResourceKind, Term, Terms
from bot.domain.limits import AmountByRank, Limit, MaxShare, OwnShare, TakesVouchers
from bot.domain.money import Cents, Percent, euros
from bot.domain.programmes import Per, Usual, UsualName
from bot.domain.rules import Level
from bot.domain.travellers import Party
from conversations import PLAN
from conversations.engine import flow
from conversations.engine.answers import Facts
from conversations.engine.dates import Span
from conversations.engine.steps import Need
from conversations.plan_context import PlanContext
from conversations.reckoning import (
    GUARANTEE,
    budget,
    costed,
    guarantee,
    guarantee_by_card,
    nights,
    party,
    payment,
    proposal,
    terms,
    usual_amounts,
)
from conversations.rules import FEEDS, at_level, findings
from conversations.rules.dates import LeadDays
from conversations.rules.earlier import FrequencyPerYear
from conversations.rules.money import MaxQuotient
from conversations.rules.place import NotPaidInFull
from tests.conversations.talk import NOTHING_SAID, facts
from tests.domain.figures_of_a_week import SUMMER, proposed, sourced, summer_with

A_WEEK = Span(date(2027, 7, 10), date(2027, 7, 17))
PRICES = {
    "lodging_price": euros(420), "transport_price": euros(180), "food_price": euros(200), "leisure_price": euros(100),
}  # fmt: skip
AWA = facts(
    adults=1, children=(6, 8, 11), dates=A_WEEK, own_share=euros(60), transport="train", vouchers="yes", **PRICES
)


def known(**answers: Any) -> Facts:
    return replace(AWA, answers={**AWA.answers, **facts(**answers).answers})


def test_a_mother_alone_with_three_children_is_four_people() -> None:
    assert party(AWA) == Party(helped=1, children=3)
    assert party(facts(adults=2)) == Party(helped=1, adults=1)
    assert party(NOTHING_SAID) is None


def test_nights_are_counted_once_the_dates_are_chosen() -> None:
    assert nights(AWA) == 7
    assert nights(NOTHING_SAID) is None


def test_what_is_not_known_is_not_in_the_budget() -> None:
    assert budget(NOTHING_SAID) == Budget()
    assert not costed(facts(lodging_price=euros(420)))
    assert costed(AWA)
    assert budget(AWA).cost == euros(900)
    assert budget(AWA).own == euros(60)


def test_a_price_of_nothing_is_known() -> None:
    assert costed(known(leisure_price=0))


def test_with_family_or_friends_a_night_costs_nothing_and_a_price_given_before_is_forgotten() -> None:
    at_home = known(lodging="family")
    assert budget(at_home).cost == euros(480)
    assert costed(facts(lodging="family", **{name: price for name, price in PRICES.items() if name != "lodging_price"}))


def test_what_was_endorsed_with_a_price_for_family_or_friends_keeps_it() -> None:
    assert budget(replace(known(lodging="family"), asked_on=date(2027, 3, 1))).cost == euros(900)


def test_an_aid_that_was_ticked_counts_once_its_amount_is_known() -> None:
    ticked = known(other_aids=("vacaf", "town"), **{"aid_amount.vacaf": euros(150), "aid_amount.caf": euros(99)})
    assert budget(ticked).others == euros(150)
    assert [resource.kind for resource in budget(ticked).resources] == [ResourceKind.OWN, ResourceKind.VACAF]


def test_another_aid_keeps_its_name() -> None:
    ticked = {"aid_amount.other": euros(40), "aid_amount.region": euros(50), "aid_name": "Lions Club"}
    names = [(each.kind, each.name) for each in budget(known(other_aids=("region", "other"), **ticked)).resources]
    assert names[1:] == [(ResourceKind.REGION, ""), (ResourceKind.OTHER, "Lions Club")]


def test_further_costs_count_once_their_amount_is_known() -> None:
    amounts = {"cost_amount.tourist_tax": euros(10), "cost_amount.insurance": euros(30)}
    ticked = known(other_costs=("tourist_tax", "insurance", "other"), **amounts)
    assert budget(ticked).cost == euros(940)
    [tax, insurance] = budget(ticked).costs[-2:]
    assert (tax.kind, tax.takes_vouchers) == (CostKind.TOURIST_TAX, False)
    assert (insurance.kind, insurance.takes_vouchers) == (CostKind.INSURANCE, True)
    assert budget(known(other_costs=("insurance",), **amounts)).cost == euros(930), "what is unticked is forgotten"


def test_money_left_there_and_given_back_is_no_cost() -> None:
    left = known(other_costs=(GUARANTEE,), guarantee_by="card", **{f"cost_amount.{GUARANTEE}": euros(300)})
    assert budget(left).cost == euros(900)
    assert guarantee(left) == euros(300)
    assert guarantee_by_card(left)
    unticked = known(other_costs=(), guarantee_by="card", **{f"cost_amount.{GUARANTEE}": euros(300)})
    assert guarantee(unticked) is None
    assert not guarantee_by_card(unticked)


@pytest.mark.parametrize(
    ("answers", "in_cash"),
    [
        ({}, []),
        ({"vouchers": "no"}, [CostKind.LODGING]),
        ({"vouchers": "to_check"}, []),
        ({"transport": "car"}, [CostKind.TRANSPORT]),
        ({"transport": "shared_car"}, [CostKind.TRANSPORT]),
    ],
)
def test_what_vouchers_cannot_pay_needs_cash(answers: dict[str, Any], in_cash: list[CostKind]) -> None:
    cash = {cost.kind for cost in budget(known(**answers)).costs if not cost.takes_vouchers}
    assert cash - {CostKind.FOOD} == set(in_cash)


def test_the_aid_follows_the_rate_of_the_call_and_what_is_left_to_find() -> None:
    call = summer_with(sourced(MaxShare(Percent(80))))
    asked = replace(AWA, call=call)
    assert terms(asked).rate == 80
    assert terms(AWA) == Terms()
    assert proposal(asked).aid == euros(720)
    assert proposal(AWA).aid == euros(840)
    assert payment(asked).aid == proposal(asked).aid
    assert payment(asked, euros(100)).aid == euros(100)


def test_rules_say_unknown_of_what_nobody_knows() -> None:
    rules: tuple[Limit, ...] = (
        MaxQuotient(euros(900)),
        FrequencyPerYear(1),
        LeadDays(60),
        TakesVouchers(),
        NotPaidInFull(),
    )
    call = summer_with(*(sourced(limit, id=f"rule_{n}") for n, limit in enumerate(rules)))
    found = findings(replace(NOTHING_SAID, call=call))
    unknown = {finding.rule for finding in at_level(Level.UNKNOWN, found)}
    assert {f"rule_{n}" for n in range(len(rules))} <= unknown
    assert at_level(Level.REFUSE, found) == ()
    assert findings(NOTHING_SAID) == ()


def test_where_the_aid_is_no_voucher_nobody_is_asked_whether_a_place_takes_them_and_no_rule_says_so() -> None:
    summer = summer_with(sourced(TakesVouchers(), id="takes"), sourced(FrequencyPerYear(1), id="yearly"))
    for form in AidForm:
        there = replace(NOTHING_SAID, call=replace(summer, aid_form=form))
        asked = "vouchers" in {placed.step.name for placed in flow.path(PLAN, there, {Need.ENDORSE})}
        judged = "takes" in {finding.rule for finding in findings(there)}
        assert (asked, judged) == (form is AidForm.VOUCHERS, form is AidForm.VOUCHERS)
        assert payment(replace(known(vouchers="no"), call=there.call)).cash_needed == (
            euros(620) if form is AidForm.VOUCHERS else 0
        )
    passed_on = replace(summer.programme, aid_form=AidForm.TRANSFER, rules=(proposed(TakesVouchers(), id="takes"),))
    assert passed_on.unconfirmed(2027) == (), "a coordinator answers for no rule that means nothing"


def test_family_and_friends_take_no_vouchers_and_no_money_and_no_rule_says_so_of_them() -> None:
    call = summer_with(sourced(TakesVouchers(), id="vouchers"), sourced(NotPaidInFull(), id="paid"))
    answers = {"vouchers": "no", "booking": "all_paid"}
    broken, beside = (
        {f.rule: f.level for f in findings(replace(known(lodging=lodging, **answers), call=call))}
        for lodging in ("campsite", "family")
    )
    assert (broken["vouchers"], broken["paid"]) == (Level.REFUSE, Level.REFUSE)
    assert (beside["vouchers"], beside["paid"]) == (Level.NOT_APPLICABLE, Level.NOT_APPLICABLE)


def test_findings_are_picked_by_level_and_kind() -> None:
    call = summer_with(sourced(MaxQuotient(euros(900)), id="quotient"), sourced(FrequencyPerYear(1), id="yearly"))
    found = findings(replace(known(quotient=euros(1_000), earlier_aids="this_year"), call=call))
    assert [finding.rule for finding in at_level(Level.REFUSE, found)] == ["quotient", "yearly"]
    assert [finding.rule for finding in at_level(Level.REFUSE, found, "max_quotient")] == ["quotient"]


@pytest.mark.parametrize(
    ("answers", "name", "value"),
    [
        ({"earlier_aids": "none"}, "aids_this_year", 0), ({"earlier_aids": "none"}, "aids_ever", 0),
        ({"earlier_aids": "before"}, "aids_this_year", 0), ({"earlier_aids": "before"}, "aids_ever", None),
        ({"earlier_aids": "not_this_year"}, "aids_this_year", 0),
        ({"earlier_aids": "not_this_year"}, "aids_ever", None),
        ({"earlier_aids": "this_year"}, "aids_this_year", 1), ({}, "aids_this_year", None),
        ({"supplement": "yes"}, "disability", True), ({"supplement": "no"}, "disability", False),
        ({"help": ("wheelchair",)}, "disability", True), ({"help": ()}, "disability", None), ({}, "disability", None),
        ({}, "pupils", True), ({"children": (1, 2)}, "pupils", False), ({"children": (17,)}, "pupils", False),
        ({"children": (3,)}, "pupils", True), ({"children": (16,)}, "pupils", True),
        ({"vouchers": "no"}, "takes_vouchers", False), ({"vouchers": "to_check"}, "takes_vouchers", None),
        ({"booking": "all_paid"}, "paid_in_full", True), ({"booking": "part_paid"}, "paid_in_full", False),
        ({}, "paid_in_full", None), ({"quotient": 61_200}, "quotient", 61_200), ({}, "cost", euros(700) + euros(200)),
        ({}, "departure", A_WEEK.start), ({}, "homecoming", A_WEEK.end),
    ],
)  # fmt: skip
def test_what_the_rules_look_at(answers: dict[str, Any], name: str, value: Any) -> None:
    assert FEEDS[name](known(**answers)) == value


@pytest.mark.parametrize(
    ("shares", "together", "level"),
    [((3,) * 10, 30, Level.REFUSE), ((3, 57), 60, Level.REFUSE), ((30, 40), 70, Level.OK), ((), 30, Level.REFUSE)],
    ids=["ten times three", "one pays for another", "each pays", "summed up before shares were kept apart"],
)
def test_each_household_of_a_group_puts_in_the_least(shares: tuple[int, ...], together: int, level: Level) -> None:
    group = PlanContext(households=len(shares) or 2, shares=tuple(map(euros, shares)))
    call = summer_with(sourced(OwnShare(euros(30))))
    found = findings(replace(known(own_share=euros(together)), call=call, context=group))
    assert found[0].level is level


def test_the_aid_leaves_each_household_the_least_to_pay() -> None:
    call = summer_with(sourced(OwnShare(euros(30))))
    asked = replace(known(own_share=0), call=call)
    two = replace(asked, context=PlanContext(households=2))
    assert (proposal(asked).left, proposal(two).left) == (euros(870), euros(840))


@pytest.mark.parametrize(
    ("answers", "aid"),
    [({}, 400), ({"earlier_aids": "none"}, 400), ({"earlier_aids": "before", "aids_before": 1}, 300),
     ({"earlier_aids": "this_year", "aids_before": 5}, 200)],
)  # fmt: skip
def test_an_aid_is_the_smaller_the_more_there_were_before(answers: dict[str, Any], aid: int) -> None:
    call = summer_with(sourced(AmountByRank(euros(400), euros(300), euros(200))))
    given = proposal(replace(known(**answers), call=call))
    assert (given.aid, given.decided_by) == (euros(aid), Term.RANK)


def test_of_nothing_nothing_is_known() -> None:
    nothing = {name: feed(NOTHING_SAID) for name, feed in FEEDS.items()}
    assert {name for name, known in nothing.items() if known is not None} == {"asked", "answered", "papers"}


def test_usual_amounts_are_for_the_plans_people_and_nights() -> None:
    source = sourced(NotPaidInFull()).source
    usual = (
        Usual(UsualName.TRAIN_RETURN, CostKind.TRANSPORT, euros(60), Per.PERSON, source),
        Usual(UsualName.COACH_RETURN, CostKind.TRANSPORT, euros(60), Per.PERSON, source),
        Usual(UsualName.HOTEL_NIGHT, CostKind.LODGING, Cents(5_000), Per.NIGHT, source),
    )
    call = replace(SUMMER, programme=replace(SUMMER.programme, usual=usual))
    assert usual_amounts(replace(AWA, call=call), CostKind.TRANSPORT) == (euros(240),)
    assert usual_amounts(replace(AWA, call=call), CostKind.LODGING) == (euros(350),)
    assert usual_amounts(replace(NOTHING_SAID, call=call), CostKind.LODGING) == (euros(50),)
    assert usual_amounts(AWA, CostKind.LODGING) == ()
