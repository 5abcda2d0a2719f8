"""The account of an accompanied person is closed, and opened again: a lost telephone opens nothing, no answer is lost.

It is asked first, because it shuts somebody out. Until a day has passed, or another telephone has taken the account,
it can be undone: so long the chat that was closed is kept, sealed, and no longer.
"""

from datetime import datetime, timedelta
from typing import Any

from bot.domain.people import Refused
from bot.features.caseload import person as person_pages
from bot.features.membership import people as membership
from bot.interaction.home import HOME
from bot.interaction.prompting import Door
from bot.interaction.request import Request
from bot.interaction.routes import decode_id, encode_id
from bot.storage import audit, people, sessions
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page

CLOSED = "closed_account"
"""The name under which a closed chat is kept, beside short conversations."""
UNDO_WITHIN = timedelta(days=1)


def ask(tx: Tx, request: Request, person_id: int) -> Page:
    """Whose account would be closed, and what that does; where none is open, the page of the person."""
    person = _accompanied(tx, request, person_id)
    if person.chat_id is None:
        return person_pages.page(tx, request, person_id)
    membership.need_no_work(person)
    number = encode_id(person_id)
    rows = column(
        Button(Word("detach_surely"), f"r:detach_surely:{number}", style="danger"),
        Button(Word("keep_account"), f"r:person:{number}"),
    )
    return Page("review/detach", {"name": person.name}, rows)


def close(tx: Tx, request: Request, person_id: int) -> Page:
    """The telephone opens nothing from now on; what was done is said, with the ways on and back."""
    person = _accompanied(tx, request, person_id)
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
    number = encode_id(person_id)
    rows = column(
        Button(Word("new_link"), f"r:link:{number}", style="primary"),
        Button(Word("undo"), f"r:attach_again:{number}"),
        Button(Word("to_person", {"name": person.name}), f"r:person:{number}"),
    )
    return Page("review/detached", {"name": person.name, "until": request.now + UNDO_WITHIN}, rows)


def undo(tx: Tx, request: Request, person_id: int) -> Page:
    """The same telephone opens the account again, with the code word of before.

    Raises:
        Refused: "too_late_to_undo" after a day, once another telephone has the account, or the telephone another
            account.
    """
    person = _accompanied(tx, request, person_id)
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
    rows = column(Button(Word("to_person", {"name": person.name}), f"r:person:{encode_id(person_id)}"), HOME)
    return Page("review/attached_again", {"name": person.name}, rows)


def _accompanied(tx: Tx, request: Request, person_id: int) -> Person:
    person_pages.need_attached(tx, request, person_id)
    return people.by_id(tx, person_id)


def forget(tx: Tx, now: datetime) -> int:
    """What was kept to undo a closing goes with the time to undo it; returns how many went."""
    return sessions.forget_sheets(tx, CLOSED, now - UNDO_WITHIN)


DOORS: dict[str, Door] = {
    "detach": lambda tx, request, more: ask(tx, request, decode_id(more[0])),
    "detach_surely": lambda tx, request, more: close(tx, request, decode_id(more[0])),
    "attach_again": lambda tx, request, more: undo(tx, request, decode_id(more[0])),
}
