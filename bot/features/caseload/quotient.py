"""A family quotient worked out by the referent, where there is no paper of the fund: her statement is the proof.

Four figures, then the quotient stands in her part of the plan, and how it was found is kept for whoever asks her.
"""

from dataclasses import asdict, dataclass

from bot.domain.people import Refused, Role
from bot.domain.quotient import Household, quotient
from bot.domain.rules import Finding, Level
from bot.features.caseload import person as pages
from bot.features.caseload import routes
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
from bot.storage import accompanying, audit, people, plans
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations import OWN_PART
from conversations.accompanying import QUOTIENT
from conversations.engine import flow
from conversations.engine.answers import Facts
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page, Screen
from conversations.reckoning import at_level, findings

OPEN_IN = forms.OPEN_IN["e"]
"""Until the plan is endorsed the quotient may be worked out, and worked out again."""


@dataclass(frozen=True)
class Result(View, template="quotient/_result"):
    """What was found and how; `limit` is what the call's own limit says of it."""

    name: str
    quotient: int
    household: Household
    limit: list[Finding]


@routes.QUOTIENT.on
def begin(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """The first figure. Raises Refused("not_now") once the plan is endorsed."""
    if plan.state not in OPEN_IN:
        raise Refused("not_now")
    return prompting.resume(tx, request, forms.begin(tx, request, QUOTIENT, plan.id))


def worked_out(tx: Tx, request: Request, form: Form) -> Screen:
    """The quotient is found, written into her part, and how it was found is kept."""
    plan = forms.finish(tx, request, form, Role.REFERENT)
    if plan.state not in OPEN_IN:
        raise Refused("not_now")
    household = _household(form.facts)
    found = quotient(household)
    own = {name: {"v": value, "by": request.person.id} for name, value in (("quotient", found), ("proof", "referent"))}
    plans.save(tx, plan, request.now, answers={**plan.answers, **own})
    accompanying.keep_figures(tx, plan.id, asdict(household), request.person.id, request.now)
    by_her = {"proof": "referent"}
    trail = f"plan:{plan.id}"
    audit.append(tx, trail, request.now, request.person.id, "quotient", None, by_her, row_key=plan.trail_key)
    return result(tx, request, access.need(tx, plan.id))


def _household(facts: Facts) -> Household:
    return Household(**{name: facts.value(name) for name in ("taxable", "taken_off", "benefits", "dependants")})


def result(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """What was found and how, what the call's limit says of it, and the way on."""
    known = how(tx, plan)
    if known is None:
        return pages.card(tx, request, plan)
    facts = plan_facts.facts_of(tx, request.moment, plan, request.person)
    limit = [each for level in (Level.WARN, Level.REFUSE) for each in at_level(level, findings(facts), "max_quotient")]
    name = people.by_id(tx, plan.beneficiary_id).name
    again = Button(Word("work_out_again"), routes.QUOTIENT.to(plan))
    return Result(name, known.quotient, known.household, limit).page(column(_way_on(plan, facts), again, HOME))


def _way_on(plan: PlanRow, facts: Facts) -> Button:
    """Her part goes on where the plan can be reviewed; else the person's page."""
    if plan.state not in forms.OPEN_IN["o"]:
        return Button(Word("my_people"), routes.PERSON.to(plan.beneficiary_id), style="primary")
    left = [placed for placed in flow.path(OWN_PART, facts) if not flow.settled(placed.step, facts)]
    if left:
        return Button(Word("my_part", {"count": len(left)}), review_routes.PART.to(plan), style="primary")
    return Button(Word("open_card"), routes.CARD.to(plan), style="primary")


def how(tx: Tx, plan: PlanRow) -> Worked | None:
    """How the plan's quotient was worked out; None where it was not, or where another one was typed since."""
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
    """Everything there is to read, and how the quotient was worked out; of a plan that was not sent only her page."""
    if access.unsent(plan):
        return pages.page(tx, request, plan.beneficiary_id)
    return review.whole(tx, request, plan, how(tx, plan))
