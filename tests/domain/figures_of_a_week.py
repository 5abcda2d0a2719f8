"""A week of Awa's: the figures, rules and calls the specifications of the domain start from."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from inspect import signature
from typing import Any

from bot.domain.calls import Call
from bot.domain.figures import Area, Document
from bot.domain.limits import Limit
from bot.domain.money import euros
from bot.domain.programmes import PaidTo, Programme, Public, Report
from bot.domain.rules import Judge, Rule, Source, Stance, Strength
from bot.domain.travellers import Party

TODAY = date(2027, 3, 1)
AWA_AND_TWO_CHILDREN = Party(helped=1, children=2)

NOTHING_KNOWN: Mapping[str, Any] = {
    "departure": None, "homecoming": None, "nights": None, "days": None, "asked": TODAY, "answered": TODAY,
    "party": None, "area": None, "quotient": None, "cost": None, "aid": None, "own_share": None,
    "aids_this_year": None, "aids_ever": None, "disability": None, "pupils": None, "school_holidays": None,
    "takes_vouchers": None, "with_family": None, "paid_in_full": None, "reports_missing": None, "stays_until": None,
    "papers": dict.fromkeys(Document, False),
}  # fmt: skip
"""The figures that limits look at, by the names of what feeds them."""


def a_week(**changes: Any) -> Mapping[str, Any]:
    """Return what is known of a good week, with changes; nights and days follow from the dates."""
    known: dict[str, Any] = {
        **NOTHING_KNOWN, "departure": date(2027, 7, 10), "homecoming": date(2027, 7, 17),
        "party": AWA_AND_TWO_CHILDREN, "area": Area.FRANCE, "quotient": euros(520), "cost": euros(900),
        "aid": euros(690), "own_share": euros(60), "aids_this_year": 0, "aids_ever": 1, "disability": False,
        "pupils": True, "school_holidays": True, "takes_vouchers": True, "with_family": False,
        "paid_in_full": False, "reports_missing": 0, "papers": dict.fromkeys(Document, True),
        **changes,
    }  # fmt: skip
    if known["departure"] is not None and known["homecoming"] is not None:
        known["nights"] = (known["homecoming"] - known["departure"]).days
        known["days"] = known["nights"] + 1
    return known


A_WEEK = a_week()


def judging(figures: Mapping[str, Any]) -> Judge:
    """Judge each limit by the figures it looks at, as if these were got from the answers."""
    return lambda limit: limit.judge(**{name: figures[name] for name in signature(limit.judge).parameters})


def sourced(limit: Limit, *, id: str = "a_rule", stance: Stance = Stance.REFUSE) -> Rule:  # noqa: A002 - a rule's own word
    return Rule(id, limit, Source("Unapei 30", 2025, Strength.SOURCED), stance)


def proposed(limit: Limit, *, id: str = "a_rule") -> Rule:  # noqa: A002 - a rule's own word
    return Rule(id, limit, Source("Proposition", None, Strength.PROPOSAL))


def programme(*rules: Rule) -> Programme:
    return Programme(
        key="tilleuls",
        title="Aides aux projets vacances",
        neutral="Séjour",
        year=2027,
        public=Public.SUPPORTED,
        discreet_default=False,
        contact="La tête de réseau",
        paid_to=PaidTo.REFERENT,
        committee=True,
        report=Report(required=True, family_scale=True),
        documents=(),
        skipped=frozenset({"equipment"}),
        regions=(),
        rules=rules,
        usual=(),
    )


SUMMER = Call(
    id=7,
    network="Réseau des Tilleuls",
    programme=programme(),
    name="demandes d'été 2027",
    people_by=date(2027, 6, 1),
    closes_at=datetime(2027, 6, 15, 21, 59, tzinfo=UTC),
    stay_from=date(2027, 7, 1),
    stay_until=date(2027, 8, 31),
    places=40,
    envelope=euros(20_000),
    with_committee=True,
)


def summer_with(*rules: Rule) -> Call:
    return replace(SUMMER, programme=programme(*rules))
