"""What is done about events: made, changed, answered; seats that come free are given on, and all who come are told."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.ids import EventId
from bot.domain.people import Refused
from bot.features.meetings import routes
from bot.interaction.forms import Form
from bot.interaction.request import Request
from bot.plan.context import Moment
from bot.storage import attendances, events, outbox, sessions
from bot.storage.attendances import Answer
from bot.storage.changes import EventChanges
from bot.storage.events import Event
from bot.storage.kernel.store import Tx

REMINDED_BEFORE = timedelta(hours=24)

REMINDER, CHANGED, CALLED_OFF, SEAT = "event_reminder", "event_changed", "event_called_off", "event_seat"
"""Notices to those who come, or wait."""


def make(tx: Tx, request: Request, form: Form) -> Event:
    """Make the event that a form describes; nobody is asked yet. Raises Refused("event_past")."""
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
    return routes.EVENT.of(tx, request, event_id)


def _moment(moment: Moment, day: date, hour: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), moment.app.zone).astimezone(UTC)


def change(tx: Tx, request: Request, form: Form) -> Event:
    """Change an event as a form says; tell those who come or wait, or give them new seats.

    Raises:
        Refused: "event_past" for a time that is over, "under_seats_now" for fewer seats than are taken.
    """
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
    return now


def _changes(request: Request, form: Form) -> EventChanges:
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


def _need_to_come(request: Request, event: Event) -> None:
    """Refuse an answer to an event that is over or called off. Raises Refused("event_over")."""
    if event.cancelled_at is not None or event.starts_at <= request.now:
        raise Refused("event_over")


def come(tx: Tx, request: Request, event: Event) -> Answer:
    """Give the reader a seat, or a place on the waiting list; saying it twice changes nothing.

    Raises:
        Refused: "event_over".
    """
    _need_to_come(request, event)
    answer = attendances.answer_of(tx, event.id, request.person.id)
    if answer not in {Answer.COMING, Answer.WAITING}:
        answer = Answer.COMING if events.take_seat(tx, event.id) else Answer.WAITING
        attendances.keep(tx, event.id, request.person.id, answer, request.now)
    return answer


def decline(tx: Tx, request: Request, event: Event) -> Answer:
    """Note that the reader does not come; the seat goes to the first who waits. Raises Refused("event_over")."""
    _need_to_come(request, event)
    before = attendances.answer_of(tx, event.id, request.person.id)
    if before is not Answer.NOT_COMING:
        attendances.keep(tx, event.id, request.person.id, Answer.NOT_COMING, request.now)
    if before is Answer.COMING:
        events.free_seat(tx, event.id)
        move_up(tx, request.moment, event.id)
    return Answer.NOT_COMING


def move_up(tx: Tx, moment: Moment, event_id: EventId) -> int:
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


def tick(tx: Tx, moment: Moment) -> int:
    """Remind those who come, the day before; returns of how many events."""
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
