"""Rules about the days: how long, how soon, before which answer, in which season."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from bot.domain.figures import NOT_APPLICABLE, UNKNOWN, Value, Verdict
from bot.domain.limits import FilingUntil, StayWindow
from conversations.engine.answers import Facts
from conversations.engine.dates import Span
from conversations.engine.keyboard import Problem
from conversations.engine.steps import Step
from conversations.engine.widgets import Number
from conversations.reckoning import nights
from conversations.rules.feeds import answered, asked, days, departure, homecoming, stays_until
from conversations.rules.kind import Kind, Told

LONGEST_STAY = 60

SATURDAY = 5

SCHOOL_AGES = range(3, 17)
"""Compulsory schooling in France: from 3 to 16 years."""


def not_under(least: str) -> Callable[[int, Facts], Problem | None]:
    """Return the check that the most is no less than the least, which the question `least` asks."""

    def check(most: int, facts: Facts) -> Problem | None:
        low = facts.value(least)
        return Problem("under_least", {"least": low}) if low is not None and most < low else None

    return check


def _length(start: date, actual: int, least: int, most: int) -> Verdict:
    fitting: dict[str, Value] = {
        "earliest_return": start + timedelta(days=least),
        "latest_return": start + timedelta(days=most),
    }
    return Verdict(least <= actual <= most, actual, fitting)


@dataclass(frozen=True, slots=True)
class Nights:
    """The stay lasts from `least` to `most` nights."""

    kind: ClassVar[str] = "nights"
    least: int
    most: int

    def judge(self, departure: date | None, nights: int | None) -> Verdict:
        """Compare the nights with the limit; a stay that does not fit is told the return dates that would."""
        if departure is None or nights is None:
            return UNKNOWN
        return _length(departure, nights, self.least, self.most)


NIGHTS = Kind(
    limit=Nights,
    feeds=(departure, nights),
    set_by={
        "least": Step("least_nights", Number(low=0, high=LONGEST_STAY)),
        "most": Step("most_nights", Number(low=0, high=LONGEST_STAY, checks=(not_under("least_nights"),))),
    },
    warns_after=("dates",),
)


@dataclass(frozen=True, slots=True)
class Days:
    """The stay lasts from `least` to `most` days, the first and the last included."""

    kind: ClassVar[str] = "days"
    least: int
    most: int

    def judge(self, departure: date | None, days: int | None) -> Verdict:
        """Compare the days as nights are compared; a day trip is one day."""
        if departure is None or days is None:
            return UNKNOWN
        return _length(departure - timedelta(days=1), days, self.least, self.most)


DAYS = Kind(
    limit=Days,
    feeds=(departure, days),
    set_by={
        "least": Step("least_days", Number(low=1, high=LONGEST_STAY)),
        "most": Step("most_days", Number(low=1, high=LONGEST_STAY, checks=(not_under("least_days"),))),
    },
    warns_after=("dates",),
)


@dataclass(frozen=True, slots=True)
class LeadDays:
    """The request leaves at least this many days before the departure."""

    kind: ClassVar[str] = "lead_days"
    least: int

    def judge(self, departure: date | None, asked: date, stays_until: date | None) -> Verdict:
        """Compare the days ahead with the least; satisfied by a later departure, while there are stays then."""
        if departure is None:
            return UNKNOWN
        ahead, earliest = (departure - asked).days, asked + timedelta(days=self.least)
        possible = stays_until is None or earliest < stays_until
        return Verdict(ahead >= self.least, ahead, {"earliest_departure": earliest} if possible else {})


LEAD_DAYS = Kind(
    limit=LeadDays,
    feeds=(departure, asked, stays_until),
    set_by={"least": Step("lead", Number(low=0, high=365, offered=(15, 30, 45, 60)))},
    warns_after=("dates",),
)


@dataclass(frozen=True, slots=True)
class NotLeftYet:
    """Nobody leaves before the answer: an aid is never granted for a stay that has begun."""

    kind: ClassVar[str] = "not_left_yet"

    def judge(self, departure: date | None, answered: date) -> Verdict:
        """Compare the days between answer and departure; it is the day of departure that is too late."""
        if departure is None:
            return UNKNOWN
        tomorrow = answered + timedelta(days=1)
        return Verdict(departure >= tomorrow, departure, {"earliest_departure": tomorrow})


NOT_LEFT_YET = Kind(limit=NotLeftYet, feeds=(departure, answered), settled_by=("dates",))


def pupils(facts: Facts) -> bool | None:
    """Return whether a child who goes along goes to school."""
    ages = facts.value("children")
    return None if ages is None else any(age in SCHOOL_AGES for age in ages)


def school_holidays(facts: Facts) -> bool | None:
    """Return whether no child misses school; None while a day is not known, or its year not published."""
    span = facts.value("dates")
    if not isinstance(span, Span) or facts.off_school is None:
        return None
    known = [facts.off_school(day) for day in _school_week(span)]
    return False if False in known else None if None in known else True


def _school_week(span: Span) -> Iterator[date]:
    """Return the days of the stay on which there is school in a week of school."""
    every_day = (span.start + timedelta(days=number) for number in range((span.end - span.start).days + 1))
    return (day for day in every_day if day.weekday() < SATURDAY)


@dataclass(frozen=True, slots=True)
class InSchoolHolidays:
    """A stay with children who go to school takes place in the school holidays."""

    kind: ClassVar[str] = "school_holidays"

    def judge(self, pupils: bool | None, school_holidays: bool | None) -> Verdict:  # noqa: FBT001 - given by name
        """Look at the pupils: without any there is no school to miss."""
        if pupils is False:
            return NOT_APPLICABLE
        if pupils is None or school_holidays is None:
            return UNKNOWN
        return Verdict(school_holidays)


SCHOOL_HOLIDAYS = Kind(
    limit=InSchoolHolidays,
    feeds=(pupils, school_holidays),
    warns_after=("dates",),
    settled_by=("children", "dates"),
)

STAY_WINDOW = Kind(
    limit=StayWindow,
    feeds=(departure, homecoming),
    told=Told.WHERE_IT_CHANGES,
    settled_by=("dates",),
    never_added="each call has its days of stays",
)
FILING_UNTIL = Kind(
    limit=FilingUntil,
    feeds=(asked,),
    told=Told.WHERE_IT_CHANGES,
    never_added="each call has its closing",
)
"""The call's own dates: they are changed there, and its terms say them in their own words."""
