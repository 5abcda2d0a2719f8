"""Events: made and changed by the coordinator, answered by those who are asked, with seats and a waiting list."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.domain.audience import To, told
from bot.domain.people import Refused, Role
from bot.features.broadcasts import draft
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.prompting import Door
from bot.interaction.request import Request
from bot.interaction.routes import decode_id, encode_id
from bot.plan.context import Moment
from bot.rendering.icalendar import Entry, calendar
from bot.storage import attendances, events, outbox, people, sessions
from bot.storage import broadcasts as sent
from bot.storage.attendances import Answer
from bot.storage.events import Event
from bot.storage.kernel.store import Tx
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


def overview(tx: Tx, request: Request) -> Page:
    """The events to come: who comes, how many seats; one tap opens one."""
    found = events.to_come(tx, request.person.network_id, request.now)
    rows = [Button(Plain(event.name), f"d:event:{encode_id(event.id)}") for event in found]
    rows.append(Button(Word("new_event"), "d:new_event", style="" if found else "primary"))
    return Page("event/_list", {"events": found}, column(*rows, HOME))


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
    return event_page(tx, request, event_id)


def _moment(moment: Moment, day: date, hour: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), moment.app.zone).astimezone(UTC)


def _hers(tx: Tx, request: Request, event_id: int) -> Event:
    found = events.by_id(tx, event_id)
    if found is None or found.network_id != request.person.network_id:
        raise Refused("not_found")
    return found


def event_page(tx: Tx, request: Request, event_id: int) -> Page:
    """One event, and what can be done with it."""
    event = _hers(tx, request, event_id)
    number, rows = encode_id(event.id), []
    if event.cancelled_at is None and event.starts_at > request.now:
        rows = [
            Button(Word("ask_to_event"), f"d:event_ask:{number}", style="primary"),
            Button(Word("who_comes"), f"d:event_who:{number}"),
            Button(Word("change_event"), f"d:event_edit:{number}"),
        ]
    waiting = len(attendances.with_answer(tx, event.id, Answer.WAITING))
    values = {"event": event, "waiting": waiting}
    return Page("event/_event", values, column(*rows, Button(Word("my_events"), "d:events"), HOME))


def who_comes(tx: Tx, request: Request, event_id: int) -> Page:
    """Who comes, who waits: professionals by name; of people the number alone."""
    event = _hers(tx, request, event_id)
    lists = {answer.value: _listed(tx, event, answer) for answer in (Answer.COMING, Answer.WAITING)}
    rows = column(Button(Word("go_back"), f"d:event:{encode_id(event.id)}"), HOME)
    return Page("event/_who", {"event": event, **lists}, rows)


def _listed(tx: Tx, event: Event, answer: Answer) -> tuple[list[str], int, int | None]:
    """Names of professionals, how many there are in all, and how many of them are people, as far as that is told."""
    ids = attendances.with_answer(tx, event.id, answer)
    names = [person.name for person_id in ids if works(person := people.by_id(tx, person_id))]
    return names[:MOST_NAMES], len(ids), told(len(ids) - len(names), To.PEOPLE)


def works(person: Person) -> bool:
    """Whether she is there as a professional."""
    return bool(person.roles - {Role.BENEFICIARY})


def change(tx: Tx, request: Request, event_id: int) -> Screen:
    """Begin to change an event, or to call it off."""
    event = _hers(tx, request, event_id)
    if event.cancelled_at is not None or event.starts_at <= request.now:
        raise Refused("event_past")
    return prompting.resume(tx, request, forms.begin(tx, request, EVENT_CHANGE, event.id))


def changed(tx: Tx, request: Request, form: Form) -> Screen:
    """The end of the change: whoever comes or waits is told; new seats go to those who wait."""
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    event = _hers(tx, request, form.row.subject_id)
    sessions.close_form(tx, form.row.id)
    values = _changes(request, form)
    if values.get("starts_at", event.starts_at) <= request.now:
        raise Refused("event_past")
    if not events.change(tx, event.id, **values):
        raise Refused("under_seats_now")
    now = _hers(tx, request, event.id)
    if "cancelled_at" in values:
        tell(tx, request.moment, now, CALLED_OFF, attendances.with_answer(tx, event.id, Answer.COMING, Answer.WAITING))
    elif "seats" in values:
        move_up(tx, request.moment, event.id)
    else:
        if "starts_at" in values:
            events.reminded(tx, event.id, None)
        tell(tx, request.moment, now, CHANGED, attendances.with_answer(tx, event.id, Answer.COMING, Answer.WAITING))
    return event_page(tx, request, event.id)


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


def _asked(tx: Tx, request: Request, number: str) -> Event:
    """An event that somebody was asked to, and may answer. Raises Refused: "not_found", "event_over"."""
    event = _hers(tx, request, decode_id(number))
    if not sent.asked_to(tx, event.id, request.person.id):
        raise Refused("not_found")
    if event.cancelled_at is not None or event.starts_at <= request.now:
        raise Refused("event_over")
    return event


def come(tx: Tx, request: Request, number: str) -> Page:
    """She comes: a seat, or a place on the waiting list. Saying it twice changes nothing."""
    event = _asked(tx, request, number)
    answer = attendances.answer_of(tx, event.id, request.person.id)
    if answer not in {Answer.COMING, Answer.WAITING}:
        answer = Answer.COMING if events.take_seat(tx, event.id) else Answer.WAITING
        attendances.keep(tx, event.id, request.person.id, answer, request.now)
    return answered(request, event, answer)


def cannot(tx: Tx, request: Request, number: str) -> Page:
    """She does not come; her seat goes to the first who waits."""
    event = _asked(tx, request, number)
    before = attendances.answer_of(tx, event.id, request.person.id)
    if before is not Answer.NOT_COMING:
        attendances.keep(tx, event.id, request.person.id, Answer.NOT_COMING, request.now)
    if before is Answer.COMING:
        events.free_seat(tx, event.id)
        move_up(tx, request.moment, event.id)
    return answered(request, event, Answer.NOT_COMING)


def answered(request: Request, event: Event, answer: Answer) -> Page:
    """What her answer means; with a seat, the event for her own calendar."""
    number = encode_id(event.id)
    other = {
        Answer.NOT_COMING: Button(Word("i_come"), f"b:come:{number}"),
    }.get(answer, Button(Word("i_cannot_come"), f"b:cannot:{number}"))
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


DOORS: dict[str, Door] = {
    "events": lambda tx, request, _more: overview(tx, request),
    "new_event": lambda tx, request, _more: begin(tx, request),
    "event": lambda tx, request, more: event_page(tx, request, decode_id(more[0])),
    "event_who": lambda tx, request, more: who_comes(tx, request, decode_id(more[0])),
    "event_edit": lambda tx, request, more: change(tx, request, decode_id(more[0])),
    "event_ask": lambda tx, request, more: draft.begin(tx, request, _hers(tx, request, decode_id(more[0])).id),
}

FOR_EVERYBODY: dict[str, Door] = {
    "come": lambda tx, request, more: come(tx, request, more[0]),
    "cannot": lambda tx, request, more: cannot(tx, request, more[0]),
}
