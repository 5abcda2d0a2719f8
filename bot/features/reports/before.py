"""The faces of before: offered once, when a plan has just been sent and its author waits. They never delay anything."""

from dataclasses import replace

from bot.domain.people import Refused
from bot.domain.plans import State
from bot.features.my_plan import pages as my_plan
from bot.features.reports import report_context, routes
from bot.features.reports.trail import noted
from bot.features.reports.views import FacesKept
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.plan import access
from bot.storage import groups, sessions, stories
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine import flow
from conversations.engine.answers import Facts
from conversations.engine.keyboard import column
from conversations.engine.screens import Screen
from conversations.evaluation import FEELINGS, faces


@routes.SEND.on
def sent(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """The plan is sent, as ever; then, the first time and on her own telephone, the faces are offered below."""
    page = my_plan.send(tx, request, plan)
    if plan.state is not State.DRAFT or request.person.id != plan.beneficiary_id:
        return page
    return replace(page, then=report_context.offer(tx, request, access.need(tx, plan.id)))


@routes.FEELINGS.on
def begin(tx: Tx, request: Request) -> Screen:
    """The first face, or the one where she stopped. Raises Refused("not_now") once the stay has begun."""
    plan = _to_come(tx, request)
    if plan is None:
        raise Refused("not_found")
    report_context.may_begin(tx, plan, request.person.id)
    begun = sessions.open_about(tx, request.person.id, FEELINGS.name, plan.id)
    form = forms.begin(tx, request, FEELINGS, plan.id) if begun is None else forms.of_row(tx, request, begun)
    return prompting.resume(tx, request, form)


def _to_come(tx: Tx, request: Request) -> PlanRow | None:
    """The stay to come of which she has touched no face yet: her own, or a group's; else the one she looks at."""
    parts = [access.need(tx, each.plan_id) for each in groups.live_parts_of(tx, request.person.id)]
    known = [plan for plan in (my_plan.her_plan(tx, request), *parts) if plan is not None and not access.unsent(plan)]
    open_still = (plan for plan in known if report_context.may_touch(tx, plan, request.person.id))
    return next(open_still, None) or my_plan.her_stay(tx, request)


def kept(tx: Tx, request: Request, form: Form) -> Screen:
    """Her faces are kept, to be compared with those of after: by her alone, and in counts of many."""
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    plan = report_context.hers(tx, request, form.row.subject_id)
    sessions.close_form(tx, form.row.id)
    report_context.may_begin(tx, plan, request.person.id)
    stories.note(tx, plan.id, request.person.id, before=faces(form.facts))
    noted(tx, request, plan, "feelings_before")
    return FacesKept().page(column(HOME), status="")


def as_far_as_touched(tx: Tx, request: Request, plan_id: int) -> None:
    """Faces that she touched and did not finish before she left are kept as they are: nothing is asked again."""
    begun = sessions.open_about(tx, request.person.id, FEELINGS.name, plan_id)
    if begun is None:
        return
    sessions.close_form(tx, begun.id)
    touched = faces(Facts(request.moment.today, flow.load_answers(begun.answers, flow.steps_by_name((FEELINGS,)))))
    if touched and not stories.of_person(tx, plan_id, request.person.id).before:
        stories.note(tx, plan_id, request.person.id, before=touched)
