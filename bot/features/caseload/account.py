"""The account of a beneficiary is closed, and opened again: a lost telephone opens nothing, no answer is lost.

It is asked first, because it shuts a person out. Until a day has passed, or another telephone has taken the account,
it can be undone: so long the chat that was closed is kept, sealed, and no longer.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import PersonId
from bot.features.caseload import acts, routes
from bot.features.caseload import person as person_pages
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan.access import need_no_work
from bot.storage import people, sessions
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page


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
    """Ask whether an account is to be closed; where none is open, show the beneficiary's page."""
    person = people.by_id(tx, person_id)
    if person.chat_id is None:
        return person_pages.page(tx, request, person_id)
    need_no_work(person)
    rows = column(
        Button(Word("detach_surely"), routes.DETACH_SURELY.to(person_id), style="danger"),
        Button(Word("keep_account"), routes.PERSON.to(person_id)),
    )
    return Detach(person.name).page(rows)


@routes.DETACH_SURELY.on
def close(tx: Tx, request: Request, person_id: PersonId) -> Page:
    """Close an account; where none is open, show the beneficiary's page."""
    person = people.by_id(tx, person_id)
    if person.chat_id is None:
        return person_pages.page(tx, request, person_id)
    acts.close_account(tx, request, person)
    return _closed(request, person)


def _closed(request: Request, person: Person) -> Page:
    """Say that an account is closed, with the ways on and back."""
    rows = column(
        Button(Word("new_link"), routes.LINK.to(person.id, ""), style="primary"),
        Button(Word("undo"), routes.ATTACH_AGAIN.to(person.id)),
        Button(Word("to_person", {"name": person.name}), routes.PERSON.to(person.id)),
    )
    return Detached(person.name, request.now + acts.UNDO_WITHIN).page(rows)


@routes.ATTACH_AGAIN.on
def undo(tx: Tx, request: Request, person_id: PersonId) -> Page:
    """Open a closed account again. Raises Refused("too_late_to_undo"), as the act says."""
    person = people.by_id(tx, person_id)
    acts.open_again(tx, request, person)
    rows = column(Button(Word("to_person", {"name": person.name}), routes.PERSON.to(person_id)), HOME)
    return AttachedAgain(person.name).page(rows)


def forget(tx: Tx, now: datetime) -> int:
    """Forget what was kept to undo a closing, once the time to undo it is over; return how many went."""
    return sessions.forget_sheets(tx, acts.CLOSED, now - acts.UNDO_WITHIN)
