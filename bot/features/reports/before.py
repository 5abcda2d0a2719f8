"""The faces of before: offered once, when a plan has just been sent and its author waits. They never delay anything."""

from dataclasses import replace

from bot.domain.people import Refused
from bot.domain.plans import State
from bot.features.my_plan import pages as my_plan
from bot.features.reports import acts, report_context, routes
from bot.features.reports.views import FacesKept
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.plan import access
from bot.storage import groups
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import column
from conversations.engine.screens import Screen
from conversations.evaluation import FEELINGS, faces


@routes.SEND.on
def sent(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Send a plan; the first time, and on the beneficiary's own telephone, the faces are offered below."""
    page = my_plan.send(tx, request, plan)
    if plan.state is not State.DRAFT or request.person.id != plan.beneficiary_id:
        return page
    return replace(page, then=report_context.offer(tx, request, access.need(tx, plan.id)))


@routes.FEELINGS.on
def begin(tx: Tx, request: Request) -> Screen:
    """Ask for the first face, or the one that comes next. Raises Refused("not_now") once the stay has begun."""
    plan = _to_come(tx, request)
    if plan is None:
        raise Refused("not_found")
    report_context.may_begin(tx, plan, request.person.id)
    return prompting.resume(tx, request, acts.form_about(tx, request, FEELINGS, plan.id))


def _to_come(tx: Tx, request: Request) -> PlanRow | None:
    """Return the stay to come of which no face was touched yet, an own one or a group's; else the one at hand."""
    parts = [access.need(tx, each.plan_id) for each in groups.live_parts_of(tx, request.person.id)]
    known = [
        plan for plan in (access.own_plan(tx, request.person), *parts) if plan is not None and not access.unsent(plan)
    ]
    open_still = (plan for plan in known if report_context.may_touch(tx, plan, request.person.id))
    return next(open_still, None) or my_plan.own_stay(tx, request)


def kept(tx: Tx, request: Request, form: Form) -> Screen:
    """Keep the faces, to be compared with those of after: by the beneficiary alone, and in counts of many."""
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    plan = report_context.own_plan(tx, request, form.row.subject_id)
    forms.close(tx, form)
    acts.keep_faces(tx, request, plan, faces(form.facts))
    return FacesKept().page(column(HOME), status="")
