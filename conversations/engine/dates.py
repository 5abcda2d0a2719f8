"""Days and stays as people type them: "10/7", "le 10 juillet", "from 10 to 17 July", "the week of 14 August".

A stay is two days around a connector, or one day and a duration; how a single day is recognised stands in
`days`. The clock is never read: today is handed in. Whether a day suits the question (not past, inside the
call) is the question's own check.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from conversations.engine.date_parser import (
    Doubt,
    TypedDay,
    exactly,
    fitting,
    read_day,
    settled,
    swapped,
    wrong_weekday,
)
from conversations.engine.lexicon import Lexicon, Sense
from conversations.engine.tokens import Mark, Trouble, read

__all__ = ["Doubt", "Span", "Trouble", "parse_date", "parse_return", "parse_span"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stay from the day of departure to the day of return; end >= start."""

    start: date
    end: date

    @property
    def nights(self) -> int:
        """Nights away from home."""
        return (self.end - self.start).days


_LONGEST_GUESS = 21
"""Nights. "28 to 4 August" starts in July, but where a month or a year that nobody typed would have to make a
stay longer than three weeks ("17 to 10 July"), a slip is likelier."""
_MOST_NIGHTS = 366
_FRIDAY, _SUNDAY = 4, 6
_SEPARATORS = {"-", "/", "–"}
_OF_DAYS = {Sense.NUMBER, Sense.MONTH, Sense.WEEKDAY, Sense.RELATIVE}


def parse_date(text: str, lexicon: Lexicon, today: date) -> date | Doubt | Trouble:
    """Read the day that `text` means; without a year the next such day from `today` on.

    Doubt: 4/7 where both orders are written, a weekday that disagrees with the number (the number's day comes
    first, then the nearest such weekday), or two days. Troubles: NOT_UNDERSTOOD, NO_SUCH_DAY.
    """
    return _first_understood(_date(marks, lexicon, today) for marks in _readings(text, lexicon))


def parse_span(text: str, lexicon: Lexicon, today: date) -> Span | date | Doubt | Trouble:
    """Read the stay that `text` means, or the one day it names (then the other end has to be asked).

    A week counts seven nights. Of two orders (4/7-8/7) the one that gives the shorter stay is meant. A wrong
    weekday at the start is a Doubt about the day of departure; at the end the number wins. Troubles:
    NOT_UNDERSTOOD, NO_SUCH_DAY, END_BEFORE_START.
    """
    return _first_understood(_stay(marks, lexicon, today) for marks in _readings(text, lexicon))


def parse_return(text: str, lexicon: Lexicon, start: date, today: date) -> Span | Trouble:
    """Read the stay that begins on `start` and ends as `text` says: "le 17", "au 17 juillet", "une semaine".

    A whole stay typed instead ("du 12 au 19 juillet") replaces `start`. Of two orders (4/7) the one that gives
    the shorter stay is meant. Troubles: NOT_UNDERSTOOD, NO_SUCH_DAY, END_BEFORE_START.
    """
    return _first_understood(_return(marks, lexicon, start, today) for marks in _readings(text, lexicon))


def _readings(text: str, lexicon: Lexicon) -> Iterator[Sequence[Mark]]:
    """Yield the marks with doubtful words as months (10 sept), then as what else they are (le sept juillet)."""
    for preferred in ((Sense.MONTH,), (Sense.NUMBER, Sense.NIGHTS, Sense.WEEKDAY)):
        marks = read(text, lexicon, *preferred, Sense.FILLER)
        if all(mark.sense is not Sense.REFUSAL for mark in marks):
            yield [mark for at, mark in enumerate(marks) if _counts(marks, at)]


def _counts(marks: Sequence[Mark], at: int) -> bool:
    """Return whether a mark bears on the day: of the punctuation, only what may part or join numbers."""
    if marks[at].sense is not Sense.SIGN:
        return True
    around = (*marks[at - 1 : at], *marks[at + 1 : at + 2])
    is_between_numbers = [mark.sense for mark in around] == [Sense.NUMBER, Sense.NUMBER]
    return marks[at].text in _SEPARATORS or (marks[at].text == "." and is_between_numbers)


_Answer = TypeVar("_Answer")


def _first_understood(answers: Iterable[_Answer | Trouble]) -> _Answer | Trouble:
    """Return the first value; without one the first trouble that says more than NOT_UNDERSTOOD."""
    trouble = Trouble.NOT_UNDERSTOOD
    for answer in answers:
        if not isinstance(answer, Trouble):
            return answer
        trouble = answer if trouble is Trouble.NOT_UNDERSTOOD else trouble
    return trouble


def _date(marks: Sequence[Mark], lexicon: Lexicon, today: date) -> date | Doubt | Trouble:
    day, _ = _day_and_nights(marks, lexicon, today)
    if day:
        return settled(day, today)
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
    start = settled(day, today)
    if not isinstance(start, date):
        return start
    if is_weekend:
        return _weekend(start)
    return Span(start, start + timedelta(nights)) if nights else start


def _day_and_nights(marks: Sequence[Mark], lexicon: Lexicon, today: date) -> tuple[TypedDay | None, int]:
    """Read one day, and the nights of "a week", "2 weeks", "7 nights" beside it.

    A number before a week counts weeks, unless the day needs it (Pashto has "August 14 week").
    """
    for is_counted in (True, False):
        rest, nights = _without_duration(marks, is_counted=is_counted)
        day = read_day(rest, lexicon, today)
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
    """Return Saturday to Sunday of the week of `day`; a Friday is part of it if it was named."""
    sunday = day + timedelta(_SUNDAY - day.weekday())
    return Span(day if day.weekday() == _FRIDAY else sunday - timedelta(1), sunday)


def _two_ends(marks: Sequence[Mark], lexicon: Lexicon, today: date) -> Span | Doubt | Trouble:
    """Read a stay around the first connector that has a day on either side; how long it is said to be is idle."""
    marks, _ = _without_duration(marks)
    for left, right in _splits(marks):
        start = read_day(left, lexicon, today, is_whole=False)
        after = settled(start, today) if start and start.month else today
        end = read_day(right, lexicon, today, after=after if isinstance(after, date) else today, is_whole=False)
        if start and end:
            return _between(start, end, today)
    return Trouble.NOT_UNDERSTOOD


def _splits(marks: Sequence[Mark]) -> Iterator[tuple[Sequence[Mark], Sequence[Mark]]]:
    """Yield both sides of each connector, the clearest connectors first: to, a dash, a hyphen, a slash, and."""
    for sense, text in (
        (Sense.TO, ""), (Sense.SIGN, "–"), (Sense.SIGN, "-"), (Sense.SIGN, "/"), (Sense.AND, "")
    ):  # fmt: skip
        for at, mark in enumerate(marks):
            if mark.sense is sense and text in {"", mark.text}:
                yield marks[:at], marks[at + 1 :]


def _return(marks: Sequence[Mark], lexicon: Lexicon, start: date, today: date) -> Span | Trouble:
    whole = _stay(marks, lexicon, today)
    if isinstance(whole, Span):
        return whole
    rest, nights = _without_duration(marks)
    if nights and not any(mark.sense in _OF_DAYS for mark in rest):
        return Span(start, start + timedelta(nights))
    end = read_day(rest, lexicon, today, after=start, is_whole=False)
    if end is None:
        return Trouble.NOT_UNDERSTOOD
    ends = [end, swapped(end)] if end.swappable else [end]
    return _shortest([_span(exactly(start), end, today) for end in ends])


def _between(start: TypedDay, end: TypedDay, today: date) -> Span | Doubt | Trouble:
    if start.month is None and end.month is None:
        return Trouble.NOT_UNDERSTOOD
    stays = [_span(start, end, today)]
    if start.swappable and end.swappable:
        stays.append(_span(swapped(start), swapped(end), today))
    stay = _shortest(stays)
    if isinstance(stay, Trouble) or start.weekday in {None, stay.start.weekday()}:
        return stay
    return wrong_weekday(stay.start, start.weekday)


def _shortest(stays: Sequence[Span | Trouble]) -> Span | Trouble:
    spans = [stay for stay in stays if isinstance(stay, Span)]
    return min(spans, key=lambda span: span.nights) if spans else stays[0]


def _span(start: TypedDay, end: TypedDay, today: date) -> Span | Trouble:
    """Return the earliest stay that fits what was typed of both days."""
    starts = fitting(start, today, (end.year - 1, end.year) if end.year else ())
    ends = fitting(end, today, (start.year, start.year + 1) if start.year else ())
    if not starts or not ends:
        return Trouble.NO_SUCH_DAY
    for first in starts:
        last = next((day for day in ends if day >= first), None)
        if last and (not _is_guess(start, end, first, last) or (last - first).days <= _LONGEST_GUESS):
            return Span(first, last)
    return Trouble.END_BEFORE_START


def _is_guess(start: TypedDay, end: TypedDay, first: date, last: date) -> bool:
    """Return whether the two ends fell into different months or years although that was not typed."""
    is_month_guessed = None in {start.month, end.month} and first.month != last.month
    is_year_guessed = None in {start.year, end.year} and first.year != last.year
    return is_month_guessed or is_year_guessed
