"""From answers to figures: who travels, what it costs, what the rules say, what aid to propose.

A cost or a resource that nobody knows yet is not in the budget; rules say "unknown" of it, never "no".
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from bot.domain.budget import (
    Budget,
    Cost,
    CostKind,
    Payment,
    Proposal,
    Resource,
    ResourceKind,
    Terms,
    pay,
    propose,
)
from bot.domain.figures import Area, Figures
from bot.domain.money import Cents
from bot.domain.programmes import Usual
from bot.domain.rules import Finding, Level
from bot.domain.travellers import Party
from conversations.engine.answers import Facts
from conversations.engine.dates import Span
from conversations.plan_context import PlanContext

COSTS: dict[str, CostKind] = {
    "lodging_price": CostKind.LODGING,
    "transport_price": CostKind.TRANSPORT,
    "food_price": CostKind.FOOD,
    "leisure_price": CostKind.LEISURE,
}
"""Each question about a price, and the cost it is."""

OTHER_AIDS = (
    ResourceKind.CAF, ResourceKind.VACAF, ResourceKind.TOWN, ResourceKind.DEPARTMENT, ResourceKind.EMPLOYER,
    ResourceKind.DONATION,
)  # fmt: skip
"""Other aids that may be ticked; each is then asked its amount."""

SATURDAY = 5

SCHOOL_AGES = range(3, 17)
"""Compulsory schooling in France: from 3 to 16 years."""


def party(facts: Facts) -> Party | None:
    """Who travels, or None while the adults are not counted."""
    adults = facts.value("adults")
    return None if adults is None else Party.around(households(facts), adults, facts.value("children") or ())


def households(facts: Facts) -> int:
    """Return how many households go together; 1 for any plan but a group's."""
    return facts.about(PlanContext).households


def nights(facts: Facts) -> int | None:
    """Nights away from home, or None while the dates are open."""
    span = facts.value("dates")
    return (span.end - span.start).days if isinstance(span, Span) else None


def budget(facts: Facts) -> Budget:
    """The costs and resources known so far."""
    costs = tuple(
        Cost(kind, facts.value(name), _takes_vouchers(kind, facts))
        for name, kind in COSTS.items()
        if facts.value(name) is not None
    )
    resources = [Resource(ResourceKind.OWN, facts.value("own_share"))] if facts.value("own_share") is not None else []
    for aid in facts.value("other_aids") or ():
        amount = facts.value(f"aid_amount.{aid}")
        if amount is not None:
            resources.append(Resource(ResourceKind(aid), amount))
    return Budget(costs, tuple(resources))


def _takes_vouchers(kind: CostKind, facts: Facts) -> bool | None:
    if kind is CostKind.LODGING and facts.value("vouchers") == "no":
        return False
    if kind is CostKind.TRANSPORT and facts.value("transport") in {"car", "shared_car"}:
        return False
    return None


def costed(facts: Facts) -> bool:
    """Whether every price is known, so that the budget may be judged."""
    return all(facts.value(name) is not None for name in COSTS)


def terms(facts: Facts) -> Terms:
    """The terms of the aid in the plan's call."""
    return facts.call.terms(party(facts)) if facts.call else Terms()


def proposal(facts: Facts) -> Proposal:
    """The aid to propose with what is known now."""
    return propose(budget(facts), terms(facts))


def payment(facts: Facts, aid: Cents | None = None) -> Payment:
    """How the plan is paid with `aid`, or with the aid proposed."""
    return pay(budget(facts), proposal(facts).aid if aid is None else aid)


def figures(facts: Facts) -> Figures:
    """What the rules look at."""
    span = facts.value("dates")
    known = budget(facts)
    earlier = facts.value("earlier_aids")
    ages = facts.value("children")
    vouchers = facts.value("vouchers")
    booking = facts.value("booking")
    return Figures(
        today=facts.today,
        asked_on=facts.asked_on,
        answered_on=facts.answered_on,
        departure=span.start if isinstance(span, Span) else None,
        homecoming=span.end if isinstance(span, Span) else None,
        party=party(facts),
        area=None if facts.value("area") is None else Area(facts.value("area")),
        quotient=facts.value("quotient"),
        cost=known.cost if costed(facts) else None,
        aid=proposal(facts).aid if costed(facts) else None,
        own_share=facts.value("own_share"),
        aids_this_year={"none": 0, "before": 0, "this_year": 1}.get(earlier or ""),
        aids_ever=0 if earlier == "none" else facts.value("aids_before"),
        disability=True if "wheelchair" in (facts.value("help") or ()) else None,
        pupils=None if ages is None else any(age in SCHOOL_AGES for age in ages),
        school_holidays=_without_school(facts),
        takes_vouchers={"yes": True, "no": False}.get(vouchers or ""),
        paid_in_full=None if booking is None else booking == "all_paid",
        reports_missing=facts.about(PlanContext).reports_missing,
    )


def _without_school(facts: Facts) -> bool | None:
    """Whether no child misses school for the stay; None while a day is not known, or its year not published."""
    span = facts.value("dates")
    if not isinstance(span, Span) or facts.off_school is None:
        return None
    known = [facts.off_school(day) for day in _school_week(span)]
    return False if False in known else None if None in known else True


def _school_week(span: Span) -> Iterator[date]:
    """The days of the stay on which there is school in a week of school."""
    days = (span.start + timedelta(days=number) for number in range((span.end - span.start).days + 1))
    return (day for day in days if day.weekday() < SATURDAY)


def findings(facts: Facts) -> tuple[Finding, ...]:
    """What each rule of the call says of the plan."""
    if facts.call is None:
        return ()
    found: tuple[Finding, ...] | None = facts.derived.get("findings")
    if found is None:
        found = facts.derived["findings"] = facts.call.check(figures(facts))
    return found


def at_level(level: Level, found: Iterable[Finding], *kinds: str) -> tuple[Finding, ...]:
    """The findings of a level, of these kinds of rule if any are named."""
    return tuple(finding for finding in found if finding.level is level and (not kinds or finding.kind in kinds))


def usual_amounts(facts: Facts, line: CostKind) -> tuple[int, ...]:
    """Amounts to propose for a cost instead of an empty field, from the call's data."""
    found: tuple[Usual, ...] = facts.call.programme.usual if facts.call else ()
    people = party(facts)
    return tuple(
        dict.fromkeys(
            usual.proposed(people.people if people else 1, nights(facts) or 1) for usual in found if usual.line is line
        )
    )
