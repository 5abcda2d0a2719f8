"""From answers to figures: who travels, what it costs, what aid to propose.

A cost or a resource that nobody knows yet is not in the budget.
"""

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
)
from bot.domain.money import NOTHING, Cents
from bot.domain.programmes import Usual
from bot.domain.travellers import Party
from conversations.engine.answers import Facts
from conversations.engine.dates import Span
from conversations.lodging import hosted
from conversations.plan_context import PlanContext

COSTS: dict[str, CostKind] = {
    "lodging_price": CostKind.LODGING,
    "transport_price": CostKind.TRANSPORT,
    "food_price": CostKind.FOOD,
    "leisure_price": CostKind.LEISURE,
}
"""Each question about a price, and the cost it is."""

EXTRAS: dict[str, CostKind] = {
    "tourist_tax": CostKind.TOURIST_TAX,
    "insurance": CostKind.INSURANCE,
    "other": CostKind.OTHER,
}
"""Each further cost that may be ticked, and the cost it is; each is then asked its amount."""

GUARANTEE = "guarantee"
"""Ticked beside them: money that is left there and given back. It has to be in hand, and is no cost."""

OTHER_AIDS = tuple(kind for kind in ResourceKind if kind is not ResourceKind.OWN)
"""Other aids that may be ticked; each is then asked its amount."""


def party(facts: Facts) -> Party | None:
    """Return who travels, or None while the adults are not counted."""
    adults = facts.value("adults")
    if adults is None:
        return None
    return Party.around(households(facts), adults, facts.value("children") or (), companions(facts))


def companions(facts: Facts) -> int:
    """Return how many go along at work, as the referent says; 0 where nobody asked."""
    return facts.value("companions") or 0


def households(facts: Facts) -> int:
    """Return how many households go together; 1 for any plan but a group's."""
    return facts.about(PlanContext).households


def nights(facts: Facts) -> int | None:
    """Return nights away from home, or None while the dates are open."""
    span = facts.value("dates")
    return (span.end - span.start).days if isinstance(span, Span) else None


def prices(facts: Facts) -> tuple[str, ...]:
    """Return the questions about a price that this plan is asked: with family or friends a night has none."""
    return tuple(name for name, kind in COSTS.items() if kind is not CostKind.LODGING or not hosted(facts))


def budget(facts: Facts) -> Budget:
    """Return the costs and resources known so far."""
    costs = tuple(
        Cost(COSTS[name], facts.value(name), _takes_vouchers(COSTS[name], facts))
        for name in prices(facts)
        if facts.value(name) is not None
    )
    costs += tuple(
        Cost(EXTRAS[name], amount)
        for name in facts.value("other_costs") or ()
        if name in EXTRAS and (amount := facts.value(f"cost_amount.{name}")) is not None
    )
    resources = [Resource(ResourceKind.OWN, facts.value("own_share"))] if facts.value("own_share") is not None else []
    for aid in facts.value("other_aids") or ():
        amount = facts.value(f"aid_amount.{aid}")
        if amount is not None:
            name = facts.value("aid_name") or "" if aid == ResourceKind.OTHER else ""
            resources.append(Resource(ResourceKind(aid), amount, name))
    return Budget(costs, tuple(resources))


def guarantee(facts: Facts) -> Cents | None:
    """Return the money that is left at the lodging and given back; None where there is none, or nobody knows."""
    ticked = GUARANTEE in (facts.value("other_costs") or ())
    return facts.value(f"cost_amount.{GUARANTEE}") if ticked else None


def guarantee_by_card(facts: Facts) -> bool:
    """Return whether only a bank card is taken for it."""
    return guarantee(facts) is not None and facts.value("guarantee_by") == "card"


def _takes_vouchers(kind: CostKind, facts: Facts) -> bool | None:
    if kind is CostKind.LODGING and facts.value("vouchers") == "no":
        return False
    if kind is CostKind.TRANSPORT and facts.value("transport") in {"car", "shared_car"}:
        return False
    return None


def costed(facts: Facts) -> bool:
    """Return whether every price is known, so that the budget may be judged."""
    return all(facts.value(name) is not None for name in prices(facts))


def aids_ever(facts: Facts) -> int | None:
    """Return how many aids were received in all."""
    counted: int | None = 0 if facts.value("earlier_aids") == "none" else facts.value("aids_before")
    return counted


def terms(facts: Facts) -> Terms:
    """Return the terms of the aid in the plan's call."""
    return facts.call.terms(party(facts), aids_ever(facts)) if facts.call else Terms()


def proposal(facts: Facts) -> Proposal:
    """Return the aid to propose with what is known now."""
    return propose(budget(facts), terms(facts))


def payment(facts: Facts, aid: Cents | None = None) -> Payment:
    """Return how the plan is paid with `aid`; without it with what was granted, or else with the aid proposed."""
    given = facts.about(PlanContext).granted if aid is None else aid
    return pay(budget(facts), proposal(facts).aid if given is None else given, aid_form(facts))


def gap(facts: Facts) -> Cents:
    """Return the cost that nothing pays yet, once every price is known; what rounding to vouchers took off is none."""
    if not costed(facts):
        return NOTHING
    missing, proposed = payment(facts).missing, proposal(facts)
    rounding = proposed.decided_by is Term.LEFT and missing <= proposed.rounded_off
    return NOTHING if rounding else missing


def aid_form(facts: Facts) -> AidForm:
    """Return the form of the aid in the plan's call."""
    return facts.call.aid_form if facts.call else AidForm.VOUCHERS


def in_vouchers(facts: Facts) -> bool:
    """Return whether the aid comes in holiday vouchers: else nobody is asked whether a place takes them."""
    return aid_form(facts).in_vouchers


def reports_missing(facts: Facts) -> int | None:
    """Return how many reports of earlier stays the organisation owes; None where nobody counted them."""
    return facts.about(PlanContext).reports_missing


def usual_amounts(facts: Facts, line: CostKind) -> tuple[int, ...]:
    """Return amounts to propose for a cost instead of an empty field, from the call's data."""
    found: tuple[Usual, ...] = facts.call.programme.usual if facts.call else ()
    people = party(facts)
    return tuple(
        dict.fromkeys(
            usual.proposed(people.people if people else 1, nights(facts) or 1) for usual in found if usual.line is line
        )
    )
