"""What people see of a thread: the last messages, a file, what became of their words. To see it is to have read it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.ids import MessageId, PersonId
from bot.domain.messages import MOST_ON_SCREEN, Kind, Seat, Side, Weight, on_screen, weight
from bot.domain.people import Role
from bot.features.caseload import routes as caseload_routes
from bot.features.guides import routes as guide_routes
from bot.features.membership import people as membership
from bot.features.messages import participant, posting, routes
from bot.features.messages.participant import Sitting
from bot.features.my_plan.pages import act
from bot.interaction import listening
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.plan import access
from bot.storage import messages, networks, people
from bot.storage.kernel.store import Tx
from bot.storage.messages import Message
from bot.storage.people import Person
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page

FILES = {"photo": "see_photo", "voice": "hear_voice", "document": "see_document"}
"""The word of the button that shows a file, by its kind."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message as it is shown. `number` counts the files of the screen; `mine`: the reader wrote it."""

    who: str
    mine: bool
    at: datetime
    text: str
    kind: str = ""
    name: str = ""
    number: int = 0


def thread(tx: Tx, request: Request, sitting: Sitting, before: int | None = None) -> Page:
    """The newest messages, or those before one; from now on typed words go into this thread.

    To look back reads nothing new: what came meanwhile is not on that screen.
    """
    found = messages.newest(tx, sitting.thread.id, MOST_ON_SCREEN + 1, before)
    shown = found[: on_screen([Weight(each.id, weight(each.text)) for each in found])]
    new = posting.seen(tx, request, sitting) if before is None else 0
    lines = _lines(tx, request, shown[::-1])
    rows = [
        Button(Word(FILES[line.kind], {"number": line.number}), routes.FILE.to(each.id))
        for line, each in zip(lines, shown[::-1], strict=True)
        if line.kind
    ]
    if len(found) > len(shown):
        rows.append(Button(Word("earlier_messages"), routes.THREAD.to(sitting, shown[-1].id)))
    listening.listen(tx, request, routes.PLACE, routes.SITTING.write(sitting))
    values = {"lines": lines, "new": new, "today": request.moment.today, **_about(tx, request, sitting)}
    template = "messages/thread" if sitting.seat.kind is Kind.PERSON else "support/thread"
    return Page(template, values, column(*rows, *_ways(tx, request, sitting, values)), status="")


def _lines(tx: Tx, request: Request, shown: list[Message]) -> list[Line]:
    names = {each: people.by_id(tx, each).name for each in {one.author_id for one in shown}}
    lines, files = [], 0
    for one in shown:
        files += one.file is not None
        kind, name = (one.file["kind"], one.file["name"]) if one.file is not None else ("", "")
        mine = one.author_id == request.person.id
        lines.append(Line(names[one.author_id], mine, one.created_at, one.text, kind, name, files if kind else 0))
    return lines


def _about(tx: Tx, request: Request, sitting: Sitting) -> dict[str, Any]:
    """Who is at the other end, when it reads, and what the thread is about."""
    thread = sitting.thread
    owner = people.by_id(tx, thread.owner_id)
    plan = participant.plan_of(tx, thread)
    reads_at = participant.reads_from(tx, request.moment, thread) if sitting.seat.side is Side.ASKING else request.now
    known: dict[str, Any] = {
        "seat": sitting.seat.value,
        "name": owner.name,
        "reference": (plan.reference or "") if plan is not None else "",
        "reads_at": reads_at if reads_at > request.now else None,
        "aloud": posting.why_aloud(owner) if sitting.seat is Seat.REFERENT else "",
        "language": _other_language(request, owner) if sitting.seat is Seat.REFERENT else "",
    }
    if sitting.seat.kind is Kind.PERSON:
        return known | membership.who_reads(tx, owner)
    named = participant.name_seen(tx, request, sitting, plan) if plan is not None else ""
    place = networks.organisation(tx, owner.organisation_id).name if owner.organisation_id else ""
    return known | {"about": named, "state": plan.state.value if plan is not None else "", "organisation": place}


def _other_language(request: Request, person: Person) -> str:
    """The language a person reads, by its own name, where it is another one than the visitor's."""
    if not person.language or person.language.partition("@")[0] == request.reader.language.partition("@")[0]:
        return ""
    return request.moment.app.renderer.own_name(person.language)


def _ways(tx: Tx, request: Request, sitting: Sitting, values: dict[str, Any]) -> list[Button]:
    """The ways on from a thread; at night, to the numbers that answer then."""
    rows: list[Button] = []
    match sitting.seat:
        case Seat.PERSON:
            rows.append(Button(Word("back_to_my_plan"), "g:where"))
            rows += [Button(Word("emergency"), "g:emergency")] if values["reads_at"] else []
        case Seat.REFERENT:
            to_person = caseload_routes.PERSON.to(sitting.thread.owner_id)
            rows.append(Button(Word("see_person", {"name": values["name"]}), to_person))
        case Seat.ASKER:
            rows.append(Button(Word("guides_and_questions"), routes.SUPPORT.to()))
        case Seat.COORDINATOR:
            rows += _of_coordinator(tx, request, sitting)
    return [*rows, HOME]


def _of_coordinator(tx: Tx, request: Request, sitting: Sitting) -> list[Button]:
    """What an answer is good for besides: the plan itself where she decides it, and a guide for everybody."""
    rows = []
    last = next(
        (one for one in messages.newest(tx, sitting.thread.id, MOST_ON_SCREEN) if one.side is Side.HELPING), None
    )
    if last is not None:
        rows.append(Button(Word("make_guide"), guide_routes.SHELVE.to(last.id)))
    plan = participant.plan_of(tx, sitting.thread)
    decides = plan is not None and Role.COORDINATOR in access.roles_towards(tx, request.person, plan)
    if plan is not None and plan.rank_at is not None and decides:
        rows.append(Button(Word("open_card"), act(plan, "decide")))
    return [*rows, Button(Word("questions_of_referents"), routes.QUESTIONS.to("all"))]


def sent(tx: Tx, request: Request, sitting: Sitting, last: MessageId) -> Page:
    """It is on its way; when it is read, and how to take it back until then."""
    listening.listen(tx, request, routes.PLACE, routes.SITTING.write(sitting))
    values = _about(tx, request, sitting)
    rows = [
        *_ways(tx, request, sitting, values)[:-1],
        Button(Word("see_messages"), routes.THREAD.to(sitting, None)),
        Button(Word("take_back_message"), routes.UNSAY.to(last)),
        HOME,
    ]
    template = "messages/sent" if sitting.seat.kind is Kind.PERSON else "support/sent"
    return Page(template, values, column(*rows), status="")


def file(tx: Tx, request: Request, sitting: Sitting, message: Message) -> Page:
    """A photo, a document or a voice note, as Telegram keeps it; an answer can be typed under it."""
    listening.listen(tx, request, routes.PLACE, routes.SITTING.write(sitting))
    kept = message.file or {}
    values = {
        "who": people.by_id(tx, message.author_id).name,
        "mine": message.author_id == request.person.id,
        "at": message.created_at,
    }
    kind = kept.get("kind", "")
    return Page(
        "messages/file",
        values,
        column(Button(Word("see_messages"), routes.THREAD.to(sitting, None)), HOME),
        picture=kept["id"] if kind == "photo" else None,
        document=kept["id"] if kind == "document" else None,
        voice=kept["id"] if kind == "voice" else None,
        status="",
    )


def taken_back(sitting: Sitting, *, done: bool) -> Page:
    """The message is gone, unless the other end has read it."""
    rows = column(Button(Word("see_messages"), routes.THREAD.to(sitting, None), style="primary"), HOME)
    return Page("messages/taken_back", {"done": done}, rows, status="")


def nobody() -> Page:
    """Nobody accompanies her now: there is nobody to write to."""
    return Page("messages/nobody", {}, column(Button(Word("help"), "g:help"), HOME))


def hold(tx: Tx, request: Request, sitting: Sitting, held: list[dict[str, Any]]) -> Page:
    """Words typed where nothing was asked, or long after: are they meant for the other end?"""
    listening.listen(tx, request, routes.PLACE, routes.SITTING.write(sitting), held=held)
    who = membership.who_reads(tx, people.by_id(tx, sitting.thread.owner_id))
    seat = sitting.seat
    name = who["reads"] if seat is Seat.PERSON else people.by_id(tx, sitting.thread.owner_id).name
    values = {"to": "" if seat is Seat.ASKER else name, "text": held[-1].get("text", ""), "count": len(held)}
    yes = Button(Word("send_message"), routes.SAY.to(), style="primary")
    return Page("messages/held", values, column(yes, Button(Word("do_not_send"), "g:where")), status="")


@routes.LETTERS.on
def people_with_threads(tx: Tx, request: Request) -> Page:
    """The people she accompanies with whom something was written, those with news first; the only news at once."""
    hers = {person.id: person for person in people.accompanied(tx, request.person.id)}
    new = messages.unread(tx, Kind.PERSON, Side.ASKING, list(hers))
    if len(new) == 1:
        return thread(tx, request, participant.of_person(tx, request, PersonId(next(iter(new)))))
    order = sorted(messages.of_owners(tx, list(hers)), key=lambda each: not new.get(each.owner_id))
    rows = [
        Button(
            Word("thread_with", {"name": hers[each.owner_id].name, "count": new.get(each.owner_id, 0)}),
            routes.WRITE_TO.to(each.owner_id),
        )
        for each in order[:MOST_THREADS]
    ]
    return Page("messages/list", {"new": sum(new.values()), "threads": len(rows)}, column(*rows, HOME))


MOST_THREADS = 30
"""Threads in one list."""
