"""What is done around a stay: faces and stories kept, reports given, plans closed, an organisation let pass."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.domain.ids import OrganisationId
from bot.domain.people import Refused
from bot.domain.plans import Action, State
from bot.features.handovers import acts as handing
from bot.features.reports import report_context
from bot.features.reports.trail import noted
from bot.interaction import forms
from bot.interaction.forms import Form
from bot.interaction.request import Request
from bot.plan import transitions
from bot.storage import audit, plans, reports, sessions, stories
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from bot.storage.reports import Report
from conversations.engine import flow
from conversations.engine.answers import Facts
from conversations.engine.steps import Conversation
from conversations.evaluation import FEELINGS, faces, quote

MOST_AT_ONCE = 50
"""Plans closed with one tap."""
CORRECTING = "correct_report"
"""Why the ledger moves although the plan does not."""


def form_about(tx: Tx, request: Request, conversation: Conversation, plan_id: int) -> Form:
    """Return the conversation that its reader has begun about a plan, or begin it."""
    begun = sessions.open_about(tx, request.person.id, conversation.name, plan_id)
    return forms.begin(tx, request, conversation, plan_id) if begun is None else forms.of_row(tx, request, begun)


def keep_faces(tx: Tx, request: Request, plan: PlanRow, touched: Mapping[str, int]) -> None:
    """Keep a beneficiary's faces of before. Raises Refused("not_now") once the stay has begun."""
    report_context.may_begin(tx, plan, request.person.id)
    stories.note(tx, plan.id, request.person.id, before=touched)
    noted(tx, request, plan, "feelings_before")


def keep_unfinished_faces(tx: Tx, request: Request, plan_id: int) -> None:
    """Keep the faces that were touched and not finished before the stay as they are: nothing is asked again."""
    begun = sessions.open_about(tx, request.person.id, FEELINGS.name, plan_id)
    if begun is None:
        return
    sessions.close_form(tx, begun.id)
    touched = faces(Facts(request.moment.today, flow.load_answers(begun.answers, flow.steps_by_name((FEELINGS,)))))
    if touched and not stories.of_person(tx, plan_id, request.person.id).before:
        stories.note(tx, plan_id, request.person.id, before=touched)


def keep_story(tx: Tx, request: Request, plan: PlanRow, facts: Facts, answers: Mapping[str, Any]) -> None:
    """Keep what a beneficiary told of the stay, sealed, and beside it, without a name, what may be quoted.

    Raises:
        Refused: "not_now" before the stay is over, and once it was told.
    """
    if not report_context.may_tell(tx, plan, request.person.id):
        raise Refused("not_now")
    stories.note(
        tx,
        plan.id,
        request.person.id,
        told_at=request.now,
        answers=answers,
        after=faces(facts),
        quote=quote(facts),
    )
    noted(tx, request, plan, "story_told")


def give(tx: Tx, request: Request, plan: PlanRow, report: Report, handed_on: date | None) -> PlanRow:
    """Give a report, or the correction of one: what was not used is free again. Returns the plan as it is now.

    Args:
        tx: the transaction.
        request: a referent's.
        plan: its stay is over.
        report: what is said of it.
        handed_on: the day on which what nobody had noted was handed over after all; None where it was not.
    """
    if handed_on is not None:
        handing.note_late(tx, request, plan, handed_on)
    reports.note(tx, report)
    if plan.state is State.BACK:
        return transitions.perform(tx, request.moment, plan, Action.REPORT, request.person)
    return transitions.settle(tx, request.moment, plan, request.person, CORRECTING)


def close_plans(tx: Tx, request: Request, call: CallRow) -> None:
    """Close every plan of a call whose report is there: what had to come back has come back."""
    for plan in plans.to_decide(tx, call.network_id, [State.REPORTED], call.id)[:MOST_AT_ONCE]:
        transitions.perform(tx, request.moment, plan, Action.CLOSE, request.person)


def let_pass(tx: Tx, request: Request, call: CallRow, organisation: OrganisationId, reason: str) -> None:
    """Let an organisation that owes reports pass in a call, in the open: the trail of the call says so."""
    if reports.let_pass(tx, call.id, organisation, reason, request.person.id, request.now):
        let = {"organisation": organisation}
        audit.append(tx, f"call:{call.id}", request.now, request.person.id, "let_reports_pass", None, let)
