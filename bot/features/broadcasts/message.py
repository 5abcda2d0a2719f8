"""A broadcast's message as one reader gets it: which template, with which values and which one useful button."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.audience import To
from bot.domain.ids import BroadcastId
from bot.domain.people import Role
from bot.features.broadcasts import audience
from bot.features.broadcasts.letters import FOR_PEOPLE, FOR_PROFESSIONALS, Said
from bot.features.caseload.routes import MY_PEOPLE
from bot.features.meetings import routes as meeting_routes
from bot.features.reports import routes as report_routes
from bot.features.reviews import routes as review_routes
from bot.interaction.home import HOME, HOME_ROUTE
from bot.interaction.request import Request
from bot.plan import facts as plan_facts
from bot.plan.context import Moment
from bot.rendering import writing
from bot.rendering.renderer import Reader
from bot.storage import calls, events
from bot.storage.broadcasts import Broadcast
from bot.storage.calls import CallRow
from bot.storage.events import Event
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from conversations.broadcast import MEETING, OWN, fill
from conversations.engine.answers import Facts
from conversations.engine.keyboard import Button, Rows, Word, column
from conversations.engine.screens import Page

ONLY_LOOKED_AT = BroadcastId(0)
FALLBACK = ""
"""The key of the text that everybody reads whose language has no version of its own."""

PEOPLE = replace(MY_PEOPLE, style="primary")

WAYS_ON: Mapping[str, Button] = {
    "call_opened": Button(Word("invite"), review_routes.INVITE.to(), style="primary"),
    "places_left": Button(Word("invite"), review_routes.INVITE.to(), style="primary"),
    "prepare": PEOPLE,
    "closes_on": PEOPLE,
    "last_day": PEOPLE,
    "to_review": Button(Word("open"), review_routes.NEXT.to(), style="primary"),
    "incomplete": PEOPLE,
    "decisions": PEOPLE,
    "report_due": Button(Word("reports_awaited"), report_routes.AWAITED.to(), style="primary"),
}
"""What a referent will want to do about it."""

WHILE_OPEN = frozenset({"call_opened", "closes_on", "last_day", "places_left", "prepare"})
"""Messages that are no longer true once the call has closed."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is said, with all that it speaks of.

    Attributes:
        message: its name.
        to: the circle.
        texts: the coordinator's own words by language; under "" those for everybody else.
        call: the call it is about, if any.
        event: the event it asks to, if any.
        day: the day it names, if any.
        broadcast_id: its broadcast's, once there is one.
    """

    message: str
    to: To
    texts: Mapping[str, str]
    call: CallRow | None
    event: Event | None
    day: date | None
    broadcast_id: BroadcastId = ONLY_LOOKED_AT

    @property
    def words(self) -> str:
        """Return what makes it the same message as another one."""
        about = (self.call.id if self.call else None, self.event.id if self.event else None)
        return json.dumps([self.message, sorted(self.texts.items()), about, self.day and self.day.isoformat()])


def letter_meant(tx: Tx, request: Request, facts: Facts) -> Letter:
    """Return what would be said, as the answers stand."""
    event = facts.value("event") if facts.value("message") == MEETING else None
    texts: dict[str, str] = {}
    if facts.value("message") == OWN:
        texts = {language: facts.value(f"version.{language}") for language in facts.value("versions") or ()}
        texts[FALLBACK] = facts.value("own_text")
    return Letter(
        message=facts.value("message"),
        to=To(facts.value("to")),
        texts=texts,
        call=audience.call_meant(tx, request, facts),
        event=events.by_id(tx, int(event)) if event is not None else None,
        day=facts.value("day"),
    )


def letter_of(tx: Tx, broadcast: Broadcast) -> Letter:
    """Return the letter of a broadcast, with call and event as they are now."""
    return Letter(
        message=broadcast.message,
        to=broadcast.audience.to,
        texts=broadcast.texts,
        call=calls.by_id(tx, broadcast.call_id) if broadcast.call_id is not None else None,
        event=events.by_id(tx, broadcast.event_id) if broadcast.event_id is not None else None,
        day=broadcast.day,
        broadcast_id=broadcast.id,
    )


def still_true(letter: Letter, moment: Moment) -> bool:
    """Return whether it may still be said: the call is open, a place is left, the event is to come."""
    call, event = letter.call, letter.event
    if letter.message in WHILE_OPEN and call is not None:
        return call.closes_at > moment.now and (letter.message != "places_left" or call.taken_places < call.places)
    return event is None or (event.cancelled_at is None and event.starts_at > moment.now)


def page_for(moment: Moment, letter: Letter, person: Person, reader: Reader) -> Page:
    """Return the letter as that person reads it."""
    kind = (FOR_PEOPLE if letter.to is To.PEOPLE else FOR_PROFESSIONALS)[letter.message]
    return kind.of(_said(moment, letter, person.name, reader)).page(_rows(letter, person))


def _said(moment: Moment, letter: Letter, name: str, reader: Reader) -> Said:
    call, called, day = letter.call, _called(moment, letter), _day(moment, letter)
    days = max((day - moment.today).days, 0) if day is not None else None
    text = ""
    if letter.message == OWN:
        filled = {
            "first_name": name,
            "call": called,
            "date": writing.day(day, reader.language) if day else "",
            "days": writing.number(days, reader.language) if days is not None else "",
        }
        text = fill(letter.texts.get(reader.language) or letter.texts[FALLBACK], filled)
    return Said(
        call=called,
        people_by=call.people_by if call else None,
        closes_at=call.closes_at if call else None,
        places=call.places - call.taken_places if call else None,
        day=day,
        days=days,
        event=letter.event,
        text=text,
    )


def _called(moment: Moment, letter: Letter) -> str:
    """Return the call's name; beneficiaries read the neutral one."""
    if letter.call is None:
        return ""
    return plan_facts.call_of(moment.app, letter.call).told_as if letter.to is To.PEOPLE else letter.call.name


def _day(moment: Moment, letter: Letter) -> date | None:
    """Return the day it speaks of: its own, or the date by which its readers must have done their part."""
    if letter.day is not None or letter.call is None:
        return letter.day
    call = letter.call
    return call.people_by if letter.to is To.PEOPLE else call.closes_at.astimezone(moment.app.zone).date()


def _rows(letter: Letter, person: Person) -> Rows:
    if letter.event is not None:
        return _answers(letter.event)
    if letter.to is To.PEOPLE:
        return column(Button(Word("open"), HOME_ROUTE.to(), style="primary"))
    way_on = WAYS_ON.get(letter.message)
    return column(way_on, HOME) if way_on is not None and person.has(Role.REFERENT) else column(HOME)


def _answers(event: Event) -> Rows:
    """Return the two answers to an invitation."""
    return column(
        Button(Word("i_come"), meeting_routes.COME.to(event.id), style="success"),
        Button(Word("i_cannot_come"), meeting_routes.CANNOT_COME.to(event.id)),
    )
