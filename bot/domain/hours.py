"""When a person may be written to: hours of people and of professionals, where they live. Pure rules.

Times of day are those of the place itself, so that summer time and overseas departments come right by themselves.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)

OVERSEAS = {
    "971": ZoneInfo("America/Guadeloupe"),
    "972": ZoneInfo("America/Martinique"),
    "973": ZoneInfo("America/Cayenne"),
    "974": ZoneInfo("Indian/Reunion"),
    "976": ZoneInfo("Indian/Mayotte"),
    "GP": ZoneInfo("America/Guadeloupe"),
    "MQ": ZoneInfo("America/Martinique"),
    "GF": ZoneInfo("America/Cayenne"),
    "RE": ZoneInfo("Indian/Reunion"),
    "YT": ZoneInfo("Indian/Mayotte"),
}
"""Departments and regions where it is never the hour of Paris."""

AWAKE = timedelta(minutes=10)
"""So long after the last word or tap a person still has the telephone in hand."""

IsWorkingDay = Callable[[date, str], bool]
"""Whether people work on a day, in a region or department; handed in, as holidays come from outside the domain."""


class Way(StrEnum):
    """How a professional wants to be told what awaits them."""

    DAILY = "daily"
    """One message a working day, and at once only what is urgent."""
    AT_ONCE = "at_once"
    """Each thing when it happens, within the professional's hours."""
    NONE = "none"
    """Never first: the professional opens the bot."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours in which a person may be written to: from `opens` up to, not including, `closes` (0 to 24)."""

    opens: int
    closes: int
    days: frozenset[int]
    """Days of the week, Monday is 0."""
    holidays_off: bool = True
    """Not on public holidays of the place."""


PEOPLE = Hours(9, 20, frozenset(range(6)), holidays_off=False)
"""Nobody is woken, nor disturbed on a Sunday (docs/decisions.md, Reminders)."""

OFFICE = Hours(9, 18, frozenset(range(5)))
"""A professional's hours as long as no others are set."""

ALWAYS = Hours(0, 24, frozenset(range(7)), holidays_off=False)
"""Of a person who wants to be told at any hour."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person is: clock and public holidays. `region` is a region's or a department's official code."""

    zone: ZoneInfo
    region: str = ""

    def date_at(self, moment: datetime) -> date:
        """Return the day it is at that place."""
        return moment.astimezone(self.zone).date()

    def hour_at(self, moment: datetime) -> int:
        """Return the hour of the day it is at that place."""
        return moment.astimezone(self.zone).hour


def place_of(region: str, department: str, default: ZoneInfo) -> Place:
    """Return the place of an organisation; `default` is the clock of metropolitan France, or of the bot's operator."""
    code = department or region
    return Place(OVERSEAS.get(code, default), code)


@dataclass(frozen=True, slots=True)
class Calendar:
    """A person's hours in their place."""

    hours: Hours
    place: Place
    is_working_day: IsWorkingDay

    def opens_on(self, day: date) -> bool:
        """Return whether the person may be written to at all that day."""
        if day.weekday() not in self.hours.days:
            return False
        return not self.hours.holidays_off or not self._holiday(day)

    def _holiday(self, day: date) -> bool:
        """Return whether it is a weekday on which nobody works; weekends are for `days` to say."""
        return day.weekday() < SATURDAY and not self.is_working_day(day, self.place.region)

    def opening(self, day: date) -> datetime:
        """Return the first moment of that day in which the person may be written to, in UTC."""
        return _at(day, self.hours.opens, self.place.zone)

    def closing(self, day: date) -> datetime:
        """Return the first moment after the person's hours of that day."""
        return _at(day, self.hours.closes, self.place.zone)

    def at(self, day: date, hour: int) -> datetime:
        """Return that hour of that day in the person's place, in UTC."""
        return _at(day, hour, self.place.zone)

    def is_open(self, now: datetime) -> bool:
        """Return whether the person may be written to now."""
        day = self.place.date_at(now)
        return self.opens_on(day) and self.opening(day) <= now < self.closing(day)

    def next_open(self, now: datetime) -> datetime:
        """Return now, if the person may be written to now; else the next moment at which they may."""
        if self.is_open(now):
            return now
        day = self.place.date_at(now)
        if now >= self.opening(day):
            day += ONE_DAY
        return self.opening(self.day_on(day))

    def day_on(self, day: date) -> date:
        """Return that day if the person may be written to on it, else the first one after."""
        return self._day(day, ONE_DAY)

    def day_before(self, day: date) -> date:
        """Return the last day before that one on which the person may be written to."""
        return self._day(day - ONE_DAY, -ONE_DAY)

    def _day(self, day: date, step: timedelta) -> date:
        for _ in range(LONGEST_CLOSED):
            if self.opens_on(day):
                return day
            day += step
        raise ValueError("somebody who may never be written to has no next day")


def is_awake(now: datetime, last_act: datetime | None) -> bool:
    """Return whether a person has just written or tapped: what happens now reaches them at once, whatever the hour."""
    return last_act is not None and timedelta() <= now - last_act <= AWAKE


SATURDAY = 5
LONGEST_CLOSED = 60
"""Days in a row looked through: no calendar is closed as long."""


def meant_for(nominal: date, deadline: date, calendar: Calendar) -> date | None:
    """Return the day on which something meant for `nominal` leaves: from then on, but before `deadline`, else earlier.

    What would be pushed to its deadline or past it leaves before it. None when no day in the
    week before will do.
    """
    day = calendar.day_on(nominal)
    if day < deadline:
        return day
    earlier = calendar.day_before(nominal)
    return earlier if nominal - earlier <= timedelta(days=7) else None


def _at(day: date, hour: int, zone: ZoneInfo) -> datetime:
    following, clock = divmod(hour, 24)
    return datetime.combine(day + ONE_DAY * following, time(clock), zone).astimezone(UTC)
