"""What the person tells of her stay: five taps and what was new. Never asked for twice, skippable throughout."""

from bot.domain.people import Refused, Role
from bot.services import journey, returns, sheets
from bot.services import people as membership
from bot.services.dialogue import Dialogue
from bot.services.reports import before
from bot.services.reports.trail import noted
from bot.services.scene import Visit
from bot.services.sheets import Sheet
from bot.storage import sessions, stories
from bot.storage.plans import PlanRow
from bot.storage.store import Tx
from conversations.engine import flow
from conversations.engine.board import column
from conversations.engine.screens import Page, Screen
from conversations.engine.steps import Step
from conversations.evaluation import FEELINGS, STORY, faces, quote


def begin(tx: Tx, visit: Visit, dialogue: Dialogue) -> Screen:
    """The first question, or the one where she stopped; her home when there is nothing to tell."""
    if not visit.person.has(Role.BENEFICIARY):
        raise Refused("not_for_you")
    plan = stories.to_tell(tx, visit.person.id)
    if plan is None:
        return journey.home(tx, visit)
    before.as_far_as_touched(tx, visit, plan)
    begun = sessions.open_about(tx, visit.person.id, STORY.name, plan)
    sheet = sheets.begin(tx, visit, STORY, plan) if begun is None else sheets.of_row(tx, visit, begun)
    return dialogue.resume(tx, visit, sheet)


def kept(tx: Tx, visit: Visit, sheet: Sheet) -> Screen:
    """What she told is kept, sealed; the sentence that may be quoted is kept beside it, without her name."""
    if sheet.row is None or sheet.row.subject_id is None:
        raise Refused("not_found")
    plan = returns.hers(tx, visit, sheet.row.subject_id)
    sessions.close_sheet(tx, sheet.row.id)
    if not returns.may_tell(tx, plan, visit.person.id):
        raise Refused("not_now")
    stories.note(
        tx,
        plan.id,
        visit.person.id,
        told_at=visit.now,
        answers=sheet.row.answers,
        after=faces(sheet.facts),
        quote=quote(sheet.facts),
    )
    noted(tx, visit, plan, "story_told")
    return Page("story/_thanks", {"lines": _compared(tx, visit, plan)}, column(membership.HOME), status="")


def _compared(tx: Tx, visit: Visit, plan: PlanRow) -> list[tuple[Step, str, str]]:
    """Her own faces of before and after, side by side: hers to see first."""
    story, steps = stories.of_person(tx, plan.id, visit.person.id), flow.steps_by_name((FEELINGS,))
    return [
        (steps[scale], str(story.before[scale]), str(story.after[scale]))
        for scale in story.before
        if scale in story.after
    ]


COMPLETIONS = {STORY.name: kept}
