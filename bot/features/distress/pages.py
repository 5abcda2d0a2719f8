"""The page for a person in distress. What was typed is no answer, and goes nowhere unless the person says so.

It is kept sealed in the session, as what is begun elsewhere is, until the page is left: a false alarm costs one tap.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.domain.distress import Distress, lines_for
from bot.domain.messages import Seat
from bot.domain.people import AT_WORK, Refused
from bot.features.distress import notices, routes
from bot.features.messages import routes as message_routes
from bot.features.organisations import routes as joining_routes
from bot.interaction import forms, listening, typed
from bot.interaction.listening import Behind, Listener
from bot.interaction.request import Incoming, Request, Response, Sender
from bot.interaction.views import View
from bot.notices import calendars
from bot.plan.context import Moment
from bot.rendering.renderer import Reader
from bot.storage import people, requests
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.requests import RequestState
from bot.storage.sessions import Session
from conversations.engine.keyboard import Button, Problem, Word, column
from conversations.engine.replies import Reply, Said, Sent
from conversations.engine.screens import Page, Screen
from conversations.engine.widgets import dump_file, load_file


@dataclass(frozen=True)
class InDistress(View, template="distress/page"):
    """Who answers now, and who can be told."""

    kinds: tuple[str, ...]
    lines: tuple[str, ...]
    reads: str
    """The name of who reads for the person now; nobody where there is none."""
    reads_at: datetime | None
    """From when, where that is not now."""
    told: bool
    """Whether that one is told."""
    waits: str
    """Under what it was typed: "question", "message", or nothing that waits."""


def heard(tx: Tx, request: Request, incoming: Incoming) -> Page | None:
    """Return the page for words that say that the one who types is in distress, or another one near; else None."""
    kinds = typed.distress_in(request.moment, incoming)
    return _kept(tx, request, kinds, incoming) if kinds and _for_oneself(tx, request) else None


def of_stranger(tx: Tx, moment: Moment, sender: Sender, reader: Reader, incoming: Incoming) -> Response | None:
    """Return the same for a chat that belongs to nobody here: numbers alone."""
    kinds = typed.distress_in(moment, incoming)
    if not kinds:
        return None
    begun = any(each.state is RequestState.BEGUN for each in requests.of_chat(tx, sender.chat_id))
    rows = column(Button(Word("go_on_asking"), joining_routes.JOIN.to())) if begun else ()
    return Response(reader, (_view(kinds).page(rows),), fresh=True)


def _for_oneself(tx: Tx, request: Request) -> bool:
    """Return whether the one who types speaks as a beneficiary: at work, such words are about others."""
    if request.reader.at_work or not request.person.roles & AT_WORK:
        return not request.reader.at_work
    session = request.session
    if not session.focus:
        return not listening.is_listening(session) or listening.page_of(session)[0] == routes.PLACE
    try:
        form = forms.load(tx, request, session.place)
    except Refused:
        return True
    return form.plan is not None and form.plan.beneficiary_id == request.person.id


@routes.OPEN.on
def opened(tx: Tx, request: Request) -> Page:
    """Show the page to a beneficiary who asks for it by a button."""
    return _shown(tx, request, {"kinds": [], "reply": None, "told": False})


def _kept(tx: Tx, request: Request, kinds: tuple[Distress, ...], incoming: Incoming) -> Page:
    """Keep a reply, which may have meant something else; words behind a command, or put in later, answer nothing."""
    before = _held(request.session)
    reply = _dumped(incoming) if isinstance(incoming, Said | Sent) else None
    held = {"kinds": [*dict.fromkeys((*before.get("kinds", ()), *kinds))], "reply": reply, "told": False}
    return _shown(tx, request, held)


def _shown(tx: Tx, request: Request, held: dict[str, Any]) -> Page:
    listening.listen(tx, request, routes.PLACE, held=held, over=True)
    kinds = tuple(kind for kind in Distress if kind in held["kinds"])
    waits = _waits(request.session)
    who = _reader_of(tx, request)
    view = _view(kinds)
    if who is not None:
        opens = calendars.office_of(tx, request.moment.app, who).next_open(request.now)
        reads_at = opens if opens > request.now else None
        view = replace(view, reads=who.name, reads_at=reads_at, told=held["told"])
    return replace(view, waits=waits).page(column(*_ways(view, waits, held)), status="")


def _view(kinds: tuple[Distress, ...]) -> InDistress:
    return InDistress(tuple(kinds), lines_for(kinds), "", None, told=False, waits="")


def _ways(view: InDistress, waits: str, held: dict[str, Any]) -> list[Button]:
    """Return what can be done now: tell, write, go back; and say that the words meant something else."""
    rows = []
    if view.reads and not view.told:
        rows.append(Button(Word("alert_referent", {"name": view.reads}), routes.ALERT.to(), style="primary"))
    if view.reads and waits == "message" and held["reply"]:
        rows.append(Button(Word("send_as_message", {"name": view.reads}), routes.MEANT.to()))
    elif view.reads:
        rows.append(Button(Word("write_to", {"name": view.reads}), message_routes.WRITE.to()))
    rows.append(Button(Word(BACK_TO[waits]), routes.BACK.to()))
    if held["reply"] and waits != "message":
        rows.append(Button(Word("keep_my_answer" if waits else "meant_otherwise"), routes.MEANT.to()))
    return rows


BACK_TO = {"question": "back_to_question", "message": "back_to_messages", "": "back_to_my_plan"}
"""The word of the button that leaves the page, by what waits behind it."""


def _waits(session: Session) -> str:
    """Return what words are meant for, behind this page or where it is about to stand."""
    if listening.is_listening(session) and listening.page_of(session)[0] == routes.PLACE:
        session = Session(**session.scratch["before"])
    if session.focus:
        return "question"
    page, about = listening.page_of(session) if listening.is_listening(session) else ("", [])
    return "message" if page == message_routes.PLACE and about[:1] == [Seat.PERSON.value] else ""


def _reader_of(tx: Tx, request: Request) -> Person | None:
    """Return the referent or the stand-in, where a notice can reach that one."""
    reader_id = people.reader_for(tx, request.person.id)
    who = people.by_id(tx, reader_id) if reader_id is not None else None
    return who if who is not None and who.chat_id is not None and who.blocked_at is None else None


def _held(session: Session) -> dict[str, Any]:
    if listening.is_listening(session) and listening.page_of(session)[0] == routes.PLACE:
        return dict(listening.held(session))
    return {}


def _dumped(reply: Reply) -> dict[str, Any]:
    return {"text": typed.words(reply), "file": dump_file(reply.file) if isinstance(reply, Sent) else None}


@routes.ALERT.on
def alert(tx: Tx, request: Request, session: Session) -> Page:
    """Tell who reads for the person. What was typed is forgotten then, but for a message that waits to be sent."""
    held, who = _held(session), _reader_of(tx, request)
    if who is None:
        return _shown(tx, request, held)
    notices.tell(tx, request, who.id)
    reply = held["reply"] if _waits(session) == "message" else None
    return _shown(tx, request, {**held, "told": True, "reply": reply})


@routes.BACK.on
def back(tx: Tx, request: Request, session: Session) -> Screen:
    """Show what waited, as it was."""
    raise Behind


@routes.MEANT.on
def meant(tx: Tx, request: Request, session: Session) -> Screen:
    """Take the words for what they were typed under. Raises Refused("not_found") where they are forgotten."""
    kept = _held(session)["reply"]
    if not kept:
        raise Refused("not_found")
    raise Behind(Sent(load_file(kept["file"]), kept["text"]) if kept["file"] else Said(kept["text"]))


def _more(tx: Tx, request: Request, reply: Reply, session: Session) -> Screen:
    """Keep what is typed under the page from everybody too, and say so: it may be more of the same."""
    page = _shown(tx, replace(request, session=session), {**_held(session), "reply": _dumped(reply)})
    return replace(page, notes=(Problem("kept_from_all"),))


def _again(tx: Tx, request: Request, session: Session) -> Screen:
    return _shown(tx, replace(request, session=session), _held(session))


LISTENERS = {routes.PLACE: Listener(_more, _again)}
