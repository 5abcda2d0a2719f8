"""A calendar's file: line by line as RFC 5545 wants it, and as a library that reads all calendars understands it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.icalendar import LINE_OCTETS, Entry, calendar

PARIS = ZoneInfo("Europe/Paris")
ENTRY = Entry(
    uid="1@valise.invalid",
    stamp=datetime(2026, 11, 2, 8, 0, tzinfo=UTC),
    start=datetime(2026, 11, 16, 14, 30, tzinfo=PARIS),
    end=datetime(2026, 11, 16, 16, 0, tzinfo=PARIS),
    title="Webinaire; vacances, Coorace",
    place="https://example.org/salle",
    revision=2,
)


def read(content: bytes) -> tuple[icalendar.Calendar, icalendar.Event]:
    """Read the calendar and its only event, as the library reads them without a complaint."""
    whole = icalendar.Calendar.from_ical(content)
    (event,) = whole.walk("VEVENT")
    assert isinstance(whole, icalendar.Calendar)
    assert isinstance(event, icalendar.Event)
    assert (whole.errors, event.errors) == ([], [])
    return whole, event


def kept(text: str) -> str:
    """Keep what may stand in a TEXT: line ends are one sign, other controls are left out."""
    one = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in one if c in "\n\t" or not (c < " " or c == "\x7f"))


def test_an_event_as_calendars_read_it() -> None:
    assert calendar(ENTRY).decode().split("\r\n") == [
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
        "",
    ]


def test_whole_days_have_no_hour_and_end_on_the_day_after() -> None:
    _, event = read(calendar(replace(ENTRY, start=date(2027, 7, 10), end=date(2027, 7, 18))))
    assert (event.start, event.end) == (date(2027, 7, 10), date(2027, 7, 18))
    assert not isinstance(event.start, datetime)


def test_one_called_off_takes_itself_out_of_calendars() -> None:
    whole, event = read(calendar(replace(ENTRY, cancelled=True, revision=3)))
    assert (whole["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 3)
    assert event["UID"] == read(calendar(ENTRY))[1]["UID"]


def test_a_long_title_of_families_is_folded_between_characters() -> None:
    family = "👨‍👩‍👧‍👦 Séjour à la mer, "
    content = calendar(replace(ENTRY, title=family * 20))
    assert b"\r\n " in content
    assert read(content)[1]["SUMMARY"] == family * 20


WORDS = st.text() | st.lists(
    st.sampled_from(("é", "👨‍👩‍👧", "\\", ";", ",", "\n", "\\n", " ", ":", '"', "BEGIN:VEVENT"))
).map("".join)
"""Anything at all, and what the format gives a meaning to, close together."""
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.timezones())  # noqa: DTZ001 - in any
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(title=WORDS, place=WORDS.filter(kept), uid=WORDS.filter(kept))
def test_whatever_is_written_lines_stay_short_and_come_back_as_they_were(title: str, place: str, uid: str) -> None:
    content = calendar(replace(ENTRY, uid=uid, title=title, place=place))

    lines = content.split(b"\r\n")
    assert all(len(line) <= LINE_OCTETS for line in lines)
    assert all(line.decode() is not None for line in lines), "no character is cut in two"
    assert b"\n" not in content.replace(b"\r\n", b"")
    whole, event = read(content)
    assert [event[name] for name in ("SUMMARY", "LOCATION", "UID")] == [kept(title), kept(place), kept(uid)]
    assert (len(whole), len(event), whole.subcomponents) == (4, 8, [event]), "nothing that somebody writes adds a line"


@given(start=MOMENTS, end=MOMENTS, stamp=MOMENTS)
def test_a_time_is_the_same_moment_in_every_zone(start: datetime, end: datetime, stamp: datetime) -> None:
    _, event = read(calendar(replace(ENTRY, start=start, end=end, stamp=stamp)))
    found = [event.decoded(name) for name in ("DTSTART", "DTEND", "DTSTAMP")]
    assert found == [moment.astimezone(UTC).replace(microsecond=0) for moment in (start, end, stamp)]
    assert {moment.utcoffset() for moment in found} == {timedelta()}


@given(first=DAYS, nights=st.integers(1, 60), revision=st.integers(0, 1000), cancelled=st.booleans())
def test_a_stay_is_its_days_wherever_it_is_read(first: date, nights: int, revision: int, *, cancelled: bool) -> None:
    after = first + timedelta(days=nights)
    _, event = read(calendar(replace(ENTRY, start=first, end=after, revision=revision, cancelled=cancelled)))
    assert (event.start, event.end, event.duration) == (first, after, timedelta(days=nights))
    assert event["SEQUENCE"] == revision
