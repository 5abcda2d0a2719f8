"""Aid that is not handed over although the stay begins soon: told at once, while it can still be put right."""

from typing import Final

from bot.domain.aid import AidForm
from bot.domain.handovers import left
from bot.domain.notices import HAND_OVER_NOW
from bot.domain.people import Role
from bot.domain.plans import State
from bot.domain.programmes import PaidTo
from bot.notices import urgent
from bot.notices.urgent import Pressing
from bot.plan import facts as plan_facts
from bot.plan.context import Moment
from bot.storage import calls, handovers, people, worklist
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow

NOT_GONE: Final = (State.GRANTED, State.HANDED_OVER)


def tick(tx: Tx, moment: Moment) -> int:
    """Tell those who hand over of aid that is not there two working days before leaving, once; returns how many."""
    found = [
        plan
        for state in NOT_GONE
        for plan in worklist.due_for_clock(tx, state, urgent.last_day(moment), "departure", urgent.MOST)
    ]
    held = handovers.of_plans(tx, [plan.id for plan in found])
    return urgent.tell(
        tx,
        moment,
        HAND_OVER_NOW,
        (
            Pressing(plan, plan.departure, _who_hands_over(tx, moment, plan))
            for plan in found
            if plan.departure and left(plan.granted_cents, held.get(plan.id))
        ),
    )


def _who_hands_over(tx: Tx, moment: Moment, plan: PlanRow) -> set[int]:
    """Return the reader of a plan, and the leads where the organisation is paid; nobody where a refund follows."""
    call = plan_facts.call_of(moment.app, calls.by_id(tx, plan.call_id))
    if call.aid_form is AidForm.REFUND:
        return set()
    reader = people.reader_for(tx, plan.beneficiary_id)
    leads = people.colleagues(tx, plan.organisation_id, Role.LEAD)
    paid = call.programme.paid_to is PaidTo.ORGANISATION
    return {each for each in (reader, *(lead.id for lead in leads if paid)) if each is not None}
