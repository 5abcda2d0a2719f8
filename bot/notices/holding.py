"""When a professional is told something: now, in the hours set, or with the message of the day.

Which it is: docs/decisions.md, Reminders.
"""

from datetime import datetime, timedelta
from enum import Enum

from bot.domain import notices
from bot.domain.hours import ALWAYS, Way, is_awake
from bot.domain.notices import BY_KIND, Audience
from bot.notices.calendars import office_of
from bot.plan.context import Moment
from bot.storage import calls, hours, outbox
from bot.storage.kernel.store import Tx
from bot.storage.outbox import Row
from bot.storage.people import Person
from bot.storage.plans import PlanRow

URGENT_WORKING_DAYS = 2
"""A deadline nearer than this is told at once: the message of tomorrow may come too late to act on it."""
AN_HOUR = timedelta(hours=1)

KEPT = frozenset(
    {notice.kind for notice in BY_KIND.values() if notice.audience is not Audience.BENEFICIARY}
    | notices.OF_COLLEAGUES
    | {notices.LACKING, notices.TOO_LATE_REFERENT, notices.TELL_ALOUD, notices.UNREACHABLE, notices.JOINED}
    | {notices.NEWCOMER}
)
"""Notices for professionals that may wait for the message of the day."""
AT_ONCE = frozenset(
    {
        notices.STAND_IN_BEGINS, notices.SAID_AWAY, notices.PROBLEM_TOLD, notices.MESSAGE_WAITS,
        notices.TELEPHONE_LINK, notices.TELEPHONE_MOVED, notices.TELEPHONE_KEPT,
    }
)  # fmt: skip
"""Who reads for whom changes today, somebody away has a problem, somebody was told that she reads in her hours, or an
account goes to another telephone and can be stopped for a day: this cannot wait for tomorrow."""
ANSWERS = frozenset({notices.QUESTION_ANSWERED})
"""What she has asked for herself: she reads it while she is there, whatever her way."""


class Told(Enum):
    """How a notice is told, where it is not put off to a moment."""

    NOW = "now"
    WITH_THE_DAY = "with_the_day"
    WITH_THE_HOUR = "with_the_hour"
    """With whatever else happens within an hour of the last notice sent at once: one telephone, one sound."""


def told(tx: Tx, moment: Moment, row: Row, person: Person, plan: PlanRow | None) -> Told | datetime:
    """When this notice is told: a moment is the beginning of her hours."""
    if row.kind not in KEPT:
        return Told.NOW
    chosen = hours.one(tx, person.id)
    awake = is_awake(moment.now, person.last_seen)
    if row.kind in ANSWERS and awake and chosen.way is not Way.NONE:
        return Told.NOW
    if chosen.way is Way.NONE or (chosen.way is Way.DAILY and not _urgent(tx, moment, row, plan)):
        return Told.WITH_THE_DAY
    calendar = office_of(tx, moment.app, person)
    if not calendar.is_open(moment.now) and not awake:
        return calendar.next_open(moment.now)
    lately = chosen.hours != ALWAYS and outbox.sent_since(tx, person.id, KEPT, moment.now - AN_HOUR)
    return Told.WITH_THE_HOUR if lately else Told.NOW


def _urgent(tx: Tx, moment: Moment, row: Row, plan: PlanRow | None) -> bool:
    if row.kind in AT_ONCE:
        return True
    call_id = plan.call_id if plan is not None else row.context.get("call")
    return call_id is not None and closes_soon(tx, moment, call_id)


def closes_soon(tx: Tx, moment: Moment, call_id: int) -> bool:
    """Fewer than two working days are left to endorse in that call."""
    closes_at = calls.by_id(tx, call_id).closes_at
    near = moment.app.working_days(moment.today, URGENT_WORKING_DAYS)
    return moment.now < closes_at and closes_at.astimezone(moment.app.zone).date() <= near
