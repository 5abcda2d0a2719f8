"""Threads: opening one, writing into it, seeing a file, taking back what nobody has read."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.domain.ids import PersonId
from bot.domain.messages import LISTENS, Kind, Side
from bot.domain.people import Refused, Role
from bot.features.messages import pages, participant, posting, routes
from bot.features.messages.participant import Found, Sitting
from bot.interaction import listening
from bot.interaction.listening import Listener
from bot.interaction.request import Request
from bot.storage import messages, people
from bot.storage.kernel.store import Tx
from bot.storage.sessions import Session
from conversations.engine.keyboard import Problem
from conversations.engine.replies import Reply
from conversations.engine.screens import Page, Screen
from conversations.engine.widgets import dump_file, load_file
from conversations.messages import Content, content_of

MOST_HELD = 50
"""Messages kept back until it is said whether they are meant for the other end."""


def shown(tx: Tx, request: Request, sitting: Sitting, before: int | None = None) -> Page:
    """Show a thread at its end, which is to have read it, or before one of its messages.

    To look back reads nothing new: what came meanwhile is not on that screen.
    """
    new = posting.seen(tx, request, sitting) if before is None else 0
    return pages.thread(tx, request, sitting, new, before)


@routes.WRITE.on
def open_own(tx: Tx, request: Request) -> Page:
    """Show a beneficiary's own thread. Raises Refused("not_for_you") to anybody else."""
    sitting = participant.own_thread(tx, request)
    return pages.nobody() if sitting is None else shown(tx, request, sitting)


def heard(tx: Tx, request: Request, reply: Reply, session: Session) -> Screen:
    """Send words or a file typed under a thread, or ask about them first where it was opened long ago."""
    sitting, content = _sitting(tx, request, session), content_of(reply)
    if not participant.helpers(tx, sitting.thread):
        return pages.nobody()
    if isinstance(content, Problem):
        page = shown(tx, request, sitting)
        return replace(page, notes=(content, *page.notes))
    kept = [*(listening.held(session) or ())]
    if kept or request.now - listening.since(session) > LISTENS:
        return pages.hold(tx, request, sitting, [*kept, _dumped(content)][-MOST_HELD:])
    return pages.sent(tx, request, sitting, posting.post(tx, request, sitting, content)[-1])


def propose(tx: Tx, request: Request, reply: Reply) -> Page | None:
    """Offer to send on what was typed where nothing was asked; None where there is nobody to send it to."""
    if not request.person.has(Role.BENEFICIARY):
        return None
    sitting, content = participant.own_thread(tx, request), content_of(reply)
    if sitting is None or isinstance(content, Problem):
        return None
    return pages.hold(tx, request, sitting, [_dumped(content)])


@routes.SAY.on
def say(tx: Tx, request: Request, session: Session) -> Page:
    """Send what was kept back. Raises Refused("not_found") when there is nothing any more."""
    if not listening.held(session):
        raise Refused("not_found")
    sitting = _sitting(tx, request, session)
    posted = [
        number for each in listening.held(session) for number in posting.post(tx, request, sitting, _loaded(each))
    ]
    return pages.sent(tx, request, sitting, posted[-1])


def again(tx: Tx, request: Request, session: Session) -> Page:
    """Show the thread, or what was kept back, once more, as after the bot was away."""
    sitting, held = _sitting(tx, request, session), listening.held(session)
    return pages.hold(tx, request, sitting, held) if held else shown(tx, request, sitting)


def _sitting(tx: Tx, request: Request, session: Session) -> Sitting:
    """Return the thread that listens. Raises Refused("thread_closed") after a transfer, or the end of an absence."""
    _, place = listening.page_of(session)
    try:
        return routes.SITTING.read(tx, request, ":".join(place))
    except Refused:
        raise Refused("thread_closed") from None


def _dumped(content: Content) -> dict[str, Any]:
    return {"text": content.text, "file": dump_file(content.file) if content.file is not None else None}


def _loaded(raw: Mapping[str, Any]) -> Content:
    return Content(raw["text"], load_file(raw["file"]) if raw["file"] else None)


@routes.UNSAY.on
def take_back(tx: Tx, _request: Request, found: Found) -> Page:
    """Take back a message sent by mistake, as long as nobody has read it."""
    return pages.taken_back(found.sitting, done=posting.take_back(tx, found.message))


@routes.FILE.on
def see_file(tx: Tx, request: Request, found: Found) -> Page:
    """Show what was sent with a message."""
    return pages.file(tx, request, found)


@routes.WRITE_TO.on
def with_person(tx: Tx, request: Request, person_id: PersonId) -> Page:
    """Show the thread of a referent with a beneficiary."""
    return shown(tx, request, participant.of_person(tx, request, person_id))


@routes.LETTERS.on
def letters(tx: Tx, request: Request) -> Page:
    """Show a referent's threads with beneficiaries; the only one with news at once."""
    new = messages.unread(tx, Kind.PERSON, Side.ASKING, [each.id for each in people.accompanied(tx, request.person.id)])
    if len(new) == 1:
        return with_person(tx, request, PersonId(next(iter(new))))
    return pages.letters(tx, request, new)


routes.THREAD.on(shown)

LISTENERS = {routes.PLACE: Listener(heard, again)}
