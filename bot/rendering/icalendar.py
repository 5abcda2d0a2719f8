"""An event as a file that every calendar reads (RFC 5545): one VEVENT, times in UTC, or whole days."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

LINE_OCTETS = 75
"""The longest line without its end; longer ones are folded (RFC 5545, 3.1)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a calendar gets.

    Attributes:
        uid: the same for all versions of the event, unlike any other's in the world (3.8.4.7).
        stamp: when this version was made.
        start: aware; or the first day, of an event that takes whole days.
        end: aware; or the day after the last one (3.6.1).
        title: a line.
        place: where, or the address of a meeting.
        revision: the number of the version; a calendar keeps the highest.
        cancelled: the event does not take place.
    """

    uid: str
    stamp: datetime
    start: date
    end: date
    title: str
    place: str = ""
    revision: int = 0
    cancelled: bool = False


def calendar(entry: Entry) -> bytes:
    """Return the bytes of a calendar file."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Valise//Valise//EN",
        "CALSCALE:GREGORIAN",
        f"METHOD:{'CANCEL' if entry.cancelled else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"UID:{_text(entry.uid)}",
        f"DTSTAMP:{_moment(entry.stamp)}",
        f"DTSTART{_when(entry.start)}",
        f"DTEND{_when(entry.end)}",
        f"SUMMARY:{_text(entry.title)}",
        *([f"LOCATION:{_text(entry.place)}"] if entry.place else []),
        f"SEQUENCE:{entry.revision}",
        f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _when(value: date) -> str:
    """Write a time, or a day without one: a datetime is a date too (3.3.4)."""
    return f":{_moment(value)}" if isinstance(value, datetime) else f";VALUE=DATE:{value:%Y%m%d}"


def _moment(value: datetime) -> str:
    """Write form 2 of DATE-TIME: in UTC (3.3.5)."""
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    """Write a TEXT value (3.3.11): backslash, semicolon, comma, line ends escaped; other controls are not allowed."""
    kept = "".join(c for c in value.replace("\r\n", "\n").replace("\r", "\n") if c >= " " or c in "\n\t")
    for sign in ("\\", ";", ","):
        kept = kept.replace(sign, f"\\{sign}")
    return kept.replace("\n", "\\n").replace("\x7f", "")


def _folded(line: str) -> bytes:
    """Fold a line and end it; a long one goes on after a line end and a blank, never inside a character."""
    pieces, piece = [], b""
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > LINE_OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
