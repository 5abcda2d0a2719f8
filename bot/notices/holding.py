"""When a professional is told something: now, in the hours set, or with the message of the day.

Which it is: docs/decisions.md, Reminders.
"""

from datetime import date, datetime, timedelta
from enum import Enum

from bot.domain.hours import ALWAYS, Way, is_awake
from bot.domain.notices import SUMMARY
from bot.notices.calendars import office_of
from bot.notices.kinds import NoticeKind, Tell, Telling, kept_kinds
from bot.notices.urgent import last_moment
from bot.plan.context import Moment
from bot.storage import calls, hours, outbox
from bot.storage.kernel.store import Tx
from bot.storage.outbox import Outgoing
from bot.storage.people import Person

AN_HOUR = timedelta(hours=1)


class Told(Enum):
    """How a notice is told, where it is not put off to a moment."""

    NOW = "now"
    WITH_THE_DAY = "with_the_day"
    WITH_THE_HOUR = "with_the_hour"
    """With whatever else happens within an hour of the last notice sent at once: one telephone, one sound."""


def told(telling: Telling, kind: NoticeKind) -> Told | datetime:
    """Return when a professional is told this notice: a moment is the beginning of the hours set."""
    if not kind.may_be_kept:
        return Told.NOW
    tx, moment, person = telling.tx, telling.moment, telling.person
    chosen = hours.one(tx, person.id)
    awake = is_awake(moment.now, person.last_seen)
    if kind.tell is Tell.WHILE_HERE and awake and chosen.way is not Way.NONE:
        return Told.NOW
    calendar = office_of(tx, moment.app, person)
    if kind.tell is Tell.IN_NEED:
        return Told.NOW if awake or calendar.is_open(moment.now) else calendar.next_open(moment.now)
    if chosen.way is Way.NONE or (chosen.way is Way.DAILY and not _urgent(telling, kind)):
        return Told.WITH_THE_DAY
    if not calendar.is_open(moment.now) and not awake:
        return calendar.next_open(moment.now)
    lately = chosen.hours != ALWAYS and outbox.sent_since(tx, person.id, kept_kinds(), moment.now - AN_HOUR)
    return Told.WITH_THE_HOUR if lately else Told.NOW


def _urgent(telling: Telling, kind: NoticeKind) -> bool:
    if kind.tell is Tell.AT_ONCE:
        return True
    call_id = telling.plan.call_id if telling.plan is not None else telling.row.context.get("call")
    return call_id is not None and closes_soon(telling.tx, telling.moment, call_id)


def closes_soon(tx: Tx, moment: Moment, call_id: int) -> bool:
    """Return whether fewer than two working days are left to endorse in that call."""
    closes_at = calls.by_id(tx, call_id).closes_at
    return moment.now < closes_at <= last_moment(moment)


def tell_with_the_hour(tx: Tx, moment: Moment, person: Person) -> None:
    """Queue one message at the end of an hour in which more has happened than one thing."""
    calendar = office_of(tx, moment.app, person)
    at = calendar.next_open(moment.now + AN_HOUR)
    day = calendar.place.date_at(at)
    outbox.put(tx, [message(moment, person.id, f"hour:{at:%Y-%m-%dT%H}", day, at, hour=True)])


def message(moment: Moment, person_id: int, key: str, day: date, at: datetime, *, hour: bool = False) -> Outgoing:
    """Return a professional's message of the day, or of an hour, as it is queued."""
    return Outgoing(
        key=key,
        recipient_id=person_id,
        kind=SUMMARY,
        context={"day": day.isoformat(), "hour": hour},
        created_at=moment.now,
        due_at=at,
        priority=2,
    )
