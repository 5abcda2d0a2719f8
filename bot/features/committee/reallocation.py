"""Freed places and money: to whom of the waiting list they could go, and telling the committee once.

Nobody is granted anything by a clock: it is a proposal, with the rank and the amount, which one of those who decide
takes with one tap or leaves.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.notices import FREED
from bot.domain.plans import LEAST_DAYS_BEFORE_LEAVING, State
from bot.plan import committee
from bot.plan.context import Moment
from bot.storage import calls, outbox, plans
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow

WHOLE_NOTES = 10_00
"""Cents: vouchers come in notes of ten euros and more, so that an offer is made in tens."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan that could have what came free: all it asks, or an offer of what there is."""

    plan: PlanRow
    rank: int
    cents: int

    @property
    def whole(self) -> bool:
        """Whether it is all that was asked."""
        return self.cents == self.plan.aid_cents


@dataclass(frozen=True, slots=True)
class Left:
    """Places (people) and cents that no plan has taken."""

    places: int
    cents: int


def left_in(call: CallRow) -> Left:
    """Return what no plan has taken in a call."""
    return Left(call.places - call.taken_places, call.envelope - call.taken_cents)


def proposal(tx: Tx, moment: Moment, call: CallRow) -> Proposal | None:
    """Return the first waiting plan that leaves late enough, for which there is room, and that was not offered as much.

    It may be offered less than it asks; those behind it wait until that is answered.
    """
    waiting = plans.to_decide(tx, call.network_id, {State.WAITING}, call.id)
    return next(_fitting(moment, left_in(call), enumerate(waiting, start=1)), None)


def _fitting(moment: Moment, left: Left, waiting: Iterable[tuple[int, PlanRow]]) -> Iterator[Proposal]:
    soonest = moment.today + timedelta(days=LEAST_DAYS_BEFORE_LEAVING)
    for rank, plan in waiting:
        asked = plan.aid_cents or 0
        cents = asked if asked <= left.cents else left.cents // WHOLE_NOTES * WHOLE_NOTES
        late_enough = plan.departure is not None and plan.departure >= soonest
        if late_enough and (plan.people or 0) <= left.places and cents > (plan.left_cents or 0):
            yield Proposal(plan, rank, cents)


def tell(tx: Tx, moment: Moment) -> int:
    """Tell those who decide in each call in which something came free, once; returns how many calls."""
    told = 0
    for call_id in calls.take_freed(tx):
        call = calls.by_id(tx, call_id)
        found = proposal(tx, moment, call)
        if found is not None:
            outbox.put(
                tx, [_notice(moment, found, recipient) for recipient in committee.free_deciders(tx, call, found.plan)]
            )
            told += 1
    return told


def _notice(moment: Moment, found: Proposal, recipient: int) -> outbox.Outgoing:
    return outbox.Outgoing(
        key=f"call:{found.plan.call_id}:{FREED}:{moment.now.isoformat()}",
        recipient_id=recipient,
        kind=FREED,
        context={"plan": found.plan.id},
        created_at=moment.now,
        due_at=moment.now,
        plan_id=found.plan.id,
    )
