"""Offers about to end without an answer: their referent is told at once, while it can still be put right."""

from bot.domain.notices import OFFER_ENDS
from bot.domain.plans import State
from bot.notices import urgent
from bot.notices.urgent import Pressing
from bot.plan.context import Moment
from bot.storage import people, plans
from bot.storage.kernel.store import Tx


def tick(tx: Tx, moment: Moment) -> int:
    """Tell referents of offers with two working days left, or fewer, once each; returns how many were told."""
    ending = plans.due_for_clock(tx, State.OFFERED, urgent.last_moment(moment), "held_until", urgent.MOST)
    readers = ((plan, people.reader_for(tx, plan.beneficiary_id)) for plan in ending)
    return urgent.tell(
        tx,
        moment,
        OFFER_ENDS,
        (Pressing(plan, plan.held_until, [reader]) for plan, reader in readers if plan.held_until and reader),
    )
