"""What has a last day, and is told at once as that day comes near, while it can still be put right."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from bot.domain.plans import UNDO_WINDOW
from bot.plan.context import Moment
from bot.storage import days, outbox
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow

WORKING_DAYS: Final = 2
"""A deadline nearer than this is told at once: the message of tomorrow may come too late to act on it."""
MIDNIGHT: Final = time(23, 59, 59)
MOST: Final = 2_000
"""Plans looked at in one look: more than one week decides, or sees leave."""


@dataclass(frozen=True, slots=True)
class Pressing:
    """A plan of which something is of use until `last`, and to whom that is told."""

    plan: PlanRow
    last: date
    """A day, or a moment."""
    readers: Iterable[int]


def last_day(moment: Moment) -> date:
    """Return the last day that is near: fewer than two working days are left until then."""
    return moment.app.working_days(moment.today, WORKING_DAYS)


def last_moment(moment: Moment) -> datetime:
    """Return the end of that day, where the network lives."""
    return datetime.combine(last_day(moment), MIDNIGHT, moment.app.zone)


def tell(tx: Tx, moment: Moment, kind: str, pressing: Iterable[Pressing]) -> int:
    """Queue that notice, once for each plan, last day and reader; returns how many were queued.

    What can still be undone is not told of: it may be gone in a minute.
    """
    told = [
        outbox.Outgoing(
            key=f"plan:{each.plan.id}:{kind}:{days.mark(tx, each.plan.id, each.last)}",
            recipient_id=reader,
            kind=kind,
            context={"plan": each.plan.id},
            created_at=moment.now,
            due_at=moment.now,
            plan_id=each.plan.id,
        )
        for each in pressing
        if each.plan.decided_at is None or moment.now - each.plan.decided_at > UNDO_WINDOW
        for reader in each.readers
    ]
    return outbox.put(tx, told)
