"""Offers about to end without an answer: their referent is told at once, while it can still be put right."""

from datetime import datetime, time
from typing import Final

from bot.domain.notices import OFFER_ENDS
from bot.domain.plans import UNDO_WINDOW, State
from bot.notices.holding import URGENT_WORKING_DAYS
from bot.plan.context import Moment
from bot.storage import outbox, people, plans
from bot.storage.kernel.store import Tx

MIDNIGHT: Final = time(23, 59, 59)
MOST: Final = 2_000
"""Offers looked at in one look: more than one committee makes in a week."""


def tick(tx: Tx, moment: Moment) -> int:
    """Tell referents of offers with two working days left, or fewer, once each; returns how many were told."""
    near = moment.app.working_days(moment.today, URGENT_WORKING_DAYS)
    last = datetime.combine(near, MIDNIGHT, moment.app.zone)
    told = []
    for plan in plans.due_for_clock(tx, State.OFFERED, last, "held_until", MOST):
        reader = people.reader_for(tx, plan.beneficiary_id)
        settled = plan.decided_at is None or moment.now - plan.decided_at > UNDO_WINDOW
        if reader is not None and plan.held_until is not None and settled:
            told.append(
                outbox.Outgoing(
                    key=f"plan:{plan.id}:{OFFER_ENDS}:{plan.held_until.isoformat()}",
                    recipient_id=reader,
                    kind=OFFER_ENDS,
                    context={"plan": plan.id},
                    created_at=moment.now,
                    due_at=moment.now,
                    plan_id=plan.id,
                )
            )
    return outbox.put(tx, told)
