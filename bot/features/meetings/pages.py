"""Events: made and changed by the coordinator, answered by those who are asked, with seats and a waiting list."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.domain.audience import To, told
from bot.domain.people import Refused, Role
from bot.features.meetings import routes
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.plan.context import Moment
from bot.rendering.icalendar import Entry, calendar
from bot.storage import attendances, events, outbox, people, sessions
from bot.storage.attendances import Answer
from bot.storage.events import Event
from bot.storage.kernel.store import Tx
from bot.storage.outbox import Row
from bot.storage.people import Person
from conversations.engine.keyboard import Button, Plain, Word, column
from conversations.engine.screens import Page, Screen
from conversations.event import EVENT, EVENT_CHANGE

REMINDED_BEFORE = timedelta(hours=24)
MOST_NAMES = 60
CALENDAR_FILE = "agenda.ics"
"""The same for every event: file names say nothing of anybody."""

REMINDER, CHANGED, CALLED_OFF, SEAT = "event_reminder", "event_changed", "event_called_off", "event_seat"
"""Notices to those who come, or wait."""


# The coordinator's side


@routes.EVENTS.on
def overview(tx: Tx, request: Request) -> Page:
    """The events to come: who comes, how many seats; one tap opens one."""
    found = events.to_come(tx, request.person.network_id, request.now)
    rows = [Button(Plain(event.name), routes.OPEN_EVENT.to(event.id)) for event in found]
    rows.append(Button(Word("new_event"), routes.NEW_EVENT.to(), style="" if found else "primary"))
    return Page("event/_list", {"events": found}, column(*rows, HOME))


@routes.NEW_EVENT.on
def begin(tx: Tx, request: Request) -> Screen:
    """The first question of a new event."""
    return prompting.resume(tx, request, forms.begin(tx, request, EVENT))


def made(tx: Tx, request: Request, form: Form) -> Screen:
    """The event stands; nobody is asked yet."""
    if form.row is None:
        raise Refused("not_found")
    facts = form.facts
    starts_at = _moment(request.moment, facts.value("event_day"), facts.value("event_hour"))
    if starts_at <= request.now:
        raise Refused("event_past")
    values = {
        "network_id": request.person.network_id,
        "author_id": request.person.id,
        "name": facts.value("event_name"),
        "place": facts.value("event_place"),
        "starts_at": starts_at,
        "minutes": facts.value("event_minutes"),
        "seats": facts.value("event_seats"),
    }
    event_id = events.add(tx, values, request.now)
    sessions.close_form(tx, form.row.id)
    return event_page(tx, request, routes.EVENT.of(tx, request, event_id))


def _moment(moment: Moment, day: date, hour: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), moment.app.zone).astimezone(UTC)


@routes.OPEN_EVENT.on
def event_page(tx: Tx, request: Request, event: Event) -> Page:
    """One event, and what can be done with it."""
    rows = []
    if event.cancelled_at is None and event.starts_at > request.now:
        rows = [
            Button(Word("ask_to_event"), routes.ASK_TO_EVENT.to(event.id), style="primary"),
            Button(Word("who_comes"), routes.WHO_COMES.to(event.id)),
            Button(Word("change_event"), routes.CHANGE_EVENT.to(event.id)),
        ]
    waiting = len(attendances.with_answer(tx, event.id, Answer.WAITING))
    values = {"event": event, "waiting": waiting}
    return Page("event/_event", values, column(*rows, Button(Word("my_events"), routes.EVENTS.to()), HOME))


@routes.WHO_COMES.on
def who_comes(tx: Tx, _request: Request, event: Event) -> Page:
    """Who comes, who waits: professionals by name; of people the number alone."""
    lists = {answer.value: _listed(tx, event, answer) for answer in (Answer.COMING, Answer.WAITING)}
    rows = column(Button(Word("go_back"), routes.OPEN_EVENT.to(event.id)), HOME)
    return Page("event/_who", {"event": event, **lists}, rows)


def _listed(tx: Tx, event: Event, answer: Answer) -> tuple[list[str], int, int | None]:
    """Names of professionals, how many there are in all, and how many of them are people, as far as that is told."""
    ids = attendances.with_answer(tx, event.id, answer)
    names = [person.name for person_id in ids if works(person := people.by_id(tx, person_id))]
    return names[:MOST_NAMES], len(ids), told(len(ids) - len(names), To.PEOPLE)


def works(person: Person) -> bool:
    """Whether she is there as a professional."""
    return bool(person.roles - {Role.BENEFICIARY})


@routes.CHANGE_EVENT.on
def change(tx: Tx, request: Request, event: Event) -> Screen:
    """Begin to change an event, or to call it off."""
    if event.cancelled_at is not None or event.starts_at <= request.now:
        raise Refused("event_past")
    return prompting.resume(tx, request, forms.begin(tx, request, EVENT_CHANGE, event.id))


def changed(tx: Tx, request: Request, form: Form) -> Screen:
    """The end of the change: whoever comes or waits is told; new seats go to those who wait."""
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    event = routes.EVENT.of(tx, request, form.row.subject_id)
    sessions.close_form(tx, form.row.id)
    values = _changes(request, form)
    if values.get("starts_at", event.starts_at) <= request.now:
        raise Refused("event_past")
    if not events.change(tx, event.id, **values):
        raise Refused("under_seats_now")
    now = routes.EVENT.of(tx, request, event.id)
    if "cancelled_at" in values:
        tell(tx, request.moment, now, CALLED_OFF, attendances.with_answer(tx, event.id, Answer.COMING, Answer.WAITING))
    elif "seats" in values:
        move_up(tx, request.moment, event.id)
        now = routes.EVENT.of(tx, request, event.id)
    else:
        if "starts_at" in values:
            events.reminded(tx, event.id, None)
        tell(tx, request.moment, now, CHANGED, attendances.with_answer(tx, event.id, Answer.COMING, Answer.WAITING))
    return event_page(tx, request, now)


def _changes(request: Request, form: Form) -> dict[str, Any]:
    facts = form.facts
    match facts.value("event_what"):
        case "hour":
            return {"starts_at": _moment(request.moment, facts.value("new_day"), facts.value("new_hour"))}
        case "place":
            return {"place": facts.value("new_place")}
        case "seats":
            return {"seats": facts.value("new_seats")}
        case _:
            return {"cancelled_at": request.now}


# Those who are asked


def _need_to_come(request: Request, event: Event) -> None:
    """Refuse an answer to an event that is over or called off. Raises Refused("event_over")."""
    if event.cancelled_at is not None or event.starts_at <= request.now:
        raise Refused("event_over")


@routes.COME.on
def come(tx: Tx, request: Request, event: Event) -> Page:
    """She comes: a seat, or a place on the waiting list. Saying it twice changes nothing."""
    _need_to_come(request, event)
    answer = attendances.answer_of(tx, event.id, request.person.id)
    if answer not in {Answer.COMING, Answer.WAITING}:
        answer = Answer.COMING if events.take_seat(tx, event.id) else Answer.WAITING
        attendances.keep(tx, event.id, request.person.id, answer, request.now)
    return answered(request, event, answer)


@routes.CANNOT_COME.on
def cannot(tx: Tx, request: Request, event: Event) -> Page:
    """She does not come; her seat goes to the first who waits."""
    _need_to_come(request, event)
    before = attendances.answer_of(tx, event.id, request.person.id)
    if before is not Answer.NOT_COMING:
        attendances.keep(tx, event.id, request.person.id, Answer.NOT_COMING, request.now)
    if before is Answer.COMING:
        events.free_seat(tx, event.id)
        move_up(tx, request.moment, event.id)
    return answered(request, event, Answer.NOT_COMING)


def answered(request: Request, event: Event, answer: Answer) -> Page:
    """What her answer means; with a seat, the event for her own calendar."""
    other = Button(Word("i_cannot_come"), routes.CANNOT_COME.to(event.id))
    if answer is Answer.NOT_COMING:
        other = Button(Word("i_come"), routes.COME.to(event.id))
    document = (CALENDAR_FILE, calendar_of(request.moment, event)) if answer is Answer.COMING else None
    values = {"event": event, "answer": answer.value}
    return Page("news/answered", values, column(other, HOME), document=document)


def calendar_of(moment: Moment, event: Event) -> bytes:
    """The event as a file for calendars; the same event keeps its identity whatever changes."""
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


def move_up(tx: Tx, moment: Moment, event_id: int) -> int:
    """Give free seats to those who wait, in their order, and tell them; returns how many."""
    moved = []
    for person_id in attendances.with_answer(tx, event_id, Answer.WAITING):
        if not events.take_seat(tx, event_id):
            break
        if attendances.promote(tx, event_id, person_id):
            moved.append(person_id)
        else:  # another process was faster
            events.free_seat(tx, event_id)
    event = events.by_id(tx, event_id)
    if event is not None and moved:
        tell(tx, moment, event, SEAT, moved)
    return len(moved)


# What is told by itself


def tick(tx: Tx, moment: Moment) -> int:
    """The day before, whoever comes is reminded; returns how many events."""
    due = events.to_remind(tx, moment.now, REMINDED_BEFORE)
    for event in due:
        events.reminded(tx, event.id, moment.now)
        tell(tx, moment, event, REMINDER, attendances.with_answer(tx, event.id, Answer.COMING))
    return len(due)


def tell(tx: Tx, moment: Moment, event: Event, kind: str, person_ids: Iterable[int]) -> None:
    """Queue a notice about the event, once a revision."""
    notices = [
        outbox.Outgoing(
            key=f"event:{event.id}:{event.revision}:{kind}:{event.taken if kind == SEAT else ''}",
            recipient_id=person_id,
            kind=kind,
            context={"event": event.id},
            created_at=moment.now,
            due_at=moment.now,
        )
        for person_id in person_ids
    ]
    outbox.put(tx, notices)


TEXTS = {
    REMINDER: "news/reminder",
    CHANGED: "news/changed",
    CALLED_OFF: "news/called_off",
    SEAT: "news/seat",
}
TRUE_FOR = {
    REMINDER: (Answer.COMING,),
    CHANGED: (Answer.COMING, Answer.WAITING),
    CALLED_OFF: (Answer.COMING, Answer.WAITING),
    SEAT: (Answer.COMING,),
}
"""The answers of those whom a notice still concerns when it leaves."""


def _notice(tx: Tx, moment: Moment, row: Row, person: Person) -> Page | None:
    event = events.by_id(tx, row.context["event"])
    if event is None or attendances.answer_of(tx, event.id, person.id) not in TRUE_FOR[row.kind]:
        return None
    if not works(person) and not person.reach.may_write_first:
        return None
    off = event.cancelled_at is not None
    if off != (row.kind == CALLED_OFF) or event.starts_at <= moment.now:
        return None
    rows = column(HOME if off else Button(Word("i_cannot_come"), routes.CANNOT_COME.to(event.id)))
    document = None if row.kind == REMINDER else (CALENDAR_FILE, calendar_of(moment, event))
    return Page(TEXTS[row.kind], {"event": event}, rows, document=document)


NOTICES = dict.fromkeys((REMINDER, CHANGED, CALLED_OFF, SEAT), _notice)
