"""What the person can put in (required to send), and the figures that an endorsement needs.

The figures are filled in by the person, by the referent, or by both.
"""

from collections.abc import Callable

from bot.domain.budget import ResourceKind
from bot.domain.figures import Area
from bot.domain.money import Cents
from bot.domain.rules import Level
from conversations.engine.answers import Facts
from conversations.engine.choices import Choice, Many
from conversations.engine.keyboard import Problem
from conversations.engine.steps import Need, Repeat, Section, Step
from conversations.engine.widgets import Money, Text
from conversations.lodging import hosted, paid
from conversations.papers import Paper
from conversations.reckoning import COSTS, EXTRAS, GUARANTEE, OTHER_AIDS, in_vouchers, terms, usual_amounts
from conversations.rules import at_level, findings
from conversations.rules.place import InAreas


def usual_share(facts: Facts) -> tuple[int, ...]:
    """Propose own shares to tap: a few round amounts, from what the call asks at least."""
    least = terms(facts).own_share_min
    return tuple(cents for cents in (0, 3_000, 5_000, 6_000, 10_000, 15_000) if cents >= least)


def has_deposit(facts: Facts) -> bool:
    """Return whether there is a deposit to pay before leaving."""
    return bool(facts.value("deposit")) and not hosted(facts)


def bill_in_vouchers(facts: Facts) -> bool:
    """Return whether there is a bill for the nights, and vouchers to pay it with."""
    return paid(facts) and in_vouchers(facts)


def other_aids(facts: Facts) -> tuple[str, ...]:
    """Return the other aids that were ticked, one amount to ask for each."""
    return tuple(facts.value("other_aids") or ())


def another_aid(facts: Facts) -> bool:
    """Return whether another aid is ticked, which has to be named."""
    return ResourceKind.OTHER in other_aids(facts)


def more_costs(facts: Facts) -> tuple[str, ...]:
    """Return what else may have to be paid: with family and friends there is no tax on a night, and no guarantee."""
    of_lodging = {"tourist_tax", GUARANTEE} if hosted(facts) else frozenset()
    return tuple(name for name in (*EXTRAS, GUARANTEE) if name not in of_lodging)


def ticked_costs(facts: Facts) -> tuple[str, ...]:
    """Return the further costs that were ticked, one amount to ask for each."""
    offered = more_costs(facts)
    return tuple(name for name in facts.value("other_costs") or () if name in offered)


def has_guarantee(facts: Facts) -> bool:
    """Return whether money is left at the lodging."""
    return GUARANTEE in ticked_costs(facts)


def costs_matter(facts: Facts) -> bool:
    """Return whether further costs are asked: of a plan that was endorsed before anybody asked, they are not."""
    return facts.asked_on is None or "other_costs" in facts.answers


def share_allowed(share: Cents, facts: Facts) -> Problem | None:
    """Refuse less than the call's confirmed rule asks; the problem names the rule and the amount."""
    supposed = facts.supposing("own_share", share)
    for finding in at_level(Level.REFUSE, findings(supposed), "own_share_min"):
        said = {"least": finding.satisfies["min_own_share"], "whose": finding.whose, "year": finding.year}
        said |= {"call": finding.call, "added_on": finding.added_on, "actual": share}
        return Problem("too_little", said)
    return None


def area_matters(facts: Facts) -> bool:
    """Return whether a rule of the call says in which countries the stay may take place; elsewhere nobody is asked.

    Nor is it asked of a plan that was endorsed before anybody was: what holds for it was decided without.
    """
    judged = facts.asked_on is not None and "area" not in facts.answers
    return not judged and facts.call is not None and any(isinstance(rule.limit, InAreas) for rule in facts.call.rules)


def usual(name: str) -> Callable[[Facts], tuple[int, ...]]:
    """Return the usual amounts for the price that the question `name` asks."""
    return lambda facts: usual_amounts(facts, COSTS[name])


def no_deposit(_facts: Facts) -> tuple[int, ...]:
    """Propose nothing to pay in advance: the amount most lodgings of a partner ask."""
    return (0,)


SHARE = Section(
    "share",
    (
        Step(
            "own_share",
            Money(usual=usual_share, high=500_000, checks=(share_allowed,)),
            required=Need.SEND,
            per_household=True,
        ),
    ),
)

FIGURES = Section(
    "figures",
    (
        Step("provider", Text(limit=120), when=paid, required=Need.ENDORSE, next_year=True),
        Step("area", Choice(options=tuple(Area)), when=area_matters, required=Need.ENDORSE, next_year=True),
        Step("lodging_price", Money(usual=usual("lodging_price")), when=paid, required=Need.ENDORSE),
        Step("quote", Paper(), when=paid),
        Step("vouchers", Choice(options=("yes", "no", "to_check")), when=bill_in_vouchers, required=Need.ENDORSE),
        Step(
            "booking",
            Choice(options=("nothing", "option", "booked", "part_paid", "all_paid")),
            when=paid,
            required=Need.ENDORSE,
        ),
        Step("transport_price", Money(usual=usual("transport_price")), required=Need.ENDORSE),
        Step("food_price", Money(usual=usual("food_price")), required=Need.ENDORSE),
        Step("leisure_price", Money(usual=usual("leisure_price")), required=Need.ENDORSE),
        Step(
            "other_aids",
            Many(options=tuple(aid.value for aid in OTHER_AIDS), none=True),
            required=Need.ENDORSE,
        ),
        Step("aid_name", Text(limit=60), when=another_aid, required=Need.ENDORSE, counts=False),
        Repeat((Step("aid_amount", Money(high=500_000), required=Need.ENDORSE),), other_aids),
        Step("deposit", Money(usual=no_deposit), when=paid, required=Need.ENDORSE),
        Step(
            "deposit_by",
            Choice(options=("person", "organisation", "waits")),
            when=has_deposit,
            required=Need.ENDORSE,
        ),
        Step("other_costs", Many(options=more_costs, none=True), when=costs_matter, required=Need.ENDORSE),
        Repeat((Step("cost_amount", Money(high=500_000), required=Need.ENDORSE),), ticked_costs),
        Step(
            "guarantee_by",
            Choice(options=("card", "without", "to_ask")),
            when=has_guarantee,
            required=Need.ENDORSE,
            counts=False,
        ),
    ),
    need=Need.ENDORSE,
)
