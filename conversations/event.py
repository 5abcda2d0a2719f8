"""An event people are asked to: what, when, where, how many seats; and what can change afterwards."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from conversations.engine.answers import Context, Facts, Json
from conversations.engine.calendar import Day
from conversations.engine.choices import Choice
from conversations.engine.keyboard import Button, Plain, Problem, Rows, answering
from conversations.engine.replies import Reply, Said, Tapped
from conversations.engine.steps import Conversation, Need, Section, Step
from conversations.engine.widgets import NOT_UNDERSTOOD, Ear, Number, Read, Taken, Text, Widget

_HOUR = re.compile(r"(\d{1,2})\s*(?:[h:.]|heures?|hours?)?\s*(\d{2})?(?:\s*(?:min|mn|minutes?))?", re.IGNORECASE)
OFFERED = ("09:00", "10:00", "11:00", "14:00", "15:00", "17:00", "18:00", "19:00")


@dataclass(frozen=True, slots=True)
class EventContext(Context):
    """What a coordinator who changes an event looks at."""

    seats_taken: int = 0
    """Seats are never fewer than the people who come."""


@dataclass(frozen=True, kw_only=True)
class Hour(Widget[str]):
    """An hour of the day, such as 14:30; typed as people write it: 14h30, 14:30, 14 h, 14."""

    kind: ClassVar[str] = "hour"

    def read(self, reply: Reply, scratch: Json, facts: Facts, ear: Ear) -> Read[str]:
        """Read a button, or an hour in digits."""
        typed = reply.value if isinstance(reply, Tapped) else reply.text if isinstance(reply, Said) else ""
        found = _HOUR.fullmatch(typed.strip()) if typed.isascii() else None
        if found is None:
            return NOT_UNDERSTOOD
        hour, minute = int(found[1]), int(found[2] or 0)
        return Taken(f"{hour:02}:{minute:02}") if hour < 24 and minute < 60 else NOT_UNDERSTOOD

    def rows(self, scratch: Json, facts: Facts) -> Rows:
        """Return the usual hours, four a row; their data holds no colon, which parts button data."""
        cells = [Button(Plain(hour), answering(hour.replace(":", "h"))) for hour in OFFERED]
        return (tuple(cells[:4]), tuple(cells[4:]))

    def load(self, raw: Json) -> str:
        """Load an hour that exists."""
        if not isinstance(raw, str) or not re.fullmatch(r"(?:[01]\d|2[0-3]):[0-5]\d", raw):
            raise ValueError("hour")
        return raw


def from_today(facts: Facts) -> tuple[date, date]:
    """Return the days an event may be on: today or within two years."""
    return facts.today, facts.today + timedelta(days=730)


def not_under_taken_seats(seats: int, facts: Facts) -> Problem | None:
    """Refuse fewer seats than are taken."""
    taken = facts.about(EventContext).seats_taken
    return Problem("under_seats", {"seats": taken}) if seats < taken else None


MOST_SEATS = 100_000

EVENT = Conversation(
    "event",
    (
        Section(
            "event",
            (
                Step("event_name", Text(limit=60), required=Need.SEND, firm=True),
                Step("event_day", Day(window=from_today), required=Need.SEND, firm=True),
                Step("event_hour", Hour(), required=Need.SEND, firm=True),
                Step(
                    "event_minutes", Number(low=5, high=1_440, offered=(30, 60, 90, 120)), required=Need.SEND, firm=True
                ),
                Step("event_place", Text(limit=250), required=Need.SEND, firm=True),
                Step("event_seats", Number(low=1, high=MOST_SEATS, offered=(10, 20, 50, 100))),
            ),
        ),
    ),
)


def changing(what: str) -> Callable[[Facts], bool]:
    """Return the condition of a question that belongs to one of the changes."""
    return lambda facts: bool(facts.value("event_what") == what)


EVENT_CHANGE = Conversation(
    "event_change",
    (
        Section(
            "event_change",
            (
                Step(
                    "event_what", Choice(options=("hour", "place", "seats", "call_off")), required=Need.SEND, firm=True
                ),
                Step("new_day", Day(window=from_today), when=changing("hour"), required=Need.SEND, firm=True),
                Step("new_hour", Hour(), when=changing("hour"), required=Need.SEND, firm=True, counts=False),
                Step("new_place", Text(limit=250), when=changing("place"), required=Need.SEND, firm=True),
                Step(
                    "new_seats",
                    Number(low=1, high=MOST_SEATS, offered=(10, 20, 50, 100), checks=(not_under_taken_seats,)),
                    when=changing("seats"),
                    required=Need.SEND,
                    firm=True,
                ),
                Step("sure", Choice(options=("yes",)), when=changing("call_off"), required=Need.SEND, firm=True),
            ),
        ),
    ),
    context=EventContext,
)
