"""Days: one day, or the first and the last day of a stay, in a month grid or typed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, TypeAlias

from conversations.engine.answers import Facts, Json
from conversations.engine.dates import Doubt, Span, parse_date, parse_return, parse_span
from conversations.engine.keyboard import INERT, Button, Data, Plain, Problem, Rows, Word, Written, answering
from conversations.engine.replies import Reply, Said, Tapped
from conversations.engine.widgets import NOT_UNDERSTOOD, Ear, Half, Read, Taken, Widget

BLANK = "\u2800"
"""The label of an empty cell: Telegram takes no button without a sign, and this one shows nothing."""

FEBRUARY = 2

Window: TypeAlias = Callable[[Facts], tuple[date, date]]
Marks: TypeAlias = Callable[[date], bool | None]


def no_marks(_facts: Facts) -> Marks | None:
    """Mark no day."""
    return None


def from_today(facts: Facts) -> tuple[date, date]:
    """Return today and the day two years after it."""
    return facts.today, facts.today + timedelta(days=730)


def first_of(day: date) -> date:
    """Return the first day of that day's month."""
    return day.replace(day=1)


def month_after(month: date, by: int) -> date:
    """Return the first day of the month `by` months away."""
    index = month.year * 12 + month.month - 1 + by
    return date(index // 12, index % 12 + 1, 1)


def grid(
    month: date, window: tuple[date, date], chosen: frozenset[date] = frozenset(), marks: Marks | None = None
) -> Rows:
    """Return the month from Monday to Sunday. Days outside the window are a dot that does nothing; some bear a mark."""
    first, last = window
    blank = Button(Plain(BLANK), INERT)
    head = (
        Button(Plain("‹"), answering(f"m{month_after(month, -1):%Y%m}")) if month > first_of(first) else blank,
        Button(Written(month, "month"), INERT),
        Button(Plain("›"), answering(f"m{month_after(month, 1):%Y%m}")) if month < first_of(last) else blank,
    )
    monday = month - timedelta(days=month.weekday())
    names = tuple(Button(Written(monday + timedelta(days=n), "weekday"), INERT) for n in range(7))
    rows: list[tuple[Button, ...]] = [head, names]
    while monday < month_after(month, 1):
        rows.append(tuple(_cell(monday + timedelta(days=n), month, window, chosen, marks) for n in range(7)))
        monday += timedelta(days=7)
    return tuple(rows)


def _cell(day: date, month: date, window: tuple[date, date], chosen: frozenset[date], marks: Marks | None) -> Button:
    if day.month != month.month:
        return Button(Plain(BLANK), INERT)
    if not window[0] <= day <= window[1]:
        return Button(Plain("·"), INERT)
    form = "marked_day" if marks is not None and marks(day) else "day"
    return Button(Written(day, form), answering(f"{day:%Y%m%d}"), ticked=True if day in chosen else None)


def parse_tap(value: str) -> date | None:
    """Read the day of a tapped cell, or None for what no grid ever showed."""
    try:
        return date(int(value[:4]), int(value[4:6]), int(value[6:8])) if len(value) == 8 else None
    except ValueError:
        return None


def tap_of(span: Span) -> Data:
    """Return the data of a button that answers with both days at once."""
    return answering(f"{span.start:%Y%m%d}-{span.end:%Y%m%d}")


def parse_both(value: str) -> Span | None:
    """Read the two days of such a button, or None."""
    start, end = parse_tap(value[:8]), parse_tap(value[9:])
    return Span(start, end) if start and end and value[8:9] == "-" else None


def parse_month(value: str) -> date | None:
    """Read the month of a tapped arrow, or None."""
    try:
        return date(int(value[1:5]), int(value[5:7]), 1) if value[:1] == "m" and len(value) == 7 else None
    except ValueError:
        return None


def turned_to(month: date) -> dict[str, str]:
    """Return what to keep when an arrow was tapped: the month shown."""
    return {"month": month.isoformat()[:7]}


def shown_month(scratch: Json, window: tuple[date, date], first: date | None = None) -> date:
    """Return the month to show: the one turned to, that of the day already chosen, or the window's first."""
    month = scratch.get("month") if isinstance(scratch, dict) else None
    wanted = date.fromisoformat(f"{month}-01") if month else first_of(first or window[0])
    return min(max(wanted, first_of(window[0])), first_of(window[1]))


def doubtful(doubt: Doubt) -> Half:
    """Keep two readings of what was typed: the question is shown again with both as buttons."""
    return Half({"doubt": [day.isoformat() for day in doubt.options]})


def doubt_rows(scratch: Json) -> Rows | None:
    """Return the buttons that settle a doubt, or None when there is none."""
    doubt = scratch.get("doubt") if isinstance(scratch, dict) else None
    if not doubt:
        return None
    days = [date.fromisoformat(day) for day in doubt]
    buttons = [Button(Written(day, "date"), answering(f"{day:%Y%m%d}")) for day in days]
    return (*((button,) for button in buttons), (Button(Word("show_calendar"), answering(f"m{days[0]:%Y%m}")),))


@dataclass(frozen=True, kw_only=True)
class Day(Widget[date]):
    """One day inside `window`."""

    kind: ClassVar[str] = "date"
    window: Window = from_today
    latest_first: bool = False
    """The month shown first is the window's last one: for days that have gone by."""

    def read(self, reply: Reply, scratch: Json, facts: Facts, ear: Ear) -> Read[date]:
        """Read a cell, an arrow, or a day typed in the reader's language."""
        match reply:
            case Tapped(value) if month := parse_month(value):
                return Half(turned_to(month))
            case Tapped(value) if day := parse_tap(value):
                return self._inside(day, facts)
            case Said(text):
                parsed = parse_date(text, ear.lexicon, facts.today)
                if isinstance(parsed, Doubt):
                    return doubtful(parsed)
                if not isinstance(parsed, date):
                    return Problem(parsed.code)
                return self._inside(parsed if str(parsed.year) in text else self._meant(parsed, facts), facts)
            case _:
                return NOT_UNDERSTOOD

    def _meant(self, day: date, facts: Facts) -> date:
        """Return the day meant: without a year the next one; among days that have gone by, the last one."""
        before = date(day.year - 1, day.month, min(day.day, 28) if day.month == FEBRUARY else day.day)
        gone_by = self.latest_first and day > facts.today and self._misplaced(before, facts) is None
        return before if gone_by else day

    def _inside(self, day: date, facts: Facts) -> Read[date]:
        return self._misplaced(day, facts) or Taken(day)

    def _misplaced(self, day: date, facts: Facts) -> Problem | None:
        first, last = self.window(facts)
        if first <= day <= last:
            return None
        return Problem("outside_window", {"first": first, "last": last, "value": day})

    def examine(self, value: date, facts: Facts) -> Problem | None:
        """Refuse a day that has left the window since it was given: it is asked again."""
        return self._misplaced(value, facts) or super().examine(value, facts)

    def rows(self, scratch: Json, facts: Facts) -> Rows:
        """Return the month grid, or the two readings of a doubtful date."""
        window = self.window(facts)
        shown = shown_month(scratch, window, window[1] if self.latest_first else None)
        return doubt_rows(scratch) or grid(shown, window)

    def dump(self, value: date) -> Json:
        """Return the day, ISO 8601."""
        return value.isoformat()

    def load(self, raw: Json) -> date:
        """Load the day, ISO 8601."""
        return date.fromisoformat(raw)


@dataclass(frozen=True, kw_only=True)
class Period(Widget[Span]):
    """The day of leaving, then the day of coming home, in the same grid; or both typed at once."""

    kind: ClassVar[str] = "period"
    window: Window = from_today
    marks: Callable[[Facts], Marks | None] = no_marks

    def read(self, reply: Reply, scratch: Json, facts: Facts, ear: Ear) -> Read[Span]:
        """Read both days; the first one is kept while the second is awaited."""
        start = self._start(scratch)
        match reply:
            case Tapped("restart"):
                return Half({})
            case Tapped(value) if month := parse_month(value):
                kept = {"start": start.isoformat()} if start else {}
                return Half({**kept, **turned_to(month)})
            case Tapped(value) if day := parse_tap(value):
                return self._day(day, start, facts)
            case Tapped(value) if span := parse_both(value):
                return self._span(span, facts)
            case Said(text):
                return self._said(text, start, facts, ear)
            case _:
                return NOT_UNDERSTOOD

    def _said(self, text: str, start: date | None, facts: Facts, ear: Ear) -> Read[Span]:
        parsed = (
            parse_span(text, ear.lexicon, facts.today)
            if start is None
            else parse_return(text, ear.lexicon, start, facts.today)
        )
        match parsed:
            case Span():
                return self._span(parsed, facts)
            case date():
                return self._day(parsed, start, facts)
            case Doubt():
                return doubtful(parsed)
            case _:
                return Problem(parsed.code)

    def _day(self, day: date, start: date | None, facts: Facts) -> Read[Span]:
        first, last = self.window(facts)
        if not first <= day <= last:
            return Problem("past" if day < facts.today else "outside_window", {"first": first, "last": last})
        if start is None:
            return Half({"start": day.isoformat(), **turned_to(day)})
        if day <= start:
            return Problem("end_before_start", {"start": start, "end": day})
        return self._span(Span(start, day), facts)

    def _span(self, span: Span, facts: Facts) -> Read[Span]:
        return self._misplaced(span, facts) or Taken(span)

    def _misplaced(self, span: Span, facts: Facts) -> Problem | None:
        first, last = self.window(facts)
        if span.start < facts.today:
            return Problem("past", {"first": first, "last": last})
        if not (first <= span.start and span.end <= last):
            return Problem("outside_window", {"first": first, "last": last})
        if span.end <= span.start:
            return Problem("end_before_start", {"start": span.start, "end": span.end})
        return None

    def examine(self, value: Span, facts: Facts) -> Problem | None:
        """Refuse dates that have gone by, or left the window since they were given: they are asked again."""
        return self._misplaced(value, facts) or super().examine(value, facts)

    @staticmethod
    def _start(scratch: Json) -> date | None:
        start = scratch.get("start") if isinstance(scratch, dict) else None
        return date.fromisoformat(start) if start else None

    def rows(self, scratch: Json, facts: Facts) -> Rows:
        """Return the grid for the first day; then, from that day on, the grid for the last one."""
        settled = doubt_rows(scratch)
        if settled:
            return settled
        first, last = self.window(facts)
        start = self._start(scratch)
        if start is None:
            return grid(shown_month(scratch, (first, last)), (first, last), marks=self.marks(facts))
        window = (start, last)
        chosen = frozenset({start})
        again = (Button(Word("other_departure"), answering("restart")),)
        return (*grid(shown_month(scratch, window, start), window, chosen, self.marks(facts)), again)

    def dump(self, value: Span) -> Json:
        """Return the two days, ISO 8601."""
        return [value.start.isoformat(), value.end.isoformat()]

    def load(self, raw: Json) -> Span:
        """Reverse `dump`. Raises ValueError where the end does not come after the start."""
        start, end = map(date.fromisoformat, raw)
        if end <= start:
            raise ValueError("end before start")
        return Span(start, end)
