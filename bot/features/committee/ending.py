"""Offers about to end, and questions of the network, without an answer: told at once, while it can still be given."""

from datetime import date

from bot.domain.notices import OFFER_ENDS, POINT_WAITS
from bot.domain.people import Role
from bot.domain.plans import State
from bot.interaction.unreached import closed
from bot.notices import urgent
from bot.notices.urgent import Pressing
from bot.plan import facts as plan_facts
from bot.plan.context import Moment
from bot.plan.points import open_points
from bot.storage import calls, people, worklist
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow


def tick(tx: Tx, moment: Moment) -> int:
    """Tell of what presses, once each; returns how many were told."""
    return _tell_offers(tx, moment) + _tell_points(tx, moment)


def _tell_points(tx: Tx, moment: Moment) -> int:
    """Tell of questions of the network that the next committee needs an answer to."""
    returned = worklist.due_for_clock(tx, State.TO_REVIEW, moment.now, "rank_at", urgent.MOST)
    asked = open_points(tx, returned)
    days = {plan.id: _committee(tx, moment, plan) for plan in returned if plan.id in asked}
    near = urgent.last_day(moment)
    return urgent.tell(
        tx,
        moment,
        POINT_WAITS,
        (
            Pressing(plan, day, _who_answers(tx, plan))
            for plan in returned
            if (day := days.get(plan.id)) is not None and day <= near
        ),
    )


def _committee(tx: Tx, moment: Moment, plan: PlanRow) -> date | None:
    """Return the day of the next committee of a plan's call."""
    return plan_facts.call_of(moment.app, calls.by_id(tx, plan.call_id)).answer_after(moment.today)


def _who_answers(tx: Tx, plan: PlanRow) -> list[int]:
    """Return who reads a plan now; where that one cannot be reached, the leads, who can choose a stand-in."""
    reader = people.reader_for(tx, plan.beneficiary_id)
    if reader is not None and not closed(people.by_id(tx, reader)):
        return [reader]
    return [lead.id for lead in people.colleagues(tx, plan.organisation_id, Role.LEAD)]


def _tell_offers(tx: Tx, moment: Moment) -> int:
    """Tell referents of offers with two working days left, or fewer, once each; returns how many were told."""
    ending = worklist.due_for_clock(tx, State.OFFERED, urgent.last_moment(moment), "held_until", urgent.MOST)
    readers = ((plan, people.reader_for(tx, plan.beneficiary_id)) for plan in ending)
    return urgent.tell(
        tx,
        moment,
        OFFER_ENDS,
        (Pressing(plan, plan.held_until, [reader]) for plan, reader in readers if plan.held_until and reader),
    )
