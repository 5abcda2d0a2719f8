"""Days and stays as people type them: "10/7", "le 10 juillet", "from 10 to 17 July", "the week of 14 August".

A day is recognised by its shape: the marks of the text are written as letters (d a number of one or two
digits, y one of four, m a month, / a separator) and looked up in one table. A stay is two such days around a
connector, or one day and a duration. The clock is never read: today is handed in. Whether a day suits the
question (not past, inside the call) is the question's own check.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from conversations.engine.lexicon import Lexicon, Sense
from conversations.engine.marks import Mark, Trouble, read

__all__ = ["Doubt", "Span", "Trouble", "parse_date", "parse_span"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stay from the day of departure to the day of return; end >= start."""

    start: date
    end: date

    @property
    def nights(self) -> int:
        """Nights away from home."""
        return (self.end - self.start).days


@dataclass(frozen=True, slots=True)
class Doubt:
    """Days that the text may mean, likeliest first: ask which. For a stay they are days of departure."""

    options: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class _Day:
    """What was typed of a day; None was left out."""

    day: int
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    swappable: bool = False  # 4/7: the other order may be meant


_LONGEST_GUESS = 21
"""Nights. "28 to 4 August" starts in July, but where a month or a year that nobody typed would have to make a
stay longer than three weeks ("17 to 10 July"), a slip is likelier."""
_YEARS = range(1900, 2200)  # outside, the number is no year of our calendar
_NEAR_YEARS = range(-1, 10)  # of two digits after a month name: "10 July 27", but "July 10 17" is no date
_MOST_NIGHTS = 366
_FRIDAY, _SUNDAY = 4, 6
_SEPARATORS = {"-", "/", "–"}
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


def parse_date(text: str, lexicon: Lexicon, today: date) -> date | Doubt | Trouble:
    """The day that `text` means; without a year the next such day from `today` on.

    Doubt: 4/7 where both orders are written, a weekday that disagrees with the number (the number's day comes
    first, then the nearest such weekday), or two days. Troubles: NOT_UNDERSTOOD, NO_SUCH_DAY.
    """
    return _first_understood(_date(marks, lexicon, today) for marks in _readings(text, lexicon))


def parse_span(text: str, lexicon: Lexicon, today: date) -> Span | date | Doubt | Trouble:
    """The stay that `text` means, or the one day it names (then the other end has to be asked).

    A week counts seven nights. Of two orders (4/7-8/7) the one that gives the shorter stay is meant. A wrong
    weekday at the start is a Doubt about the day of departure; at the end the number wins. Troubles:
    NOT_UNDERSTOOD, NO_SUCH_DAY, END_BEFORE_START.
    """
    return _first_understood(_stay(marks, lexicon, today) for marks in _readings(text, lexicon))


def _readings(text: str, lexicon: Lexicon) -> Iterator[Sequence[Mark]]:
    """The marks with doubtful words as months (10 sept), then as what else they are (le sept juillet)."""
    for preferred in ((Sense.MONTH,), (Sense.NUMBER, Sense.NIGHTS, Sense.WEEKDAY)):
        marks = read(text, lexicon, *preferred, Sense.FILLER)
        if all(mark.sense is not Sense.REFUSAL for mark in marks):
            yield [mark for at, mark in enumerate(marks) if _counts(marks, at)]


def _counts(marks: Sequence[Mark], at: int) -> bool:
    """Whether a mark bears on the day: of the punctuation, only what may part or join numbers."""
    if marks[at].sense is not Sense.SIGN:
        return True
    around = (*marks[at - 1 : at], *marks[at + 1 : at + 2])
    is_between_numbers = [mark.sense for mark in around] == [Sense.NUMBER, Sense.NUMBER]
    return marks[at].text in _SEPARATORS or (marks[at].text == "." and is_between_numbers)


_Answer = TypeVar("_Answer")


def _first_understood(answers: Iterable[_Answer | Trouble]) -> _Answer | Trouble:
    """The first value; without one the first trouble that says more than NOT_UNDERSTOOD."""
    trouble = Trouble.NOT_UNDERSTOOD
    for answer in answers:
        if not isinstance(answer, Trouble):
            return answer
        trouble = answer if trouble is Trouble.NOT_UNDERSTOOD else trouble
    return trouble


def _date(marks: Sequence[Mark], lexicon: Lexicon, today: date) -> date | Doubt | Trouble:
    day, _ = _day_and_nights(marks, lexicon, today)
    if day:
        return _settled(day, today)
    stay = _two_ends(marks, lexicon, today)
    if isinstance(stay, Span):
        return Doubt((stay.start, stay.end))
    return Trouble.NOT_UNDERSTOOD if stay is Trouble.END_BEFORE_START else stay


def _stay(marks: Sequence[Mark], lexicon: Lexicon, today: date) -> Span | date | Doubt | Trouble:
    is_weekend = any(mark.sense is Sense.WEEKEND for mark in marks)
    marks = [mark for mark in marks if mark.sense is not Sense.WEEKEND]
    if is_weekend and all(mark.sense is Sense.OTHER for mark in marks):
        return _weekend(today + timedelta(today.weekday() == _SUNDAY))
    day, nights = _day_and_nights(marks, lexicon, today)
    if day is None:
        return _two_ends(marks, lexicon, today)
    start = _settled(day, today)
    if not isinstance(start, date):
        return start
    if is_weekend:
        return _weekend(start)
    return Span(start, start + timedelta(nights)) if nights else start


def _day_and_nights(marks: Sequence[Mark], lexicon: Lexicon, today: date) -> tuple[_Day | None, int]:
    """One day, and the nights of "a week", "2 weeks", "7 nights" beside it.

    A number before a week counts weeks, unless the day needs it (Pashto has "August 14 week").
    """
    for is_counted in (True, False):
        rest, nights = _without_duration(marks, is_counted=is_counted)
        day = _day(rest, lexicon, today)
        if day:
            return day, nights
    return None, 0


def _without_duration(marks: Sequence[Mark], *, is_counted: bool = True) -> tuple[list[Mark], int]:
    kept: list[Mark] = []
    nights = 0
    for mark in marks:
        if mark.sense is not Sense.NIGHTS:
            kept.append(mark)
            continue
        has_count = is_counted and bool(kept) and kept[-1].sense is Sense.NUMBER
        nights += mark.value * (kept.pop().value if has_count else 1)
    return kept, min(nights, _MOST_NIGHTS)


def _weekend(day: date) -> Span:
    """From Saturday to Sunday of the week of `day`; a Friday is part of it if it was named."""
    sunday = day + timedelta(_SUNDAY - day.weekday())
    return Span(day if day.weekday() == _FRIDAY else sunday - timedelta(1), sunday)


def _two_ends(marks: Sequence[Mark], lexicon: Lexicon, today: date) -> Span | Doubt | Trouble:
    """A stay around the first connector that has a day on either side; how long it is said to be is idle."""
    marks, _ = _without_duration(marks)
    for left, right in _splits(marks):
        start = _day(left, lexicon, today, is_whole=False)
        after = _settled(start, today) if start and start.month else today
        end = _day(right, lexicon, today, after=after if isinstance(after, date) else today, is_whole=False)
        if start and end:
            return _between(start, end, today)
    return Trouble.NOT_UNDERSTOOD


def _splits(marks: Sequence[Mark]) -> Iterator[tuple[Sequence[Mark], Sequence[Mark]]]:
    """Both sides of each connector, the clearest connectors first: to, a dash, a hyphen, a slash, and."""
    for sense, text in (
        (Sense.TO, ""), (Sense.SIGN, "–"), (Sense.SIGN, "-"), (Sense.SIGN, "/"), (Sense.AND, "")
    ):  # fmt: skip
        for at, mark in enumerate(marks):
            if mark.sense is sense and text in {"", mark.text}:
                yield marks[:at], marks[at + 1 :]


def _day(
    marks: Sequence[Mark], lexicon: Lexicon, today: date, *, after: date | None = None, is_whole: bool = True
) -> _Day | None:
    """The day that all of `marks` make, or None. Unknown words may stand around it, not inside.

    A weekday alone is the next one later than `after`. Where `is_whole`, its month must be there.
    """
    weekdays = [mark.value for mark in marks if mark.sense is Sense.WEEKDAY]
    core = _trimmed([mark for mark in marks if mark.sense is not Sense.WEEKDAY])
    weekday = weekdays[0] if len(weekdays) == 1 else None
    if len(weekdays) > 1 or (is_whole and _is_led_by_to(marks)):
        return None
    if [mark.sense for mark in core] == [Sense.RELATIVE]:
        return _exactly(today + timedelta(core[0].value), weekday)
    if not core and weekday is not None:
        after = after or today
        return _exactly(after + timedelta((weekday - after.weekday() - 1) % 7 + 1), weekday)
    day = _shaped(core, lexicon, today)
    return replace(day, weekday=weekday) if day and (day.month or not is_whole) else None


def _trimmed(marks: Sequence[Mark]) -> Sequence[Mark]:
    inner = [at for at, mark in enumerate(marks) if mark.sense not in _AROUND]
    return marks[inner[0] : inner[-1] + 1] if inner else ()


def _is_led_by_to(marks: Sequence[Mark]) -> bool:
    """Whether the day ends something: "until 10 July", but not "to the sea on 10 July"."""
    first = next((at for at, mark in enumerate(marks) if mark.sense not in _AROUND), 0)
    return first > 0 and marks[first - 1].sense is Sense.TO


def _exactly(day: date, weekday: int | None) -> _Day:
    return _Day(day.day, day.month, day.year, weekday)


def _shaped(core: Sequence[Mark], lexicon: Lexicon, today: date) -> _Day | None:
    """The day whose shape is in the table, or None."""
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
        return _Day(typed["day"], typed.get("month"), year)
    day, month = typed["first"], typed["second"]
    if month > 12 >= day:  # 7/25 can only be written month first
        day, month = month, day
    return _Day(day, month, year, swappable=lexicon.doubtful_order and max(day, month) <= 12 and day != month)


def _letter(mark: Mark) -> str:
    """d, m, y, / as in the table of shapes; anything else has no place in a day."""
    if mark.sense is Sense.NUMBER and mark.digits in {0, 1, 2, 4}:
        return "y" if mark.digits == 4 or mark.value > 99 else "d"
    is_separator = mark.sense is Sense.SIGN and mark.text != "–"
    return "m" if mark.sense is Sense.MONTH else "/" if is_separator else "?"


def _year(typed: Mapping[str, int], today: date) -> int | None:
    """The year as typed, None without one. A number that is no near year makes one that does not exist."""
    if "near" in typed:
        year = 2000 + typed["near"]
        return year if year - today.year in _NEAR_YEARS else 0
    return 2000 + typed["short"] if "short" in typed else typed.get("year")


def _settled(day: _Day, today: date) -> date | Doubt | Trouble:
    """The one date that a day with its month means."""
    orders = [day, _swapped(day)] if day.swappable else [day]
    options = [found for order in orders for found in _dates(order, today)[:1]]
    agreeing = [found for found in options if day.weekday in {None, found.weekday()}]
    if agreeing:
        return agreeing[0] if len(agreeing) == 1 else Doubt(tuple(agreeing))
    return _wrong_weekday(options[0], day.weekday) if options else Trouble.NO_SUCH_DAY


def _swapped(day: _Day) -> _Day:
    return replace(day, day=day.month or 0, month=day.day)


def _wrong_weekday(named: date, weekday: int | None) -> Doubt:
    """The number's day, then the nearest day of the weekday that was typed."""
    return Doubt((named, named + timedelta(((weekday or 0) - named.weekday() + 3) % 7 - 3)))


def _dates(day: _Day, today: date, years: Iterable[int] = ()) -> list[date]:
    """All dates that fit, in order: in the year typed, else in `years`, else from `today` on."""
    if day.year is not None:
        years = (day.year,)
    since = date.min if years else today
    months = (day.month,) if day.month else range(1, 13)
    found = (_existing(year, month, day.day) for year in years or _coming(today) for month in months)
    return [fitting for fitting in found if fitting and fitting >= since]


def _coming(today: date) -> range:
    """Nine years: a 29 February is never farther."""
    return range(today.year, today.year + 9)


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _between(start: _Day, end: _Day, today: date) -> Span | Doubt | Trouble:
    if start.month is None and end.month is None:
        return Trouble.NOT_UNDERSTOOD
    stays = [_span(start, end, today)]
    if start.swappable and end.swappable:
        stays.append(_span(_swapped(start), _swapped(end), today))
    spans = [stay for stay in stays if isinstance(stay, Span)]
    if not spans:
        return stays[0]
    stay = min(spans, key=lambda span: span.nights)
    if start.weekday in {None, stay.start.weekday()}:
        return stay
    return _wrong_weekday(stay.start, start.weekday)


def _span(start: _Day, end: _Day, today: date) -> Span | Trouble:
    """The earliest stay that fits what was typed of both days."""
    starts = _dates(start, today, (end.year - 1, end.year) if end.year else ())
    ends = _dates(end, today, (start.year, start.year + 1) if start.year else ())
    if not starts or not ends:
        return Trouble.NO_SUCH_DAY
    for first in starts:
        last = next((day for day in ends if day >= first), None)
        if last and (not _is_guess(start, end, first, last) or (last - first).days <= _LONGEST_GUESS):
            return Span(first, last)
    return Trouble.END_BEFORE_START


def _is_guess(start: _Day, end: _Day, first: date, last: date) -> bool:
    """Whether the two ends fell into different months or years although that was not typed."""
    is_month_guessed = None in {start.month, end.month} and first.month != last.month
    is_year_guessed = None in {start.year, end.year} and first.year != last.year
    return is_month_guessed or is_year_guessed
