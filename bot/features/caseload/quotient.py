"""A family quotient worked out by the referent, where there is no paper of the fund: this statement is the proof.

Four figures, then the quotient stands in the referent's part of the plan, and how it was found is kept.
"""

from dataclasses import dataclass

from bot.domain.people import Refused, Role
from bot.domain.quotient import Household, quotient
from bot.domain.rules import Finding, Level
from bot.features.caseload import acts, routes
from bot.features.caseload import person as pages
from bot.features.reviews import review
from bot.features.reviews import routes as review_routes
from bot.features.reviews.summary import Worked
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.storage import accompanying, people
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations import OWN_PART
from conversations.accompanying import QUOTIENT
from conversations.engine import flow
from conversations.engine.answers import Facts
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page, Screen
from conversations.rules import at_level, findings


@dataclass(frozen=True)
class Result(View, template="quotient/_result"):
    """What was found and how; `limit` is what the call's own limit says of it."""

    name: str
    quotient: int
    household: Household
    limit: list[Finding]


@routes.QUOTIENT.on
def begin(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Ask for the first figure. Raises Refused("not_now") once the plan is endorsed."""
    if plan.state not in acts.QUOTIENT_OPEN_IN:
        raise Refused("not_now")
    return prompting.resume(tx, request, forms.begin(tx, request, QUOTIENT, plan.id))


def worked_out(tx: Tx, request: Request, form: Form) -> Screen:
    """Keep the quotient that the four figures give, and show it. Raises Refused("not_now") for an endorsed plan."""
    plan = forms.finish(tx, request, form, Role.REFERENT)
    return result(tx, request, acts.keep_quotient(tx, request, plan, _household(form.facts)))


def _household(facts: Facts) -> Household:
    asked = ("taxable", "taken_off", "benefits", "dependants", "disabled")
    return Household(**{name: facts.value(name) for name in asked if facts.value(name) is not None})


def result(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Show what was found and how, what the call's limit says of it, and the way on."""
    known = how(tx, plan)
    if known is None:
        return pages.card(tx, request, plan)
    facts = plan_facts.facts_of(tx, request.moment, plan, request.person)
    limit = [each for level in (Level.WARN, Level.REFUSE) for each in at_level(level, findings(facts), "max_quotient")]
    name = people.by_id(tx, plan.beneficiary_id).name
    again = Button(Word("work_out_again"), routes.QUOTIENT.to(plan))
    return Result(name, known.quotient, known.household, limit).page(column(_way_on(plan, facts), again, HOME))


def _way_on(plan: PlanRow, facts: Facts) -> Button:
    """Return the way to the referent's part where the plan can be reviewed; else to the beneficiary's page."""
    if plan.state not in forms.OPEN_IN["o"]:
        return Button(Word("my_people"), routes.PERSON.to(plan.beneficiary_id), style="primary")
    left = [placed for placed in flow.path(OWN_PART, facts) if not flow.settled(placed.step, facts)]
    if left:
        return Button(Word("my_part", {"count": len(left)}), review_routes.PART.to(plan), style="primary")
    return Button(Word("open_card"), routes.CARD.to(plan), style="primary")


def how(tx: Tx, plan: PlanRow) -> Worked | None:
    """Return how the plan's quotient was worked out; None where it was not, or where another one was typed since."""
    kept = accompanying.figures_of(tx, plan.id)
    if kept is None:
        return None
    household = Household(**kept.figures)
    found = quotient(household)
    if plan.answers.get("quotient", {}).get("v") != found:
        return None
    return Worked(found, household, people.by_id(tx, kept.by_id).name)


@routes.WHOLE.on
def whole(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Show all there is to read and how the quotient was found; the beneficiary's page where the plan was not sent."""
    if access.unsent(plan):
        return pages.page(tx, request, plan.beneficiary_id)
    return review.whole(tx, request, plan, how(tx, plan))
