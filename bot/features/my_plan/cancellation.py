"""A plan that is not for now: given up, put off until later, and taken up again. Nobody has to say why.

By the person herself, or by her referent beside her; each then sees where the plan stands from her own side.
"""

from typing import Any

from bot.domain.people import Refused
from bot.domain.plans import TAKING, Action
from bot.features.caseload import person
from bot.features.caseload import routes as caseload_routes
from bot.features.my_plan import pages as my_plan
from bot.features.my_plan import routes
from bot.interaction.home import HOME_ROUTE
from bot.interaction.request import Request
from bot.plan import facts as plan_facts
from bot.plan import transitions
from bot.storage import departures, handovers, people
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page


@routes.CANCEL.on
def cancel(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Ask once whether to give the plan up."""
    rows = column(Button(Word("cancel_for_good"), routes.CANCEL_SURELY.to(plan), style="danger"), _keep(request, plan))
    return Page("plan/cancel", {"plan": plan, **_whose(tx, request, plan)}, rows)


@routes.CANCEL_SURELY.on
def cancel_surely(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Give it up; it can be undone while its places and money are held."""
    return _now(tx, request, transitions.perform(tx, request.moment, plan, Action.CANCEL, request.person))


@routes.UNDO_CANCELLATION.on
def undo_cancellation(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """The plan stands again as it stood; what came back of its aid meanwhile is to be handed over once more."""
    handovers.begin_again(tx, plan.id)
    return _now(tx, request, transitions.perform(tx, request.moment, plan, Action.UNDO_CANCELLATION, request.person))


@routes.POSTPONE.on
def postpone(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Ask once whether to do it later, and say what becomes of the money."""
    values = {"taken": plan.state in TAKING, "asked": _asked(plan), **_whose(tx, request, plan)}
    rows = column(
        Button(Word("postpone_surely"), routes.POSTPONE_SURELY.to(plan), style="primary"),
        Button(Word("cancel_plan"), routes.CANCEL.to(plan)),
        _keep(request, plan),
    )
    return Page("plan/postpone", values, rows)


def _whose(tx: Tx, request: Request, plan: PlanRow) -> dict[str, Any]:
    """Her name where somebody else ends it beside her, and what she then gives back of what she holds, in cents."""
    held = handovers.of_plan(tx, plan.id)
    return {
        "whose": "" if plan.beneficiary_id == request.person.id else people.by_id(tx, plan.beneficiary_id).name,
        "in_hand": held.cents if held is not None and held.returned_on is None else 0,
    }


def _asked(plan: PlanRow) -> bool:
    return plan.state.value in {"endorsed", "in_committee", "waiting"}


@routes.POSTPONE_SURELY.on
def postpone_surely(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Put it off: its places and money are free for others at once; a wrong hand was asked about before."""
    put_off = transitions.perform(tx, request.moment, plan, Action.POSTPONE, request.person, granted_cents=None)
    return _now(tx, request, put_off)


@routes.RESUME.on
def resume(tx: Tx, request: Request, plan: PlanRow) -> Page:
    """Write on it again, as a draft: the dates are asked again, and it has its rank no more.

    Raises:
        Refused: "no_open_call" when there is no call in which it could be sent.
    """
    call_id = plan_facts.call_to_resume_in(tx, request.moment, plan)
    if call_id is None:
        raise Refused("no_open_call")
    answers = {name: answer for name, answer in plan.answers.items() if name != "dates"}
    afresh: dict[str, Any] = dict.fromkeys(FORGOTTEN)
    again = transitions.perform(
        tx, request.moment, plan, Action.RESUME, request.person, answers=answers, call_id=call_id, **afresh
    )
    departures.begin_again(tx, plan.id)
    handovers.begin_again(tx, plan.id)
    return _now(tx, request, again)


FORGOTTEN = (
    "departure",
    "homecoming",
    "rank_at",
    "decided_at",
    "decided_by",
    "reopened",
    "snoozed_until",
    "left_cents",
    "ancv_reference",
)
"""Columns of a plan that mean nothing any more once it is begun again."""


def _keep(request: Request, plan: PlanRow) -> Button:
    own = plan.beneficiary_id == request.person.id
    return Button(Word("keep"), HOME_ROUTE.to() if own else caseload_routes.PERSON.to(plan.beneficiary_id))


def _now(tx: Tx, request: Request, plan: PlanRow) -> Page:
    if plan.beneficiary_id == request.person.id:
        return my_plan.standing(tx, request, plan)
    return person.page(tx, request, plan.beneficiary_id)
