"""Freed places and money: to whom of the waiting list they could go, and telling the committee once.

Nobody is granted anything by a clock: it is a proposal, with the rank and the amount, which a coordinator takes with
one tap or leaves.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.notices import FREED
from bot.domain.plans import LEAST_DAYS_BEFORE_LEAVING, State
from bot.plan.context import Moment
from bot.storage import calls, outbox, people, plans
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow

WHOLE_NOTES = 10_00
"""Cents: vouchers come in notes of ten euros and more, so that an offer is made in tens."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who could have what came free: all she asked, or an offer of what there is."""

    plan: PlanRow
    rank: int
    cents: int

    @property
    def whole(self) -> bool:
        """Whether it is all that was asked."""
        return self.cents == self.plan.aid_cents


def left_in(call: CallRow) -> dict[str, int]:
    """Places (people) and cents that no plan has taken."""
    return {"places": call.places - call.taken_places, "cents": call.envelope - call.taken_cents}


def proposal(tx: Tx, moment: Moment, call: CallRow) -> Proposal | None:
    """The first of the waiting list who leaves late enough, for whom there is room, and who was not offered as much.

    She may be offered less than she asked; those behind her wait until she has answered.
    """
    waiting = plans.to_decide(tx, call.network_id, {State.WAITING}, call.id)
    return next(_fitting(moment, left_in(call), enumerate(waiting, start=1)), None)


def _fitting(moment: Moment, left: dict[str, int], waiting: Iterable[tuple[int, PlanRow]]) -> Iterator[Proposal]:
    soonest = moment.today + timedelta(days=LEAST_DAYS_BEFORE_LEAVING)
    for rank, plan in waiting:
        asked = plan.aid_cents or 0
        cents = asked if asked <= left["cents"] else left["cents"] // WHOLE_NOTES * WHOLE_NOTES
        late_enough = plan.departure is not None and plan.departure >= soonest
        if late_enough and (plan.people or 0) <= left["places"] and cents > (plan.left_cents or 0):
            yield Proposal(plan, rank, cents)


def tell(tx: Tx, moment: Moment) -> int:
    """Tell the coordinators of each call in which something came free, once; returns how many calls."""
    told = 0
    for call_id in calls.take_freed(tx):
        call = calls.by_id(tx, call_id)
        found = proposal(tx, moment, call)
        if found is not None:
            outbox.put(tx, [_notice(moment, found, recipient) for recipient in _deciders(tx, call)])
            told += 1
    return told


def _deciders(tx: Tx, call: CallRow) -> list[int]:
    """Ids of those who decide in that call: those named there, else all coordinators."""
    return list(call.deciders) or people.coordinators(tx, call.network_id)


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
