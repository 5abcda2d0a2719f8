"""Pages about events: the coordinator's, those of the people who are asked, and notices."""

import hashlib
from dataclasses import dataclass
from typing import NamedTuple

from bot.domain.audience import To, told
from bot.domain.people import Refused, Role
from bot.features.meetings import acts, routes
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan.context import Moment
from bot.rendering.icalendar import Entry, calendar
from bot.storage import attendances, events, people
from bot.storage.attendances import Answer
from bot.storage.events import Event
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from conversations.engine.keyboard import Button, Plain, Word, column
from conversations.engine.screens import Page, Screen
from conversations.event import EVENT, EVENT_CHANGE

MOST_NAMES = 60
CALENDAR_FILE = "agenda.ics"
"""The same for every event: file names say nothing of anybody."""


class Answered(NamedTuple):
    """One answer to an event: names of professionals, how many gave it, how many of those are beneficiaries.

    The last is None where it is too few to be told.
    """

    names: list[str]
    total: int
    beneficiaries: int | None


@dataclass(frozen=True)
class Events(View, template="event/_list"):
    """The events to come."""

    events: list[Event]


@dataclass(frozen=True)
class OneEvent(View, template="event/_event"):
    """An event, and how many wait for a seat."""

    event: Event
    waiting: int


@dataclass(frozen=True)
class WhoComes(View, template="event/_who"):
    """An event, and its answers."""

    event: Event
    coming: Answered
    waiting: Answered


@dataclass(frozen=True)
class OwnAnswer(View, template="news/answered"):
    """What the reader's answer means."""

    event: Event
    answer: str


@dataclass(frozen=True)
class Reminder(View, template="news/reminder"):
    """A notice that the event is tomorrow."""

    event: Event


@dataclass(frozen=True)
class Changed(View, template="news/changed"):
    """A notice that hour or place has changed."""

    event: Event


@dataclass(frozen=True)
class CalledOff(View, template="news/called_off"):
    """A notice that the event does not take place."""

    event: Event


@dataclass(frozen=True)
class Seat(View, template="news/seat"):
    """A notice that a seat has come free."""

    event: Event


# The coordinator's side


@routes.EVENTS.on
def overview(tx: Tx, request: Request) -> Page:
    """Show the events to come: who comes, how many seats; one tap opens one."""
    found = events.to_come(tx, request.person.network_id, request.now)
    rows = [Button(Plain(event.name), routes.OPEN_EVENT.to(event.id)) for event in found]
    rows.append(Button(Word("new_event"), routes.NEW_EVENT.to(), style="" if found else "primary"))
    return Events(found).page(column(*rows, HOME))


@routes.NEW_EVENT.on
def begin(tx: Tx, request: Request) -> Screen:
    """Ask the first question of a new event."""
    return prompting.resume(tx, request, forms.begin(tx, request, EVENT))


def made(tx: Tx, request: Request, form: Form) -> Page:
    """Make the event that the form describes, and show it; nobody is asked yet."""
    return event_page(tx, request, acts.make(tx, request, form))


@routes.OPEN_EVENT.on
def event_page(tx: Tx, request: Request, event: Event) -> Page:
    """Show one event, and what can be done with it."""
    rows = []
    if event.cancelled_at is None and event.starts_at > request.now:
        rows = [
            Button(Word("ask_to_event"), routes.ASK_TO_EVENT.to(event.id), style="primary"),
            Button(Word("who_comes"), routes.WHO_COMES.to(event.id)),
            Button(Word("change_event"), routes.CHANGE_EVENT.to(event.id)),
        ]
    waiting = len(attendances.with_answer(tx, event.id, Answer.WAITING))
    return OneEvent(event, waiting).page(column(*rows, Button(Word("my_events"), routes.EVENTS.to()), HOME))


@routes.WHO_COMES.on
def who_comes(tx: Tx, _request: Request, event: Event) -> Page:
    """Show who comes and who waits: professionals by name; of beneficiaries the number alone."""
    view = WhoComes(event, _listed(tx, event, Answer.COMING), _listed(tx, event, Answer.WAITING))
    rows = column(Button(Word("go_back"), routes.OPEN_EVENT.to(event.id)), HOME)
    return view.page(rows)


def _listed(tx: Tx, event: Event, answer: Answer) -> Answered:
    ids = attendances.with_answer(tx, event.id, answer)
    names = [person.name for person_id in ids if works(person := people.by_id(tx, person_id))]
    return Answered(names[:MOST_NAMES], len(ids), told(len(ids) - len(names), To.PEOPLE))


def works(person: Person) -> bool:
    """Return whether a person is there as a professional."""
    return bool(person.roles - {Role.BENEFICIARY})


@routes.CHANGE_EVENT.on
def change(tx: Tx, request: Request, event: Event) -> Screen:
    """Begin to change an event, or to call it off."""
    if event.cancelled_at is not None or event.starts_at <= request.now:
        raise Refused("event_past")
    return prompting.resume(tx, request, forms.begin(tx, request, EVENT_CHANGE, event.id))


def changed(tx: Tx, request: Request, form: Form) -> Page:
    """Change the event as the form says, and show it."""
    return event_page(tx, request, acts.change(tx, request, form))


# Those who are asked


@routes.COME.on
def come(tx: Tx, request: Request, event: Event) -> Page:
    """Note that the reader comes, and show with what answer."""
    return answered(request, event, acts.come(tx, request, event))


@routes.CANNOT_COME.on
def cannot(tx: Tx, request: Request, event: Event) -> Page:
    """Note that the reader does not come, and show it."""
    return answered(request, event, acts.decline(tx, request, event))


def answered(request: Request, event: Event, answer: Answer) -> Page:
    """Show what an answer means; with a seat, the event for the reader's own calendar."""
    other = Button(Word("i_cannot_come"), routes.CANNOT_COME.to(event.id))
    if answer is Answer.NOT_COMING:
        other = Button(Word("i_come"), routes.COME.to(event.id))
    document = (CALENDAR_FILE, calendar_of(request.moment, event)) if answer is Answer.COMING else None
    return OwnAnswer(event, answer.value).page(column(other, HOME), document=document)


def calendar_of(moment: Moment, event: Event) -> bytes:
    """Write the event as a file for calendars; the same event keeps its identity whatever changes."""
    identity = hashlib.sha256(f"{moment.app.username}:{event.id}:{event.created_at.isoformat()}".encode()).hexdigest()
    return calendar(
        Entry(
            uid=f"{identity[:32]}@valise.invalid",
            stamp=moment.now,
            start=event.starts_at,
            end=event.ends_at,
            title=event.name,
            place=event.place,
            revision=event.revision,
            cancelled=event.cancelled_at is not None,
        )
    )
