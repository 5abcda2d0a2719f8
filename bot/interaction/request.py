"""Who does something, what it is, and what is answered. No decision lives here."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias

from bot.domain.organisation_list import Compared
from bot.domain.people import AT_WORK, Role
from bot.plan.context import AppContext, Moment
from bot.rendering.renderer import Reader
from bot.storage import people
from bot.storage.imports import Ready
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.sessions import Session
from conversations.engine.keyboard import Problem
from conversations.engine.replies import Reply
from conversations.engine.screens import Screen


@dataclass(frozen=True, slots=True)
class Command:
    """A command such as /start, with what stands behind it."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Edited:
    """Words put in the place of others that were sent before. They are no answer: only distress is heard in them."""

    text: str


@dataclass(frozen=True, slots=True)
class Tap:
    """A button: its data, and the message it hangs on."""

    data: str
    message_id: int


@dataclass(frozen=True, slots=True)
class Stores(Tap):
    """A tap that stores a list: what it will store is worked out already, outside of any writing transaction."""

    ready: Ready | None = None


@dataclass(frozen=True, slots=True)
class Presence:
    """The chat was blocked or opened again."""

    blocked: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of organisations that a coordinator sent: read and checked already, outside of any transaction.

    `problem` is why nothing of it could be read; `correction` are the refused lines as a file to correct, if any.
    """

    fingerprint: str = ""
    found: Compared | None = None
    problem: Problem | None = None
    correction: bytes = b""


Incoming: TypeAlias = Command | Tap | Reply | Edited | Presence | Listed


@dataclass(frozen=True, slots=True)
class Sender:
    """Who did it, as Telegram tells: never stored for a stranger."""

    chat_id: int
    language: str
    first_name: str = ""


@dataclass(frozen=True, slots=True)
class Echo:
    """Something just written on a plan that another person may have open: shown there once it is stored."""

    chat_id: int
    plan_id: int
    step_id: str
    by: str
    """The name of the person who wrote it."""


@dataclass(frozen=True, slots=True)
class Response:
    """What to show. `fresh`: as a new message, whatever was tapped.

    `toast` is the short answer to a tap. `card_id` is the message that carried the live buttons until now.
    """

    reader: Reader
    screens: tuple[Screen, ...] = ()
    person_id: int | None = None
    toast: Problem | None = None
    fresh: bool = False
    card_id: int | None = None
    erase: bool = False
    """Delete what was just received: a secret word must not stay in the chat."""
    hides: bool = False
    """What is shown, and what it answers, goes when the gate of this discreet person shuts."""
    stays: bool = False
    """But what is shown now says nothing, and stays when all else goes at once."""
    commands: tuple[str, ...] | None = None
    """The commands to show this person from now on; None leaves them."""
    echoes: tuple[Echo, ...] = ()
    """Whose open cards show the same plan."""


@dataclass(frozen=True, slots=True)
class Request:
    """A known person at one moment: what most services need together."""

    moment: Moment
    person: Person
    reader: Reader
    session: Session = field(default_factory=Session, compare=False)
    """What the person's chat was looking at when the request came."""
    echoes: list[Echo] = field(default_factory=list, compare=False)
    """What this turn has written that others should see, gathered as it happens."""

    @property
    def now(self) -> datetime:
        """The time."""
        return self.moment.now


def reader_of(person: Person, app: AppContext) -> Reader:
    """Return how this person reads."""
    return Reader(
        language=person.language or app.renderer.catalogues.choose(None),
        zone=app.zone,
        referent=person.referent_name,
        discreet=person.contact.value == "discreet",
        at_work=bool(person.roles & AT_WORK) and Role.BENEFICIARY not in person.roles,
    )


def reads(moment: Moment, sender: Sender | None, known: Person | None) -> Reader:
    """Return how the person in a chat reads: a stranger in the telephone's language."""
    if known is not None:
        return reader_of(known, moment.app)
    language = moment.app.renderer.catalogues.choose(sender.language if sender else None)
    return Reader(language=language, zone=moment.app.zone)


def refreshed(tx: Tx, request: Request) -> Request:
    """Return the same request, after the person's own row changed."""
    person = people.by_id(tx, request.person.id)
    return replace(request, person=person, reader=reader_of(person, request.moment.app))
