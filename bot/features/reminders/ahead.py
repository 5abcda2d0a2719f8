"""Planning: which reminders have come near, for whom, and on which day each will leave. Nothing is sent here."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.absence import reader
from bot.domain.hours import Calendar, meant_for
from bot.domain.notices import REMINDER, Audience
from bot.domain.reminders import BY_KIND, OF_CALLS, OF_MEMBERS, VOUCHER_YEARS, Anchor, Reminder
from bot.notices.calendars import calendar_for, calendar_in, place_in, preferences
from bot.plan.context import Moment
from bot.storage import absences, groups, outbox, people, plans, reminders
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.reminders import Candidate, ReminderState, Source

log = logging.getLogger(__name__)

AHEAD = timedelta(days=4)
"""So early a reminder is planned: what would fall on closed days leaves before them, and no weekend is longer."""
LONGEST_WORKING_WEEKS = timedelta(days=14)
"""Days that surely hold the five working days before a date, whatever the holidays."""
PAGE = 2_000
"""Plans found by one query, beside the writers."""
CHUNK = 100
"""Plans for which something is noted in one transaction, so that nobody's reply waits for a crowd."""
OVERLAP = timedelta(minutes=10)
"""What changed so long before the last look is looked at again: its transaction may have ended after that."""
LOOK = "reminders"
TELEGRAM_KEEPS = timedelta(hours=24)
"""So long Telegram keeps what people send to a bot that does not ask for it (Bot API, getUpdates)."""
OUTAGE = timedelta(hours=2)
"""Nobody has looked for so long: something may have become useless meanwhile."""


@dataclass(frozen=True, slots=True)
class Look:
    """What has changed since the last look.

    `before` is that look, None when it was not on this day: then everything is looked through. `plans` have changed
    since then.
    """

    before: datetime | None = None
    plans: tuple[int, ...] = ()


def since(tx: Tx, moment: Moment) -> Look:
    """Return what has changed since the last look of this day; once a day, and after many changes, everything has."""
    before = reminders.looked_at(tx, LOOK)
    if before is None or before > moment.now or before.astimezone(moment.app.zone).date() != moment.today:
        return Look()
    changed = plans.changed_since(tx, before - OVERLAP, PAGE)
    return Look(before - OVERLAP, tuple(changed)) if len(changed) < PAGE else Look()


def sources(tx: Tx, moment: Moment, seen: Look) -> list[Source]:
    """Return where to look for plans for which something may have come near."""
    found = []
    for reminder in BY_KIND.values():
        found += list((_of_calls if reminder.anchor in OF_CALLS else _of_plans)(tx, moment, reminder, seen))
    return [each for each in found if each.plans != ()]


def _of_plans(tx: Tx, moment: Moment, reminder: Reminder, seen: Look) -> Iterator[Source]:
    """Yield where to look for plans with a date of their own, near enough and not too far gone."""
    offset, last = timedelta(days=reminder.offset), timedelta(days=reminder.last)
    changed = None if seen.before is None else seen.plans
    match reminder.anchor:
        case Anchor.LAST_ANSWER:
            first = moment.now - last if seen.before is None else seen.before - offset
            yield Source(reminder.kind, first, moment.now - offset)
        case Anchor.VOUCHERS_END:
            for end in (date(moment.today.year - 1, 12, 31), date(moment.today.year, 12, 31)):
                if end + offset - AHEAD <= moment.today <= end + last:
                    year = end.year - VOUCHER_YEARS
                    yield Source(reminder.kind, date(year, 1, 1), date(year, 12, 31), changed)
        case Anchor.OFFER_ENDS:
            latest = moment.app.working_days(moment.today + AHEAD, -reminder.offset)
            yield Source(reminder.kind, moment.today - last, latest, changed)
        case _:
            yield Source(reminder.kind, moment.today - last, moment.today + AHEAD - offset, changed)


def _of_calls(tx: Tx, moment: Moment, reminder: Reminder, seen: Look) -> Iterator[Source]:
    """Yield where to look for plans of calls whose date is near; all of them again when that date is new."""
    latest = moment.today + AHEAD + timedelta(days=-reminder.offset) + LONGEST_WORKING_WEEKS
    for call_id, people_by, closes_at in reminders.calls_between(tx, reminder.anchor, moment.today, latest):
        on = people_by if reminder.anchor is Anchor.PEOPLE_BY else closes_at.astimezone(moment.app.zone).date()
        if due_from(moment, reminder, on) <= moment.today + AHEAD and moment.today < reminder.deadline(on):
            known = reminders.looked_at(tx, _mark(call_id, on)) is not None
            yield Source(reminder.kind, on, on, seen.plans if known and seen.before is not None else None, call_id)


def _mark(call_id: int, on: date) -> str:
    """Return the name under which it is noted that a call's plans were looked through for a date."""
    return f"{call_id}:{on.isoformat()}"


def come_near(tx: Tx, source: Source, after: int) -> list[Candidate]:
    """Return a page of plans in the order of their ids, from the one after `after` on."""
    return reminders.near(tx, BY_KIND[source.kind], source, after, PAGE)


def plan_ahead(tx: Tx, moment: Moment, kind: str, found: Sequence[Candidate]) -> int:
    """Find a day for each of these plans and note it; returns how many there were."""
    reminder = BY_KIND[kind]
    days = _Days(tx, moment, reminder, found)
    settled = [days.settle(candidate) for candidate in found]
    reminders.plan(tx, settled)
    if reminder.audience is Audience.BENEFICIARY:
        _wake(tx, moment, days)
    if kind in OF_MEMBERS:
        near = {each.plan_id: each.anchor for each in found}
        for plan_id in groups.among(tx, near):
            for_members(tx, moment, kind, plan_id, near[plan_id])
    return len(found)


def for_members(tx: Tx, moment: Moment, kind: str, plan_id: int, anchor: date) -> None:
    """Find a day for each member who counts in a group and has not been thought of yet, as one who joined since.

    Each is reminded apart, so that what a member is reminded of on one day is one message, whatever it is about.
    """
    known = reminders.known_to(tx, plan_id, kind, anchor)
    new = [people.by_id(tx, number) for number in groups.counted(tx, plan_id) if number not in known]
    reminders.plan(tx, [_for_member(tx, moment, kind, plan_id, anchor, person) for person in new])


def _for_member(tx: Tx, moment: Moment, kind: str, plan_id: int, anchor: date, person: Person) -> reminders.Row:
    reminder, calendar = BY_KIND[kind], calendar_for(tx, moment.app, person)
    taken = outbox.settled(tx, REMINDER, [person.id])
    on, deadline = due_from(moment, reminder, anchor), reminder.deadline(anchor)
    day = free_day(calendar, moment.now, on, deadline, lambda each: (person.id, each) in taken)
    if day is None:
        log.info("reminder %s of plan %s is dropped: no day left", kind, plan_id)
        return plan_id, kind, anchor, person.id, moment.today, ReminderState.DROPPED
    outbox.put(tx, [wake(moment, person.id, plan_id, day, max(calendar.opening(day), moment.now))])
    return plan_id, kind, anchor, person.id, day, ReminderState.PLANNED


def due_from(moment: Moment, reminder: Reminder, on: date) -> date:
    """Return the day from which a reminder is due."""
    if reminder.working:
        return moment.app.working_days(on, reminder.offset)
    return on + timedelta(days=reminder.offset)


@dataclass(frozen=True, slots=True)
class _Wake:
    """A message that a beneficiary gets on a day."""

    person_id: int
    plan_id: int
    day: date
    at: datetime


class _Days:
    """The day of each candidate of one reminder: within the hours of the one told, at most one message a day."""

    def __init__(self, tx: Tx, moment: Moment, reminder: Reminder, found: Iterable[Candidate]) -> None:
        self._scene = moment
        self._reminder = reminder
        self._stand_ins = absences.stand_ins(tx)
        self._personal = reminder.audience is Audience.BENEFICIARY
        told = {each: self._told(each) for each in found}
        self._preferences = {} if self._personal else preferences(tx, told.values())
        self._taken = outbox.settled(tx, REMINDER, filter(None, told.values())) if self._personal else set()
        self._calendars: dict[tuple[str, str, int | None], Calendar] = {}
        self.wakes: list[_Wake] = []

    def _told(self, candidate: Candidate) -> int | None:
        if self._personal:
            return candidate.beneficiary_id
        return None if candidate.referent_id is None else reader(candidate.referent_id, self._stand_ins)

    def settle(self, candidate: Candidate) -> reminders.Row:
        """Return the row to note: planned for a day, or dropped at once when nobody can be told in time."""
        person_id = self._told(candidate)
        calendar = self._calendar(candidate, person_id)
        day = None if person_id is None else self._day(candidate, person_id, calendar)
        to = candidate.beneficiary_id if person_id is None else person_id
        if day is None or person_id is None:
            log.info("reminder %s of plan %s is dropped: no day left", self._reminder.kind, candidate.plan_id)
            return (
                candidate.plan_id,
                self._reminder.kind,
                candidate.anchor,
                to,
                self._scene.today,
                ReminderState.DROPPED,
            )
        if self._personal:
            at = max(calendar.opening(day), self._scene.now)
            self.wakes.append(_Wake(person_id, candidate.plan_id, day, at))
        return candidate.plan_id, self._reminder.kind, candidate.anchor, to, day, ReminderState.PLANNED

    def _calendar(self, candidate: Candidate, person_id: int | None) -> Calendar:
        key = (candidate.region, candidate.department, None if self._personal else person_id)
        if key not in self._calendars:
            place = place_in(self._scene.app, candidate.region, candidate.department)
            preference = self._preferences.get(person_id) if person_id is not None else None
            self._calendars[key] = calendar_in(self._scene.app, place, preference)
        return self._calendars[key]

    def _day(self, candidate: Candidate, person_id: int, calendar: Calendar) -> date | None:
        if self._reminder.once:
            on, deadline = self._scene.today, date.max
        else:
            on = self._reminder.hangs_on(candidate.anchor)
            deadline = self._reminder.deadline(on)
            on = due_from(self._scene, self._reminder, on)
        return free_day(calendar, self._scene.now, on, deadline, lambda day: (person_id, day) in self._taken)


def free_day(
    calendar: Calendar, now: datetime, nominal: date, deadline: date, taken: Callable[[date], bool]
) -> date | None:
    """Return the day on which something meant for `nominal` can leave; None when none is left before `deadline`."""
    today = calendar.place.date_at(now)
    first = today if now < calendar.closing(today) else today + timedelta(days=1)
    day = meant_for(max(nominal, first), deadline, calendar)
    while day is not None and first <= day < deadline and taken(day):
        day = calendar.day_on(day + timedelta(days=1))
    return day if day is not None and first <= day < deadline else None


def wake_key(day: date) -> str:
    """Return the key of a person's message of a day: there can be only one."""
    return f"day:{day.isoformat()}"


def _wake(tx: Tx, moment: Moment, days: _Days) -> None:
    outbox.put(tx, [wake(moment, each.person_id, each.plan_id, each.day, each.at) for each in days.wakes])


def wake(moment: Moment, person_id: int, plan_id: int, day: date, at: datetime) -> outbox.Outgoing:
    """Make a message for a day: what it says is worked out when it leaves."""
    return outbox.Outgoing(
        key=wake_key(day),
        recipient_id=person_id,
        kind=REMINDER,
        context={"day": day.isoformat()},
        created_at=moment.now,
        due_at=at,
        priority=2,
        plan_id=plan_id,
    )


def looked(tx: Tx, moment: Moment, found: Iterable[Source]) -> None:
    """Note that everything was looked at."""
    reminders.look(tx, {LOOK, *(_mark(each.call_id, each.day) for each in found if each.call_id)}, moment.now)


def missed(tx: Tx, moment: Moment) -> int:
    """Return, and log, how many reminders are of no use any more as nobody looked for hours; it writes nothing."""
    before = reminders.looked_at(tx, LOOK)
    if before is None or moment.now - before < OUTAGE:
        return 0
    count = sum(_missed(tx, moment, reminder, before.astimezone(moment.app.zone).date()) for reminder in _DATED)
    lost = moment.now - before >= TELEGRAM_KEEPS
    told = " and Telegram has kept no update older than a day" if lost else ""
    log.log(
        logging.WARNING if lost else logging.INFO,
        "nobody was here for %s: %s reminders are no longer of use%s", moment.now - before, count, told,
    )  # fmt: skip
    return count


_DATED = tuple(each for each in BY_KIND.values() if each.anchor in {Anchor.DEPARTURE, Anchor.HOMECOMING})


def _missed(tx: Tx, moment: Moment, reminder: Reminder, before: date) -> int:
    last = timedelta(days=reminder.last)
    return reminders.count(tx, reminder, Source(reminder.kind, before - last, moment.today - timedelta(days=1) - last))
