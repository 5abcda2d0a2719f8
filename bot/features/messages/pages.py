"""What is seen of threads: the last messages, a file, what became of what was written."""

from collections.abc import Mapping
from typing import Any

from bot.domain.ids import MessageId
from bot.domain.messages import MOST_ON_SCREEN, Kind, Seat, Side, Weight, on_screen, weight
from bot.domain.people import Role
from bot.features.caseload import routes as caseload_routes
from bot.features.committee import routes as committee_routes
from bot.features.guides import routes as guide_routes
from bot.features.menu import routes as menu_routes
from bot.features.messages import participant, posting, routes
from bot.features.messages.participant import Found, Sitting
from bot.features.messages.views import (
    Held,
    Letters,
    Line,
    NobodyReads,
    PersonSent,
    PersonThread,
    SentFile,
    SupportSent,
    SupportThread,
    TakenBack,
)
from bot.interaction import listening
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.plan import access
from bot.plan.reading import who_reads
from bot.storage import messages, networks, people
from bot.storage.kernel.store import Tx
from bot.storage.messages import Message
from bot.storage.people import Person
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page

FILES = {"photo": "see_photo", "voice": "hear_voice", "document": "see_document"}
"""The word of the button that shows a file, by its kind."""
MOST_THREADS = 30
"""Threads in one list."""


def thread(tx: Tx, request: Request, sitting: Sitting, new: int = 0, before: int | None = None) -> Page:
    """Show the newest messages of a thread, or those before one; from now on typed words go into it.

    `new` is how many of them the reader had not read yet.
    """
    found = messages.newest(tx, sitting.thread.id, MOST_ON_SCREEN + 1, before)
    shown = found[: on_screen([Weight(each.id, weight(each.text)) for each in found])]
    lines = _lines(tx, request, shown[::-1])
    rows = [
        Button(Word(FILES[line.kind], {"number": line.number}), routes.FILE.to(each.id))
        for line, each in zip(lines, shown[::-1], strict=True)
        if line.kind
    ]
    if len(found) > len(shown):
        rows.append(Button(Word("earlier_messages"), routes.THREAD.to(sitting, shown[-1].id)))
    _listen(tx, request, sitting)
    if sitting.seat.kind is Kind.SUPPORT:
        view = _support_thread(tx, request, sitting, lines, new)
        return view.page(column(*rows, *_ways(tx, request, sitting), HOME), status="")
    with_person = _person_thread(tx, request, sitting, lines, new)
    night = with_person.reads_at is not None
    return with_person.page(column(*rows, *_ways(tx, request, sitting, night=night), HOME), status="")


def _listen(tx: Tx, request: Request, sitting: Sitting, held: list[dict[str, Any]] | None = None) -> None:
    listening.listen(tx, request, routes.PLACE, routes.SITTING.write(sitting), held=held)


def _lines(tx: Tx, request: Request, shown: list[Message]) -> list[Line]:
    names = {each: people.by_id(tx, each).name for each in {one.author_id for one in shown}}
    lines, files = [], 0
    for one in shown:
        files += one.file is not None
        kind, name = (one.file["kind"], one.file["name"]) if one.file is not None else ("", "")
        mine = one.author_id == request.person.id
        lines.append(Line(names[one.author_id], mine, one.created_at, one.text, kind, name, files if kind else 0))
    return lines


def _person_thread(tx: Tx, request: Request, sitting: Sitting, lines: list[Line], new: int) -> PersonThread:
    end = _person_sent(tx, request, sitting)
    plan = participant.plan_of(tx, sitting.thread)
    owner = people.by_id(tx, sitting.thread.owner_id)
    return PersonThread(
        seat=sitting.seat,
        name=end.name,
        reference=(plan.reference or "") if plan is not None else "",
        language=_other_language(request, owner) if sitting.seat is Seat.REFERENT else "",
        referent=end.referent,
        reads=end.reads,
        until=end.until,
        reads_at=end.reads_at,
        aloud=end.aloud,
        lines=lines,
        new=new,
        today=request.moment.today,
    )


def _person_sent(tx: Tx, request: Request, sitting: Sitting) -> PersonSent:
    owner = people.by_id(tx, sitting.thread.owner_id)
    reading = who_reads(tx, owner)
    return PersonSent(
        seat=sitting.seat,
        name=owner.name,
        referent=reading.referent,
        reads=reading.reads,
        until=reading.until,
        reads_at=participant.reads_later(tx, request.moment, sitting),
        aloud=posting.why_aloud(owner) if sitting.seat is Seat.REFERENT else "",
    )


def _other_language(request: Request, person: Person) -> str:
    """Return the language that a person reads, by its own name, where it is another one than the reader's."""
    if not person.language or person.language.partition("@")[0] == request.reader.language.partition("@")[0]:
        return ""
    return request.moment.app.renderer.own_name(person.language)


def _support_thread(tx: Tx, request: Request, sitting: Sitting, lines: list[Line], new: int) -> SupportThread:
    owner = people.by_id(tx, sitting.thread.owner_id)
    plan = participant.plan_of(tx, sitting.thread)
    return SupportThread(
        seat=sitting.seat,
        name=owner.name,
        organisation=networks.organisation(tx, owner.organisation_id).name if owner.organisation_id else "",
        about=participant.name_seen(tx, request, sitting, plan) if plan is not None else "",
        reference=(plan.reference or "") if plan is not None else "",
        state=plan.state.value if plan is not None else "",
        lines=lines,
        new=new,
        today=request.moment.today,
    )


def _ways(tx: Tx, request: Request, sitting: Sitting, *, night: bool = False) -> list[Button]:
    """Return the ways on from a thread; at night, to the numbers that answer then."""
    rows: list[Button] = []
    match sitting.seat:
        case Seat.PERSON:
            rows.append(Button(Word("back_to_my_plan"), menu_routes.WHERE.to()))
            rows += [Button(Word("emergency"), menu_routes.EMERGENCY.to())] if night else []
        case Seat.REFERENT:
            name = people.by_id(tx, sitting.thread.owner_id).name
            rows.append(Button(Word("see_person", {"name": name}), caseload_routes.PERSON.to(sitting.thread.owner_id)))
        case Seat.ASKER:
            rows.append(Button(Word("guides_and_questions"), routes.SUPPORT.to()))
        case Seat.COORDINATOR:
            rows += _of_coordinator(tx, request, sitting)
    return rows


def _of_coordinator(tx: Tx, request: Request, sitting: Sitting) -> list[Button]:
    """Return what an answer is good for besides: the plan itself where the reader decides it, a guide for everybody."""
    rows = []
    last = next(
        (one for one in messages.newest(tx, sitting.thread.id, MOST_ON_SCREEN) if one.side is Side.HELPING), None
    )
    if last is not None:
        rows.append(Button(Word("make_guide"), guide_routes.SHELVE.to(last.id)))
    plan = participant.plan_of(tx, sitting.thread)
    decides = plan is not None and Role.COORDINATOR in access.roles_towards(tx, request.person, plan)
    if plan is not None and plan.rank_at is not None and decides:
        rows.append(Button(Word("open_card"), committee_routes.DECIDE.to(plan)))
    return [*rows, Button(Word("questions_of_referents"), routes.QUESTIONS.to("all"))]


def sent(tx: Tx, request: Request, sitting: Sitting, last: MessageId) -> Page:
    """Show that a message is on its way, when it is read, and how to take it back until then."""
    _listen(tx, request, sitting)
    rows = [
        Button(Word("see_messages"), routes.THREAD.to(sitting, None)),
        Button(Word("take_back_message"), routes.UNSAY.to(last)),
        HOME,
    ]
    if sitting.seat.kind is Kind.PERSON:
        view = _person_sent(tx, request, sitting)
        ways = _ways(tx, request, sitting, night=view.reads_at is not None)
        return view.page(column(*ways, *rows), status="")
    reads_at = participant.reads_later(tx, request.moment, sitting)
    asked = SupportSent(sitting.seat, people.by_id(tx, sitting.thread.owner_id).name, reads_at)
    return asked.page(column(*_ways(tx, request, sitting), *rows), status="")


def file(tx: Tx, request: Request, found: Found) -> Page:
    """Show a photo, a document or a voice note, as Telegram keeps it; an answer can be typed under it."""
    sitting, message = found.sitting, found.message
    _listen(tx, request, sitting)
    kept = message.file or {}
    kind = kept.get("kind", "")
    mine = message.author_id == request.person.id
    return SentFile(people.by_id(tx, message.author_id).name, mine, message.created_at).page(
        column(Button(Word("see_messages"), routes.THREAD.to(sitting, None)), HOME),
        picture=kept["id"] if kind == "photo" else None,
        document=kept["id"] if kind == "document" else None,
        voice=kept["id"] if kind == "voice" else None,
        status="",
    )


def taken_back(sitting: Sitting, *, done: bool) -> Page:
    """Show that a message is gone, unless the other end has read it."""
    rows = column(Button(Word("see_messages"), routes.THREAD.to(sitting, None), style="primary"), HOME)
    return TakenBack(done).page(rows, status="")


def nobody() -> Page:
    """Show that nobody accompanies the beneficiary now: there is nobody to write to."""
    return NobodyReads().page(column(Button(Word("help"), menu_routes.HELP.to()), HOME))


def hold(tx: Tx, request: Request, sitting: Sitting, held: list[dict[str, Any]]) -> Page:
    """Ask about words typed where nothing was asked, or long after: are they meant for the other end?"""
    _listen(tx, request, sitting, held)
    owner = people.by_id(tx, sitting.thread.owner_id)
    name = who_reads(tx, owner).reads if sitting.seat is Seat.PERSON else owner.name
    rows = column(
        Button(Word("send_message"), routes.SAY.to(), style="primary"),
        Button(Word("do_not_send"), menu_routes.WHERE.to()),
    )
    to = "" if sitting.seat is Seat.ASKER else name
    return Held(to, held[-1].get("text", ""), len(held)).page(rows, status="")


def letters(tx: Tx, request: Request, new: Mapping[int, int]) -> Page:
    """List a referent's threads with beneficiaries in which something was written, those with news first."""
    accompanied = {person.id: person for person in people.accompanied(tx, request.person.id)}
    order = sorted(messages.of_owners(tx, list(accompanied)), key=lambda each: not new.get(each.owner_id))
    rows = [
        Button(
            Word("thread_with", {"name": accompanied[each.owner_id].name, "count": new.get(each.owner_id, 0)}),
            routes.WRITE_TO.to(each.owner_id),
        )
        for each in order[:MOST_THREADS]
    ]
    return Letters(sum(new.values()), len(rows)).page(column(*rows, HOME))
