"""What a message to many leaves to referents: at its end one list each, of people whom only they can reach."""

from dataclasses import dataclass, replace

from markupsafe import Markup

from bot.domain.ids import BroadcastId, PersonId
from bot.domain.people import Refused
from bot.features.broadcasts import routes
from bot.features.broadcasts.message import letter_of, page_for
from bot.features.broadcasts.routes import LeftToTell
from bot.features.caseload import routes as caseload_routes
from bot.features.caseload.routes import MY_PEOPLE
from bot.features.reviews import routes as review_routes
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.routes import decode_id, encode_id
from bot.interaction.views import View
from bot.rendering.quoting import as_read
from bot.storage import audiences, broadcasts, people
from bot.storage.broadcasts import Broadcast
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from conversations.engine.keyboard import Button, Data, Plain, Word, column
from conversations.engine.screens import Page

MOST_LISTED = 30
"""Names, and as many buttons, in one list; those further down come up as the list is worked through."""


@dataclass(frozen=True)
class ToReach(View, template="broadcast/_to_reach"):
    """Whom a message to many leaves to a referent: names and states, how many in all, how many of them unnamed."""

    lines: list[tuple[str, str]]
    count: int
    more: int


@dataclass(frozen=True)
class Aloud(View, template="broadcast/_aloud"):
    """What to tell a beneficiary face to face."""

    name: str
    text: Markup


@routes.TO_REACH.on
def to_reach(_tx: Tx, _request: Request, left: LeftToTell) -> Page:
    """Show the beneficiaries whom a referent must reach, and a button each: what to tell, and a new link."""
    listed = left.whom[:MOST_LISTED]
    lines = [(person.name, state.value) for person, state in listed]
    rows = [Button(Plain(person.name), _tells(person.id, left.broadcast.id)) for person, _ in listed]
    view = ToReach(lines, len(left.whom), len(left.whom) - len(listed))
    return view.page(column(*rows, MY_PEOPLE, HOME))


def _tells(person_id: PersonId, broadcast_id: BroadcastId) -> Data:
    return review_routes.TELL.to(person_id, f"b{encode_id(broadcast_id)}")


def telling(tx: Tx, request: Request, person: Person, number: str) -> Page:
    """Show what a referent tells a beneficiary whom the bot may not, or could not, write to.

    Raises:
        Refused: "not_found".
    """
    found = broadcasts.by_id(tx, decode_id(number))
    if found is None or not broadcasts.is_for(tx, found.id, person.id):
        raise Refused("not_found")
    page = page_for(request.moment, letter_of(tx, found), person, request.reader)
    text = as_read(request.moment.app.renderer, replace(page, rows=()), request.reader)
    return Aloud(person.name, text).page(column(*_after(tx, request, person, found)))


def _after(tx: Tx, request: Request, person: Person, found: Broadcast) -> list[Button]:
    """Return the ways back to the others of the list; for a closed chat, to a new link as well."""
    rows = [MY_PEOPLE, HOME]
    if person.blocked_at is not None or person.chat_id is None:
        rows.insert(0, Button(Word("new_link"), caseload_routes.LINK.to(person.id, "")))
    accompanied = [each.id for each in people.accompanied(tx, request.person.id)]
    if audiences.left_among(tx, found.id, accompanied):
        rows.insert(0, Button(Word("whom_to_reach"), routes.TO_REACH.to(found.id), style="primary"))
    return rows
