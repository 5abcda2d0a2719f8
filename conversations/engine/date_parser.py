"""One day as typed, recognised by its shape.

The marks of the text are written as letters (d a number of one or two digits, y one of four, m a month, / a
separator) and looked up in one table. Stays, durations and choosing among readings of words are in `dates`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from conversations.engine.lexicon import Lexicon, Sense
from conversations.engine.tokens import Mark, Trouble


@dataclass(frozen=True, slots=True)
class Doubt:
    """Days that the text may mean, likeliest first: ask which. For a stay they are days of departure."""

    options: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class TypedDay:
    """What was typed of a day; None was left out."""

    day: int
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    swappable: bool = False  # 4/7: the other order may be meant


_YEARS = range(1900, 2200)  # outside, the number is no year of our calendar
_NEAR_YEARS = range(-1, 10)  # of two digits after a month name: "10 July 27", but "July 10 17" is no date
_AROUND = {Sense.OTHER, Sense.SIGN, Sense.TO}
"""What may stand before and after a day."""

_SHAPES = {
    "dm": "day month", "md": "month day", "d/m": "day month",
    "dmy": "day month year", "mdy": "month day year", "ymd": "year month day", "d/m/y": "day month year",
    "dmd": "day month near", "mdd": "month day near", "d/m/d": "day month near",
    "d/d": "first second", "d/d/d": "first second short", "d/d/y": "first second year",
    "d/dy": "first second year",
    "dd": "first second", "ddd": "first second short", "ddy": "first second year",
    "y/d/d": "year month day", "ydd": "year month day",
    "d": "day", "dy": "day year", "d/y": "day year",
}  # fmt: skip


def read_day(
    marks: Sequence[Mark], lexicon: Lexicon, today: date, *, after: date | None = None, is_whole: bool = True
) -> TypedDay | None:
    """Read the day that all of `marks` make, or None. Unknown words may stand around it, not inside.

    A weekday alone is the next one later than `after`. Where `is_whole`, its month must be there.
    """
    weekdays = [mark.value for mark in marks if mark.sense is Sense.WEEKDAY]
    core = _trimmed([mark for mark in marks if mark.sense is not Sense.WEEKDAY])
    weekday = weekdays[0] if len(weekdays) == 1 else None
    if len(weekdays) > 1 or (is_whole and _is_led_by_to(marks)):
        return None
    if [mark.sense for mark in core] == [Sense.RELATIVE]:
        return exactly(today + timedelta(core[0].value), weekday)
    if not core and weekday is not None:
        after = after or today
        return exactly(after + timedelta((weekday - after.weekday() - 1) % 7 + 1), weekday)
    day = _shaped(core, lexicon, today)
    return replace(day, weekday=weekday) if day and (day.month or not is_whole) else None


def _trimmed(marks: Sequence[Mark]) -> Sequence[Mark]:
    inner = [at for at, mark in enumerate(marks) if mark.sense not in _AROUND]
    return marks[inner[0] : inner[-1] + 1] if inner else ()


def _is_led_by_to(marks: Sequence[Mark]) -> bool:
    """Return whether the day ends something: "until 10 July", but not "to the sea on 10 July"."""
    first = next((at for at, mark in enumerate(marks) if mark.sense not in _AROUND), 0)
    return first > 0 and marks[first - 1].sense is Sense.TO


def exactly(day: date, weekday: int | None = None) -> TypedDay:
    """Return a date as if typed in full."""
    return TypedDay(day.day, day.month, day.year, weekday)


def _shaped(core: Sequence[Mark], lexicon: Lexicon, today: date) -> TypedDay | None:
    """Return the day whose shape is in the table, or None."""
    fields = _SHAPES.get("".join(_letter(mark) for mark in core))
    separators = {mark.text for mark in core if mark.sense is Sense.SIGN}
    if fields is None or len(separators) > 1:
        return None
    values = (mark.value for mark in core if mark.sense is not Sense.SIGN)
    typed = dict(zip(fields.split(), values, strict=True))
    year = _year(typed, today)
    if year is not None and year not in _YEARS:
        return None
    if "first" not in typed:
        return TypedDay(typed["day"], typed.get("month"), year)
    day, month = typed["first"], typed["second"]
    if month > 12 >= day:  # 7/25 can only be written month first
        day, month = month, day
    return TypedDay(day, month, year, swappable=lexicon.doubtful_order and max(day, month) <= 12 and day != month)


def _letter(mark: Mark) -> str:
    """Return d, m, y or / as in the table of shapes; anything else has no place in a day."""
    if mark.sense is Sense.NUMBER and mark.digits in {0, 1, 2, 4}:
        return "y" if mark.digits == 4 or mark.value > 99 else "d"
    is_separator = mark.sense is Sense.SIGN and mark.text != "–"
    return "m" if mark.sense is Sense.MONTH else "/" if is_separator else "?"


def _year(typed: Mapping[str, int], today: date) -> int | None:
    """Return the year as typed, None without one. A number that is no near year makes one that does not exist."""
    if "near" in typed:
        year = 2000 + typed["near"]
        return year if year - today.year in _NEAR_YEARS else 0
    return 2000 + typed["short"] if "short" in typed else typed.get("year")


def settled(day: TypedDay, today: date) -> date | Doubt | Trouble:
    """Return the one date that a day with its month means."""
    orders = [day, swapped(day)] if day.swappable else [day]
    options = [found for order in orders for found in fitting(order, today)[:1]]
    agreeing = [found for found in options if day.weekday in {None, found.weekday()}]
    if agreeing:
        return agreeing[0] if len(agreeing) == 1 else Doubt(tuple(agreeing))
    return wrong_weekday(options[0], day.weekday) if options else Trouble.NO_SUCH_DAY


def swapped(day: TypedDay) -> TypedDay:
    """Return the same numbers in the other order."""
    return replace(day, day=day.month or 0, month=day.day)


def wrong_weekday(named: date, weekday: int | None) -> Doubt:
    """Return the number's day, then the nearest day of the weekday that was typed."""
    return Doubt((named, named + timedelta(((weekday or 0) - named.weekday() + 3) % 7 - 3)))


def fitting(day: TypedDay, today: date, years: Iterable[int] = ()) -> list[date]:
    """Return all dates that fit, in order: in the year typed, else in `years`, else from `today` on."""
    if day.year is not None:
        years = (day.year,)
    since = date.min if years else today
    months = (day.month,) if day.month else range(1, 13)
    found = (_existing(year, month, day.day) for year in years or _coming(today) for month in months)
    return [existing for existing in found if existing and existing >= since]


def _coming(today: date) -> range:
    """Return nine years: a 29 February is never farther."""
    return range(today.year, today.year + 9)


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
