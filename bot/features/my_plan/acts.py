"""What is done about one's own plan: to undo that it was given up, to take up what was put off, to start from it."""

from typing import Any

from bot.domain.people import Refused
from bot.domain.plans import Action
from bot.domain.reports import AFTER_RETURN
from bot.features.my_plan import next_year
from bot.interaction.request import Request
from bot.plan import facts as plan_facts
from bot.plan import transitions
from bot.storage import audit, departures, handovers, plans, reports
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.again import carried
from conversations.engine import flow

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


def undo_cancellation(tx: Tx, request: Request, plan: PlanRow) -> PlanRow:
    """Let a plan stand as it stood; what came back of its aid meanwhile is to be handed over once more."""
    handovers.begin_again(tx, plan.id)
    return transitions.perform(tx, request.moment, plan, Action.UNDO_CANCELLATION, request.person)


def change_again(tx: Tx, request: Request, plan: PlanRow) -> PlanRow:
    """Open a plan after a no, to be changed and sent once more: it has its rank no more. Raises Refused."""
    return transitions.perform(tx, request.moment, plan, Action.CHANGE_AGAIN, request.person, rank_at=None)


def resume(tx: Tx, request: Request, plan: PlanRow) -> PlanRow:
    """Make a draft of a plan that waited for later: the dates are asked again, and it has its rank no more.

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
    return again


def start_again(tx: Tx, request: Request, plan: PlanRow, *, same_people: bool) -> None:
    """Keep of the earlier plan what may be kept. Raises Refused("not_now")."""
    former, years = next_year.earlier(tx, request, plan)
    report = reports.of_plan(tx, former.id)
    went = former.state in AFTER_RETURN and (report is None or report.people > 0)
    answers = flow.load_answers(former.answers, plan_facts.STEPS)
    kept = carried(answers, years, request.person.id, went=went, same_people=same_people)
    raw: dict[str, Any] = {**plan.answers, **flow.dump_answers(kept, plan_facts.STEPS)}
    plans.save_answers(tx, plan, raw, plan.reopened, request.now)
    told = {"state": plan.state.value, "from": former.id}
    audit.append(
        tx, f"plan:{plan.id}", request.now, request.person.id, "start_again", None, told, row_key=plan.trail_key
    )
