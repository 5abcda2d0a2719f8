"""Planning: which reminders have come near, for whom, and on which day each will leave. Nothing is sent here."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.absence import reader
from bot.domain.hours import Calendar, meant_for
from bot.domain.notices import REMINDER, Audience
from bot.domain.reminders import BY_KIND, OF_CALLS, VOUCHER_YEARS, Anchor, Reminder
from bot.services.reminders.calendars import calendar_in, place_in, preferences
from bot.services.scene import Scene
from bot.storage import absences, outbox, reminders
from bot.storage.reminders import Candidate, State
from bot.storage.store import Tx

log = logging.getLogger(__name__)

AHEAD = timedelta(days=4)
"""So early a reminder is planned: what would fall on closed days leaves before them, and no weekend is longer."""
LONGEST_WORKING_WEEKS = timedelta(days=14)
"""Days that surely hold the five working days before a date, whatever the holidays."""
CHUNK = 100
"""Plans looked at in one transaction, so that nobody's reply waits for a crowd."""


def come_near(tx: Tx, scene: Scene) -> list[str]:
    """The kinds of which something has come near. Only looks: most looks find nothing, and keep nobody waiting."""
    return [kind for kind, reminder in BY_KIND.items() if _candidates(tx, scene, reminder, 1)]


def plan_ahead(tx: Tx, scene: Scene, kind: str) -> int:
    """Plan what has come near of one kind, up to a chunk; returns how many plans were looked at."""
    reminder = BY_KIND[kind]
    found = _candidates(tx, scene, reminder, CHUNK)
    if not found:
        return 0
    days = _Days(tx, scene, reminder, found)
    settled = [days.settle(candidate) for candidate in found]
    reminders.plan(tx, settled)
    if reminder.audience is Audience.BENEFICIARY:
        _wake(tx, scene, days)
    return len(found)


def _candidates(tx: Tx, scene: Scene, reminder: Reminder, limit: int) -> list[Candidate]:
    near = _near_in_calls if reminder.anchor in OF_CALLS else _near
    return near(tx, scene, reminder, limit)


def _near(tx: Tx, scene: Scene, reminder: Reminder, limit: int) -> list[Candidate]:
    """Plans with a date of their own, near enough and not too far gone."""
    offset, last = timedelta(days=reminder.offset), timedelta(days=reminder.last)
    match reminder.anchor:
        case Anchor.LAST_ANSWER:
            return reminders.near(tx, reminder, scene.now - last, scene.now - offset, limit)
        case Anchor.VOUCHERS_END:
            ends = (date(scene.today.year - back, 12, 31) for back in (1, 0))
            handed = [end.year - VOUCHER_YEARS for end in ends if end + offset - AHEAD <= scene.today <= end + last]
            found = (reminders.near(tx, reminder, date(y, 1, 1), date(y, 12, 31), limit) for y in handed)
            return [each for some in found for each in some][:limit]
        case _:
            return reminders.near(tx, reminder, scene.today - last, scene.today + AHEAD - offset, limit)


def _near_in_calls(tx: Tx, scene: Scene, reminder: Reminder, limit: int) -> list[Candidate]:
    """Plans of calls whose date is near; the first call that has any."""
    latest = scene.today + AHEAD + timedelta(days=-reminder.offset) + LONGEST_WORKING_WEEKS
    for call_id, people_by, closes_at in reminders.calls_between(tx, reminder.anchor, scene.today, latest):
        on = people_by if reminder.anchor is Anchor.PEOPLE_BY else closes_at.astimezone(scene.house.zone).date()
        if _nominal(scene, reminder, on) <= scene.today + AHEAD and scene.today < reminder.deadline(on):
            found = reminders.near_in_call(tx, reminder, call_id, on, limit)
            if found:
                return found
    return []


def _nominal(scene: Scene, reminder: Reminder, on: date) -> date:
    """The day from which it is due."""
    if reminder.working:
        return scene.house.working_days(on, reminder.offset)
    return on + timedelta(days=reminder.offset)


@dataclass(frozen=True, slots=True)
class _Wake:
    """Somebody who gets a message on a day."""

    person_id: int
    plan_id: int
    day: date
    at: datetime


class _Days:
    """Finds the day of each candidate of one reminder: within her hours, at most one message a day."""

    def __init__(self, tx: Tx, scene: Scene, reminder: Reminder, found: Iterable[Candidate]) -> None:
        self._scene = scene
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
        """The row to note: planned for a day, or dropped at once when nobody can be told in time."""
        person_id = self._told(candidate)
        calendar = self._calendar(candidate, person_id)
        day = None if person_id is None else self._day(candidate, person_id, calendar)
        to = candidate.beneficiary_id if person_id is None else person_id
        if day is None or person_id is None:
            log.info("reminder %s of plan %s is dropped: no day left", self._reminder.kind, candidate.plan_id)
            return candidate.plan_id, self._reminder.kind, candidate.anchor, to, self._scene.today, State.DROPPED
        if self._personal:
            at = max(calendar.opening(day), self._scene.now)
            self.wakes.append(_Wake(person_id, candidate.plan_id, day, at))
        return candidate.plan_id, self._reminder.kind, candidate.anchor, to, day, State.PLANNED

    def _calendar(self, candidate: Candidate, person_id: int | None) -> Calendar:
        key = (candidate.region, candidate.department, None if self._personal else person_id)
        if key not in self._calendars:
            place = place_in(self._scene.house, candidate.region, candidate.department)
            preference = self._preferences.get(person_id) if person_id is not None else None
            self._calendars[key] = calendar_in(self._scene.house, place, preference)
        return self._calendars[key]

    def _day(self, candidate: Candidate, person_id: int, calendar: Calendar) -> date | None:
        if self._reminder.once:
            on, deadline = self._scene.today, date.max
        else:
            on = self._reminder.hangs_on(candidate.anchor)
            deadline = self._reminder.deadline(on)
            on = _nominal(self._scene, self._reminder, on)
        return free_day(calendar, self._scene.now, on, deadline, lambda day: (person_id, day) in self._taken)


def free_day(
    calendar: Calendar, now: datetime, nominal: date, deadline: date, taken: Callable[[date], bool]
) -> date | None:
    """The day on which something meant for `nominal` can still leave; None when none is left before `deadline`."""
    today = calendar.place.date_at(now)
    first = today if now < calendar.closing(today) else today + timedelta(days=1)
    day = meant_for(max(nominal, first), deadline, calendar)
    while day is not None and first <= day < deadline and taken(day):
        day = calendar.day_on(day + timedelta(days=1))
    return day if day is not None and first <= day < deadline else None


def wake_key(day: date) -> str:
    """The key of somebody's message of a day: there can be only one."""
    return f"day:{day.isoformat()}"


def _wake(tx: Tx, scene: Scene, days: _Days) -> None:
    outbox.put(tx, [wake(scene, each.person_id, each.plan_id, each.day, each.at) for each in days.wakes])


def wake(scene: Scene, person_id: int, plan_id: int, day: date, at: datetime) -> outbox.Outgoing:
    """A message on a day: what it says is worked out when it leaves."""
    return outbox.Outgoing(
        key=wake_key(day),
        recipient_id=person_id,
        kind=REMINDER,
        context={"day": day.isoformat()},
        created_at=scene.now,
        due_at=at,
        priority=2,
        plan_id=plan_id,
    )


LOOK = "reminders"
NOTED_EVERY = timedelta(minutes=30)
"""That somebody looks is written so often: a write at each look would tell nobody anything more."""
OUTAGE = timedelta(hours=2)
"""Nobody has looked for so long: something may have become useless meanwhile."""


def after_outage(tx: Tx, scene: Scene) -> int:
    """Note that reminders are looked at now; after an outage, log how many are of no use any more."""
    before = reminders.looked_at(tx, LOOK)
    if before is None or abs(scene.now - before) >= NOTED_EVERY:
        reminders.look(tx, LOOK, scene.now)
    if before is None or scene.now - before < OUTAGE:
        return 0
    missed = sum(_missed(tx, scene, reminder, before.astimezone(scene.house.zone).date()) for reminder in _DATED)
    log.info("nobody looked at reminders for %s; %s are no longer of use", scene.now - before, missed)
    return missed


_DATED = tuple(each for each in BY_KIND.values() if each.anchor in {Anchor.DEPARTURE, Anchor.HOMECOMING})


def _missed(tx: Tx, scene: Scene, reminder: Reminder, since: date) -> int:
    last = timedelta(days=reminder.last)
    return reminders.count_missed(tx, reminder, since - last, scene.today - timedelta(days=1) - last)
