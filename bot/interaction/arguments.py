"""Arguments that name rows of the kernel, each looked up for the one who asks: whose they must be is said here."""

from datetime import date
from typing import TypeVar

from bot.domain.ids import CallId, PersonId
from bot.domain.people import Refused
from bot.interaction.forms import Form
from bot.interaction.request import Request
from bot.interaction.routes import COORDINATOR, REST, Argument, decode_id, encode_id
from bot.plan import access
from bot.storage import calls, people, sessions
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx

Given = TypeVar("Given")
Got = TypeVar("Got")


def or_none(argument: Argument[Given, Got]) -> Argument[Given | None, Got | None]:
    """Return an argument at the end of a route that a button need not say."""

    def write(value: Given | None) -> str:
        return "" if value is None else argument.write(value)

    def read(tx: Tx, request: Request, text: str) -> Got | None:
        return argument.read(tx, request, text) if text else None

    return Argument(argument.name, write, read, missing=None)


def _day(_tx: Tx, _request: Request, text: str) -> date:
    try:
        return date.fromordinal(decode_id(text))
    except (ValueError, OverflowError):
        raise Refused("not_found") from None


def _write_day(day: date) -> str:
    return encode_id(day.toordinal())


DAY: Argument[date, date] = Argument("day", _write_day, _day)
"""A day by itself: "today" is another one once midnight has passed."""


def _attached(tx: Tx, request: Request, text: str) -> PersonId:
    person_id = PersonId(decode_id(text))
    if not people.is_attached(tx, person_id, request.person.id):
        raise Refused("not_found")
    return person_id


ATTACHED: Argument[PersonId, PersonId] = Argument("person", encode_id, _attached)
"""A beneficiary whom the referent who asks accompanies now, or for whose absent referent this one stands in."""


def _call(tx: Tx, request: Request, text: str) -> CallRow:
    try:
        call = calls.by_id(tx, decode_id(text))
    except LookupError:
        raise Refused("not_found") from None
    if call.network_id != request.person.network_id:
        raise Refused("not_found")
    return call


CALL: Argument[CallId, CallRow] = Argument("call", encode_id, _call)
"""A call of the network of the one who asks, draft or not."""


def _decided(tx: Tx, request: Request, text: str) -> CallRow:
    call = CALL.read(tx, request, text)
    if not access.decides(request.person, call):
        raise Refused("not_found")
    return call


DECIDED_CALL: Argument[CallId, CallRow] = Argument("decided call", encode_id, _decided)
"""The same, on whose committee the one who asks sits."""


def _opened(tx: Tx, request: Request, text: str) -> CallRow:
    call = CALL.read(tx, request, text)
    if call.draft:
        raise Refused("not_found")
    return call


OPENED_CALL: Argument[CallId, CallRow] = Argument("opened call", encode_id, _opened)
"""A call of the network of the one who asks that was opened, and may be closed again."""


def with_word(argument: Argument[Given, Got], *known: str) -> Argument[tuple[Given, str], tuple[Got, str]]:
    """Return the last argument of a route, with a word that may stand behind it: "" where the button says none.

    The word is one of `known`; any word where none is named, for a handler that looks it up.
    """

    def write(value: tuple[Given, str]) -> str:
        said = argument.write(value[0])
        return f"{said}:{value[1]}" if value[1] else said

    def read(tx: Tx, request: Request, text: str) -> tuple[Got, str]:
        said, _, behind = text.partition(":")
        if behind and known and behind not in known:
            raise Refused("not_found")
        return argument.read(tx, request, said), behind

    return Argument(f"{argument.name} and a word", write, read, parts=REST)


def call_of(tx: Tx, request: Request, form: Form) -> CallRow:
    """Forget a coordinator's conversation about a call that has said all, and return that call.

    Raises:
        Refused: "not_for_you" for one who is no coordinator any more, "not_found".
    """
    COORDINATOR.admit(request)
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    call = CALL.of(tx, request, form.row.subject_id)
    sessions.close_form(tx, form.row.id)
    return call
