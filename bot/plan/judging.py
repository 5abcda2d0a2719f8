"""On which day a plan is judged: rules of asking when it was asked, what follows the answer when it was answered.

A committee sits after the closing: what was asked in time stays so, whatever day it is when it is read.
"""

from datetime import date, datetime

from bot.domain.plans import TAKING, State
from bot.plan.context import Moment
from bot.storage.plans import PlanRow

_OPEN = frozenset({State.DRAFT, State.TO_REVIEW, State.TO_COMPLETE})
"""States in which a plan that was never endorsed can still be: its request leaves today at the earliest."""
_ANSWERED = TAKING | {State.DECLINED}


def asked_on(moment: Moment, plan: PlanRow) -> date | None:
    """Return the day of a plan's endorsement; where it was never endorsed and no longer can be, the day it was sent."""
    if plan.state is State.DRAFT:
        return None
    return _day(moment, plan.rank_at or (None if plan.state in _OPEN else plan.sent_at))


def answered_on(moment: Moment, plan: PlanRow) -> date | None:
    """Return the day of the network's answer, where there is one."""
    return _day(moment, plan.decided_at if plan.state in _ANSWERED else None)


def _day(moment: Moment, at: datetime | None) -> date | None:
    return None if at is None else at.astimezone(moment.app.zone).date()
