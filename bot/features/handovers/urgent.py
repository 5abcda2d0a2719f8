"""Aid that is not handed over although the stay begins soon: told at once, while it can still be put right."""

from typing import Final

from bot.domain.aid import AidForm
from bot.domain.handovers import left
from bot.domain.notices import HAND_OVER_NOW
from bot.domain.people import Role
from bot.domain.plans import UNDO_WINDOW, State
from bot.domain.programmes import PaidTo
from bot.notices.holding import URGENT_WORKING_DAYS
from bot.plan import facts as plan_facts
from bot.plan.context import Moment
from bot.storage import calls, handovers, outbox, people, plans
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow

NOT_GONE: Final = (State.GRANTED, State.HANDED_OVER)
MOST: Final = 2_000
"""Plans looked at in one look: more than leave within two working days."""


def tick(tx: Tx, moment: Moment) -> int:
    """Tell those who hand over of aid that is not there two working days before leaving, once; returns how many."""
    near = moment.app.working_days(moment.today, URGENT_WORKING_DAYS)
    found = [plan for state in NOT_GONE for plan in plans.due_for_clock(tx, state, near, "departure", MOST)]
    held = handovers.of_plans(tx, [plan.id for plan in found])
    told = [
        outbox.Outgoing(
            key=f"plan:{plan.id}:{HAND_OVER_NOW}:{plan.departure}",
            recipient_id=recipient,
            kind=HAND_OVER_NOW,
            context={"plan": plan.id},
            created_at=moment.now,
            due_at=moment.now,
            plan_id=plan.id,
        )
        for plan in found
        if left(plan.granted_cents, held.get(plan.id)) and _is_settled(moment, plan)
        for recipient in _who_hands_over(tx, moment, plan)
    ]
    return outbox.put(tx, told)


def _is_settled(moment: Moment, plan: PlanRow) -> bool:
    """Return whether the grant cannot be undone any more."""
    return plan.decided_at is None or moment.now - plan.decided_at > UNDO_WINDOW


def _who_hands_over(tx: Tx, moment: Moment, plan: PlanRow) -> set[int]:
    """Return the reader of a plan, and the leads where the organisation is paid; nobody where a refund follows."""
    call = plan_facts.call_of(moment.app, calls.by_id(tx, plan.call_id))
    if call.aid_form is AidForm.REFUND:
        return set()
    reader = people.reader_for(tx, plan.beneficiary_id)
    leads = people.colleagues(tx, plan.organisation_id, Role.LEAD)
    paid = call.programme.paid_to is PaidTo.ORGANISATION
    return {each for each in (reader, *(lead.id for lead in leads if paid)) if each is not None}
