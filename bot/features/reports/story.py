"""What the person tells of her stay: five taps and what was new. Never asked for twice, skippable throughout."""

from bot.domain.people import Refused
from bot.features.my_plan import pages as my_plan
from bot.features.reports import before, report_context, routes
from bot.features.reports.trail import noted
from bot.features.reports.views import Thanks
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.storage import sessions, stories
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine import flow
from conversations.engine.keyboard import column
from conversations.engine.screens import Screen
from conversations.engine.steps import Step
from conversations.evaluation import FEELINGS, STORY, faces, quote


@routes.STORY.on
def begin(tx: Tx, request: Request) -> Screen:
    """The first question, or the one where she stopped; her home when there is nothing to tell."""
    plan = stories.to_tell(tx, request.person.id)
    if plan is None:
        return my_plan.home(tx, request)
    before.as_far_as_touched(tx, request, plan)
    begun = sessions.open_about(tx, request.person.id, STORY.name, plan)
    form = forms.begin(tx, request, STORY, plan) if begun is None else forms.of_row(tx, request, begun)
    return prompting.resume(tx, request, form)


def kept(tx: Tx, request: Request, form: Form) -> Screen:
    """What she told is kept, sealed; the sentence that may be quoted is kept beside it, without her name."""
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    plan = report_context.hers(tx, request, form.row.subject_id)
    sessions.close_form(tx, form.row.id)
    if not report_context.may_tell(tx, plan, request.person.id):
        raise Refused("not_now")
    stories.note(
        tx,
        plan.id,
        request.person.id,
        told_at=request.now,
        answers=form.row.answers,
        after=faces(form.facts),
        quote=quote(form.facts),
    )
    noted(tx, request, plan, "story_told")
    return Thanks(_compared(tx, request, plan)).page(column(HOME), status="")


def _compared(tx: Tx, request: Request, plan: PlanRow) -> list[tuple[Step, str, str]]:
    """Her own faces of before and after, side by side: hers to see first."""
    story, steps = stories.of_person(tx, plan.id, request.person.id), flow.steps_by_name((FEELINGS,))
    return [
        (steps[scale], str(story.before[scale]), str(story.after[scale]))
        for scale in story.before
        if scale in story.after
    ]
