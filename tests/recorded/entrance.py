"""Where old buttons meet the present code: all that a redesign may have to touch here is in this file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.domain.people import PRIVACY_NOTICE
from bot.features.organisations import enrolment, imports
from bot.features.registry import DISPATCHER
from bot.interaction.dispatcher import Dispatcher
from bot.interaction.request import Command, Response, Sender, Stores, Tap
from bot.plan.context import AppContext, Moment
from bot.storage import people
from bot.storage.kernel.store import Tx
from conversations.engine.keyboard import INERT
from conversations.engine.screens import Question, Screen

T = TypeVar("T")

CODE = "a-code-of-the-recording"
"""What a new invitation would be given."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Hold what a tap led to: the names of the screens, and the codes of what is said about it."""

    screens: tuple[str, ...]
    refused: str = ""
    stale: bool = False
    """Whether the button was too old."""
    notes: tuple[str, ...] = ()
    """Codes of what else the screens say."""


def tapped(
    tx: Tx, app_context: AppContext, now: datetime, chat_id: int, data: str, dispatcher: Dispatcher = DISPATCHER
) -> Response:
    """Answer a tap; what it does stays done."""
    moment = Moment(app_context, now, CODE)
    tap: Tap = Tap(data, 1)
    number = imports.to_store(data)
    if number is not None:  # what it stores is worked out beside the writers
        tap = Stores(data, 1, enrolment.prepare(tx, moment, chat_id, number))
    return dispatcher.respond(tx, moment, Sender(chat_id, "fr"), tap)


def commanded(tx: Tx, app_context: AppContext, now: datetime, chat_id: int, name: str) -> Response:
    """Answer a command; what it does stays done."""
    return DISPATCHER.respond(tx, Moment(app_context, now, CODE), Sender(chat_id, "fr"), Command(name))


def let_the_notice_be_read(tx: Tx) -> None:
    """Let everybody who had accepted the privacy notice of a recording have accepted that of today too."""
    known = people.people.update().where(people.people.c.notice_version > 0)
    tx.connection.execute(known.values(notice_version=PRIVACY_NOTICE))


def undone(tx: Tx, act: Callable[[], T]) -> T:
    """Return what an act returns; nothing of what it did stays."""
    savepoint = tx.connection.begin_nested()
    try:
        return act()
    finally:
        savepoint.rollback()


def opened(response: Response) -> Opened:
    """Reduce an answer to what is recorded of it."""
    refused = response.toast.code if response.toast else ""
    notes = {note.code for screen in response.screens for note in screen.notes} - {refused}
    return Opened(
        tuple(map(name_of, response.screens)), refused, response.fresh and bool(refused), tuple(sorted(notes))
    )


def name_of(screen: Screen) -> str:
    """Name the template of a screen."""
    return f"{screen.section}/{screen.step.name}" if isinstance(screen, Question) else screen.template


def buttons_on(response: Response) -> Iterator[str]:
    """Give the data of all buttons that the reader then sees."""
    for screen in response.screens:
        for row in screen.rows:
            yield from (button.data for button in row if button.data and button.data != INERT)
