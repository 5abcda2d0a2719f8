"""Rules about money: the income, what the aid pays, what the stay costs, what is put in."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.calls import Call
from bot.domain.figures import UNKNOWN, Verdict
from bot.domain.limits import CapPerPerson, MaxShare, OwnShare
from bot.domain.money import Cents
from bot.domain.travellers import Party
from conversations.engine.answers import Facts
from conversations.engine.steps import Step
from conversations.engine.widgets import Money, Number
from conversations.plan_context import PlanContext
from conversations.reckoning import COSTS, households, party
from conversations.rules.dates import not_under
from conversations.rules.feeds import aid, cost, days
from conversations.rules.kind import Kind, Told


def quotient(facts: Facts) -> Cents | None:
    """Return the family quotient, as the referent says it."""
    said: Cents | None = facts.value("quotient")
    return said


@dataclass(frozen=True, slots=True)
class MaxQuotient:
    """The family quotient stays below an amount. Nothing that a beneficiary changes can satisfy it."""

    kind: ClassVar[str] = "max_quotient"
    below: Cents

    def judge(self, quotient: Cents | None) -> Verdict:
        """Compare the quotient with the amount; equal to it is not below it, as ANCV writes it."""
        return UNKNOWN if quotient is None else Verdict(quotient < self.below, quotient)


MAX_QUOTIENT = Kind(
    limit=MaxQuotient,
    feeds=(quotient,),
    set_by={"below": Step("quotient_below", Money())},
    warns_after=("quotient",),
    told=Told.WHERE_IT_CHANGES,
)

MAX_SHARE = Kind(
    limit=MaxShare,
    feeds=(aid, cost),
    set_by={"percent": Step("percent", Number(low=1, high=100, offered=(40, 50, 70, 80)))},
    settled_by=tuple(COSTS),
)

CAP_PER_PERSON = Kind(
    limit=CapPerPerson,
    feeds=(aid, party),
    set_by={
        "helped": Step("cap_helped", Money()),
        "adult": Step("cap_adult", Money()),
        "child": Step("cap_child", Money()),
        "companion": Step("cap_companion", Money()),
    },
    settled_by=("adults", "companions", *COSTS),
)


def helps_companions(call: Call | None) -> bool:
    """Return whether a call helps those who go along at work, by a cap of their own."""
    limits = [rule.limit for rule in call.rules] if call is not None else []
    return any(isinstance(limit, CapPerPerson) and limit.companion > 0 for limit in limits)


def disability(facts: Facts) -> bool | None:
    """Return whether a traveller is ill or disabled: a wheelchair is asked for, or the referent says so."""
    if "wheelchair" in (facts.value("help") or ()):
        return True
    return {"yes": True, "no": False}.get(facts.value("supplement") or "")


@dataclass(frozen=True, slots=True)
class CostPerDay:
    """The cost stays under so much a person and a day; more where a traveller is disabled or ill."""

    kind: ClassVar[str] = "cost_per_day"
    most: Cents
    most_with_disability: Cents

    def judge(
        self,
        cost: Cents | None,
        party: Party | None,
        days: int | None,
        disability: bool | None,  # noqa: FBT001 - given by name
    ) -> Verdict:
        """Compare the cost a person and a day, rounded up to the cent, which is `actual`."""
        if cost is None or party is None or days is None:
            return UNKNOWN
        person_days = party.people * days
        if person_days <= 0:
            return UNKNOWN
        actual = Cents(-(-cost // person_days))
        if disability is None and self.most < actual <= self.most_with_disability:
            return Verdict(None, actual)
        most = self.most_with_disability if disability else self.most
        return Verdict(actual <= most, actual, {"max_cost": most * person_days})


COST_PER_DAY = Kind(
    limit=CostPerDay,
    feeds=(cost, party, days, disability),
    warns_after=("supplement",),
    set_by={
        "most": Step("cost_most", Money()),
        "most_with_disability": Step("cost_with_help", Money(checks=(not_under("cost_most"),))),
    },
    settled_by=("adults", "dates", *COSTS),
)


def own_share(facts: Facts) -> Cents | None:
    """Return what the beneficiary can put in; in a group the lowest share of a household, as each pays its own.

    Of a group that was summed up before shares were kept apart only the mean is known: the lowest is no higher.
    """
    shares = facts.about(PlanContext).shares
    if shares:
        return shares[0]
    said: Cents | None = facts.value("own_share")
    return None if said is None else Cents(said // max(1, households(facts)))


OWN_SHARE_MIN = Kind(
    limit=OwnShare,
    feeds=(own_share,),
    set_by={"least": Step("own_least", Money())},
    warns_after=("own_share",),
)
