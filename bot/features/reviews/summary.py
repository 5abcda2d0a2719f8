"""Who, where, when, how much: the same lines on the referent's card, on the committee's and on a beneficiary's page."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.budget import Budget, Payment, Proposal
from bot.domain.corrections import Correction
from bot.domain.money import Cents
from bot.domain.people import Role
from bot.domain.plans import CHANGEABLE, State
from bot.domain.quotient import Household
from bot.domain.rules import Finding
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan import access, corrected
from bot.plan import facts as plan_facts
from bot.storage import people
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.answers import Facts
from conversations.engine.dates import Span
from conversations.engine.steps import Step
from conversations.lodging import provider
from conversations.reckoning import (
    budget,
    companions,
    costed,
    guarantee,
    guarantee_by_card,
    households,
    nights,
    payment,
    proposal,
)
from conversations.settling import conditions

Asked: TypeAlias = tuple[str, Step]
"""A section, and a question of it."""
Told: TypeAlias = tuple[str, Step, object]
"""The same, with the answer to it; None where there is none."""


def told(section: str, name: str, value: object) -> Told:
    """Return a question with the answer to it."""
    return section, plan_facts.STEPS[name], value


NO_PLACE, NO_LODGING = told("stay", "place", None), told("lodging", "lodging", None)


@dataclass(frozen=True, kw_only=True)
class Summary(View):
    """The lines about one plan; as they stand here, of a plan of which nothing may be told."""

    plan: PlanRow | None = None
    name: str = ""
    state: str = ""
    adults: int | None = None
    children: int = 0
    companions: int = 0
    households: int = 0
    place: Told = NO_PLACE
    lodging: Told = NO_LODGING
    provider: str = ""
    dates: Span | None = None
    nights: int | None = None
    budget: Budget | None = None
    proposal: Proposal | None = None
    payment: Payment | None = None
    guarantee: Cents | None = None
    by_card: bool = False
    complete: bool = False
    granted: int | None = None
    conditions: tuple[Finding, ...] = ()
    """Hard rules that nobody knows yet to be kept, of a plan that is endorsed and not over."""
    correction: Correction | None = None
    """The grant was wrong and is put right."""


def of_answers(facts: Facts) -> Summary:
    """Return what the answers alone say."""
    return Summary(
        adults=facts.value("adults"),
        children=len(facts.value("children") or ()),
        companions=companions(facts),
        place=told("stay", "place", facts.value("place")),
        lodging=told("lodging", "lodging", facts.value("lodging")),
        provider=provider(facts),
        dates=facts.value("dates"),
        nights=nights(facts),
        budget=budget(facts),
        proposal=proposal(facts),
        payment=payment(facts),
        guarantee=guarantee(facts),
        by_card=guarantee_by_card(facts),
        complete=costed(facts),
    )


def of_plan(tx: Tx, request: Request, plan: PlanRow, facts: Facts) -> Summary:
    """Return the lines about a plan; where protection asks for it, without name and place for the committee."""
    protected = bool(facts.call and facts.call.programme.discreet_default)
    accompanied = access.roles_towards(tx, request.person, plan) & {Role.REFERENT, Role.BENEFICIARY}
    hidden = protected and not accompanied
    answers = of_answers(facts).values
    known = {
        "plan": plan,
        "name": "" if hidden else people.by_id(tx, plan.beneficiary_id).name,
        "state": plan.state.value,
        "households": 0 if plan.households is None else households(facts),
        "granted": plan.granted_cents,
        "conditions": conditions(facts) if plan.state in {*CHANGEABLE, State.OFFERED} else (),
        "correction": corrected.correction_of(plan),
    }
    without = {"place": NO_PLACE, "provider": ""} if hidden else {}
    return Summary(**{**answers, **known, **without})


@dataclass(frozen=True)
class Worked:
    """How a quotient was worked out, and who did."""

    quotient: int
    household: Household
    by: str
