"""Where buttons about messages to many lead."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.ids import BroadcastId, CallId
from bot.domain.people import Refused
from bot.features.broadcasts.audience import calls_of
from bot.interaction import forms
from bot.interaction.arguments import with_word
from bot.interaction.forms import Form
from bot.interaction.request import Request
from bot.interaction.routes import (
    COORDINATOR,
    EVERYBODY,
    NUMBER,
    REFERENT,
    STEP,
    Argument,
    decode_id,
    encode_id,
)
from bot.storage import audiences, broadcasts, people
from bot.storage.broadcasts import Broadcast, RowState
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from conversations.broadcast import BROADCAST
from conversations.engine import flow

SURE = "sure"
ON_PAGE = "page"
"""The last word of a button that its own page answers; under the message that changes by itself only the tap is."""


@dataclass(frozen=True, slots=True)
class LeftToTell:
    """A message to many, and those of a referent's beneficiaries whom it did not reach."""

    broadcast: Broadcast
    whom: list[tuple[Person, RowState]]


def _found(tx: Tx, text: str) -> Broadcast:
    found = broadcasts.by_id(tx, decode_id(text))
    if found is None:
        raise Refused("not_found")
    return found


def _sent(tx: Tx, request: Request, text: str) -> Broadcast:
    found = _found(tx, text)
    if found.network_id != request.person.network_id:
        raise Refused("not_found")
    return found


def _received(tx: Tx, request: Request, text: str) -> Broadcast:
    found = _found(tx, text)
    if not broadcasts.is_for(tx, found.id, request.person.id):
        raise Refused("not_found")
    return found


def _left(tx: Tx, request: Request, text: str) -> LeftToTell:
    found = _found(tx, text)
    accompanied: Mapping[int, Person] = {person.id: person for person in people.accompanied(tx, request.person.id)}
    left = audiences.left_among(tx, found.id, accompanied)
    if not left:
        raise Refused("not_found")
    return LeftToTell(found, [(accompanied[person_id], state) for person_id, state in left.items()])


def _call(tx: Tx, request: Request, text: str) -> CallRow:
    wanted = decode_id(text)
    for row in calls_of(tx, request):
        if row.id == wanted:
            return row
    raise Refused("not_found")


def _draft(tx: Tx, request: Request, text: str) -> Form:
    form = forms.load(tx, request, text)
    if form.conversation is not BROADCAST:
        raise Refused("not_found")
    return form


def _whole(tx: Tx, request: Request, text: str) -> Form:
    form = _draft(tx, request, text)
    if flow.current(BROADCAST, form.facts, form.needs) is not None:
        raise Refused("not_found")
    return form


def _token(form: Form) -> str:
    return form.token


SENT: Argument[BroadcastId, Broadcast] = Argument("broadcast", encode_id, _sent)
"""A message to many of the network of the one who asks."""
RECEIVED: Argument[BroadcastId, Broadcast] = Argument("broadcast", encode_id, _received)
"""A message to many that is for the one who asks."""
LEFT: Argument[BroadcastId, LeftToTell] = Argument("broadcast", encode_id, _left)
"""A message to many that did not reach some whom the one who asks accompanies."""
TO_WRITE_OF: Argument[CallId, CallRow] = Argument("call", encode_id, _call)
"""An opened call that a message to many may be about."""
DRAFT: Argument[Form, Form] = Argument("form", _token, _draft)
"""A message to many that the one who asks is writing."""
WHOLE: Argument[Form, Form] = Argument("form", _token, _whole)
"""The same with all its answers: an old button must not send half of one."""

BROADCASTS = COORDINATOR.route("bc")
NEW = COORDINATOR.route("bc_new")
ABOUT_CALL = COORDINATOR.route("bc_call", TO_WRITE_OF)
EDIT = COORDINATOR.route("bc_edit", DRAFT, STEP)
READY = COORDINATOR.route("bc_ready", WHOLE)
SEE = COORDINATOR.route("bc_see", with_word(WHOLE))
TEST = COORDINATOR.route("bc_test", WHOLE)
GO = COORDINATOR.route("bc_go", WHOLE, NUMBER, with_word(NUMBER, SURE))
"""The form, its version, and the number of readers that was seen."""

SHOW = COORDINATOR.route("bc_show", SENT)
PAUSE = COORDINATOR.route("bc_pause", with_word(SENT, ON_PAGE))
RESUME = COORDINATOR.route("bc_resume", with_word(SENT, ON_PAGE))
STOP = COORDINATOR.route("bc_stop", with_word(SENT, ON_PAGE))
STOP_SURELY = COORDINATOR.route("bc_stop_surely", with_word(SENT, ON_PAGE))
AGAIN = COORDINATOR.route("bc_again", SENT)
NOT_REACHED = COORDINATOR.route("bc_who", SENT)

READ = EVERYBODY.route("read", RECEIVED)
"""Under messages that go to many, of whatever role."""
TO_REACH = REFERENT.route("to_reach", LEFT)
