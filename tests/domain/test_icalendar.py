"""A calendar's file, line by line as RFC 5545 wants it."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.icalendar import LINE_OCTETS, Entry, calendar

PARIS = timezone(timedelta(hours=1))
ENTRY = Entry(
    uid="1@valise.invalid",
    stamp=datetime(2026, 11, 2, 8, 0, tzinfo=UTC),
    start=datetime(2026, 11, 16, 14, 30, tzinfo=PARIS),
    end=datetime(2026, 11, 16, 16, 0, tzinfo=PARIS),
    title="Webinaire; vacances, Coorace",
    place="https://example.org/salle",
    revision=2,
)


def unfolded(content: bytes) -> list[str]:
    """The lines as a calendar reads them (3.1)."""
    text = content.replace(b"\r\n ", b"").decode()
    assert text.endswith("\r\n")
    return text.removesuffix("\r\n").split("\r\n")


def value(content: bytes, name: str) -> str:
    """A TEXT value, unescaped (3.3.11)."""
    raw = next(line.partition(":")[2] for line in unfolded(content) if line.startswith(f"{name}:"))
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], raw)


def test_whole_days_have_no_hour_and_end_on_the_day_after() -> None:
    stay = replace(ENTRY, start=date(2027, 7, 10), end=date(2027, 7, 18))
    lines = unfolded(calendar(stay))
    assert {"DTSTART;VALUE=DATE:20270710", "DTEND;VALUE=DATE:20270718"} <= set(lines)


def test_an_event_as_calendars_read_it() -> None:
    assert unfolded(calendar(ENTRY)) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Valise//Valise//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        "UID:1@valise.invalid",
        "DTSTAMP:20261102T080000Z",
        "DTSTART:20261116T133000Z",
        "DTEND:20261116T150000Z",
        r"SUMMARY:Webinaire\; vacances\, Coorace",
        "LOCATION:https://example.org/salle",
        "SEQUENCE:2",
        "STATUS:CONFIRMED",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_one_called_off_takes_itself_out_of_calendars() -> None:
    lines = unfolded(calendar(replace(ENTRY, cancelled=True, revision=3)))
    assert {"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:3", "UID:1@valise.invalid"} <= set(lines)


@given(st.text(), st.text(min_size=1))
def test_whatever_is_written_lines_stay_short_and_come_back_as_they_were(title: str, place: str) -> None:
    content = calendar(Entry("1@x", ENTRY.stamp, ENTRY.start, ENTRY.end, title, place))
    lines = content.split(b"\r\n")
    assert all(len(line) <= LINE_OCTETS for line in lines)
    assert all(line.decode() is not None for line in lines), "no character is cut in two"
    assert value(content, "SUMMARY") == kept(title)
    assert value(content, "LOCATION") == kept(place)
    assert len(unfolded(content)) == 16, "nothing that somebody writes adds a line"


def kept(text: str) -> str:
    """What may stand in a TEXT: line ends are one sign, other controls are left out."""
    one = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in one if c in "\n\t" or not (c < " " or c == "\x7f"))
