"""The account of an accompanied person is closed, and opened again: a lost telephone opens nothing, no answer is lost.

It is asked first, because it shuts somebody out. Until a day has passed, or another telephone has taken the account,
it can be undone: so long the chat that was closed is kept, sealed, and no longer.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain.ids import PersonId
from bot.domain.people import Refused
from bot.features.caseload import person as person_pages
from bot.features.caseload import routes
from bot.features.membership import people as membership
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.storage import audit, people, sessions
from bot.storage.kernel.store import Tx
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page

CLOSED = "closed_account"
"""The name under which a closed chat is kept, beside short conversations."""
UNDO_WITHIN = timedelta(days=1)


@dataclass(frozen=True)
class Detach(View, template="review/detach"):
    """The question before an account is closed."""

    name: str


@dataclass(frozen=True)
class Detached(View, template="review/detached"):
    """That an account is closed, and until when this can be undone."""

    name: str
    until: datetime


@dataclass(frozen=True)
class AttachedAgain(View, template="review/attached_again"):
    """That the account is open again."""

    name: str


@routes.DETACH.on
def ask(tx: Tx, request: Request, person_id: PersonId) -> Page:
    """Whose account would be closed, and what that does; where none is open, the page of the person."""
    person = people.by_id(tx, person_id)
    if person.chat_id is None:
        return person_pages.page(tx, request, person_id)
    membership.need_no_work(person)
    rows = column(
        Button(Word("detach_surely"), routes.DETACH_SURELY.to(person_id), style="danger"),
        Button(Word("keep_account"), routes.PERSON.to(person_id)),
    )
    return Detach(person.name).page(rows)


@routes.DETACH_SURELY.on
def close(tx: Tx, request: Request, person_id: PersonId) -> Page:
    """The telephone opens nothing from now on; what was done is said, with the ways on and back."""
    person = people.by_id(tx, person_id)
    if person.chat_id is None:
        return person_pages.page(tx, request, person_id)
    membership.need_no_work(person)
    kept: dict[str, Any] = {
        "chat": person.chat_id,
        "code": person.code_hash.hex() if person.code_hash else None,
        "at": request.now.isoformat(),
    }
    sessions.open_form(tx, request.person.id, CLOSED, request.now, person_id, kept)
    people.change(tx, person_id, chat_id=None, unlocked_until=None, code_hash=None, code_failures=0)
    audit.append(tx, f"person:{person_id}", request.now, request.person.id, "detach", None, None)
    rows = column(
        Button(Word("new_link"), routes.LINK.to(person_id, ""), style="primary"),
        Button(Word("undo"), routes.ATTACH_AGAIN.to(person_id)),
        Button(Word("to_person", {"name": person.name}), routes.PERSON.to(person_id)),
    )
    return Detached(person.name, request.now + UNDO_WITHIN).page(rows)


@routes.ATTACH_AGAIN.on
def undo(tx: Tx, request: Request, person_id: PersonId) -> Page:
    """The same telephone opens the account again, with the code word of before.

    Raises:
        Refused: "too_late_to_undo" after a day, once another telephone has the account, or the telephone another
            account.
    """
    person = people.by_id(tx, person_id)
    row = sessions.open_about(tx, request.person.id, CLOSED, person_id)
    if row is None or person.chat_id is not None:
        raise Refused("too_late_to_undo")
    kept = row.answers
    late = request.now - datetime.fromisoformat(kept["at"]) > UNDO_WITHIN
    if late or people.by_chat(tx, kept["chat"]) is not None:
        raise Refused("too_late_to_undo")
    code = bytes.fromhex(kept["code"]) if kept["code"] else None
    people.change(tx, person_id, chat_id=kept["chat"], code_hash=code)
    sessions.close_form(tx, row.id)
    audit.append(tx, f"person:{person_id}", request.now, request.person.id, "attach_again", None, None)
    rows = column(Button(Word("to_person", {"name": person.name}), routes.PERSON.to(person_id)), HOME)
    return AttachedAgain(person.name).page(rows)


def forget(tx: Tx, now: datetime) -> int:
    """What was kept to undo a closing goes with the time to undo it; returns how many went."""
    return sessions.forget_sheets(tx, CLOSED, now - UNDO_WITHIN)
