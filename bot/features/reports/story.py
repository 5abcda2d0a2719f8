"""What the beneficiary tells of the stay: five taps and what was new. Never asked for twice, skippable throughout."""

from bot.domain.people import Refused
from bot.features.my_plan import pages as my_plan
from bot.features.reports import acts, report_context, routes
from bot.features.reports.views import Thanks
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.storage import stories
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine import flow
from conversations.engine.keyboard import column
from conversations.engine.screens import Screen
from conversations.engine.steps import Step
from conversations.evaluation import FEELINGS, STORY


@routes.STORY.on
def begin(tx: Tx, request: Request) -> Screen:
    """Ask the first question, or the one that comes next; home when there is nothing to tell."""
    plan = stories.to_tell(tx, request.person.id)
    if plan is None:
        return my_plan.home(tx, request)
    acts.keep_unfinished_faces(tx, request, plan)
    return prompting.resume(tx, request, acts.form_about(tx, request, STORY, plan))


def kept(tx: Tx, request: Request, form: Form) -> Screen:
    """Keep what was told, and show the faces of before and after."""
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    plan = report_context.own_plan(tx, request, form.row.subject_id)
    forms.close(tx, form)
    acts.keep_story(tx, request, plan, form.facts, form.row.answers)
    return Thanks(_compared(tx, request, plan)).page(column(HOME), status="")


def _compared(tx: Tx, request: Request, plan: PlanRow) -> list[tuple[Step, str, str]]:
    """Return the beneficiary's own faces of before and after, side by side."""
    story, steps = stories.of_person(tx, plan.id, request.person.id), flow.steps_by_name((FEELINGS,))
    return [
        (steps[scale], str(story.before[scale]), str(story.after[scale]))
        for scale in story.before
        if scale in story.after
    ]
