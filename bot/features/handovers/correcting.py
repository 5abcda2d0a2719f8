"""A handover that was noted wrong: all of it on one screen, each line a tap away, and nothing else is asked again."""

from dataclasses import dataclass, replace

from bot.domain.handovers import Handover
from bot.domain.people import Refused
from bot.features.handovers import acts, pages, routes, said
from bot.interaction import edits, forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan import access
from bot.storage import handovers, people
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine import flow
from conversations.engine.answers import Given
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page, Screen
from conversations.engine.steps import Step
from conversations.handover import CORRECTION, makes_the_amount, on_paper


@dataclass(frozen=True)
class Ready(View, template="handover/_again"):
    """A handover before its correction is saved: each question with its answer, None where it was left out."""

    plan: PlanRow
    name: str
    lines: list[tuple[str, Step, object]]


def seen(tx: Tx, request: Request, handover_id: int) -> tuple[Handover, PlanRow]:
    """Return a handover and its plan to those who hand it over. Raises Refused("not_found")."""
    part = handovers.by_id(tx, handover_id)
    if part is None:
        raise Refused("not_found")
    return part, access.seen_by(tx, request.person, part.plan_id, *routes.HANDING)


@routes.CORRECT.on
def begin(tx: Tx, request: Request, plan: PlanRow, part: Handover) -> Screen:
    """Show what was noted, each line to be changed. Raises Refused("not_now") for what is confirmed."""
    held = handovers.of_plan(tx, plan.id)
    if held is None or not acts.may_correct(plan, held, part):
        raise Refused("not_now")
    answers = said.answers_of(part, request.moment.today)
    return prompting.resume(tx, request, forms.begin(tx, request, CORRECTION, part.id, answers))


def looked_over(tx: Tx, request: Request, form: Form) -> Screen:
    """Ask what follows from a changed line, then show all; notes that no longer make the amount are counted anew."""
    notes = form.facts.value("notes")
    if on_paper(form.facts) and notes is not None and makes_the_amount(notes, form.facts) is not None:
        kept = {name: answer for name, answer in form.facts.answers.items() if name != "notes"}
        form = forms.keep(tx, request, form, replace(form.facts, answers=kept))
    if flow.current(form.conversation, form.facts) is not None:
        return prompting.resume(tx, request, form)
    return _ready(tx, request, form)


def _ready(tx: Tx, request: Request, form: Form) -> Page:
    _, plan = seen(tx, request, _subject(form))
    found = [(p.section.name, p.step, form.facts.answers.get(p.step.id)) for p in flow.path(CORRECTION, form.facts)]
    lines = [(section, step, each.value if isinstance(each, Given) else None) for section, step, each in found]
    save = Button(Word("hand_save"), routes.SAVE.to(form, form.version), style="success")
    back = Button(Word("handover"), routes.HANDOVER.to(plan))
    view = Ready(plan, people.by_id(tx, plan.beneficiary_id).name, lines)
    return view.page(column(save, *edits.buttons(form), back, HOME))


def _subject(form: Form) -> int:
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    return form.row.subject_id


@routes.SAVE.on
def save(tx: Tx, request: Request, form: Form, version: int) -> Page:
    """Save a correction. Another version, or one that lacks something, is shown once more."""
    if flow.current(form.conversation, form.facts) is not None:
        raise Refused("not_complete")
    if version != form.version:
        return _ready(tx, request, form)
    part, plan = seen(tx, request, _subject(form))
    handed, receipt = said.handed(form.facts, part), said.receipt_seen(form.facts)
    acts.correct(tx, request, plan, part, handed, receipt=receipt)
    forms.close(tx, form)
    return pages.page(tx, request, plan)
