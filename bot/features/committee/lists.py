"""The three lists of a committee, and what each may be narrowed to: what a filter's button says, and how it is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.domain.ids import OrganisationId
from bot.domain.people import Refused
from bot.domain.plans import FRESH, State
from bot.domain.regions import Region
from bot.interaction.arguments import CALL
from bot.interaction.request import Request
from bot.interaction.routes import Argument, decode_id, encode_id
from bot.plan import access
from bot.storage import networks
from bot.storage.kernel.store import Tx

LISTS: Mapping[str, frozenset[State]] = {
    "list": FRESH,
    "waiting": frozenset({State.WAITING}),
    "granted": frozenset({State.GRANTED, State.HANDED_OVER, State.OFFERED}),
}
"""The three lists by the word of their route, and the states of the plans they show."""
UP_TO = (300_00, 600_00, 900_00)
"""Amounts, in cents, up to which a list may be looked at: for the end of a call, when little is left."""
SORTED: Mapping[str, str] = {
    "arrival": "sorted_arrival",
    "newest": "sorted_newest",
    "departure": "sorted_departure",
    "most": "sorted_most",
    "least": "sorted_least",
}
"""The word of each order."""
ANY, NOWHERE = "-", "none"
"""What a button says for no filter, and for organisations whose region nobody said."""


class Filter(StrEnum):
    """What a list can be narrowed to or sorted by."""

    CALL = "call"
    REGION = "region"
    ORGANISATION = "organisation"
    AMOUNT = "amount"
    ORDER = "order"
    FIRST_TIME = "first_time"
    NEW = "new"
    ALL = "all"
    """None of these any more: everything, in the order of arrival."""


LISTED = (Filter.CALL, Filter.REGION, Filter.ORGANISATION, Filter.AMOUNT, Filter.ORDER)
"""Filters with values to choose from; the others are turned on and off."""

Value: TypeAlias = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: an id, a region ("" for none known), cents, an order, on or off; None lifts it."""

    of: Filter
    value: Value = None


def _write(choice: Choice) -> str:
    value = choice.value
    match choice.of:
        case _ if value is None:
            said = ANY
        case Filter.CALL | Filter.ORGANISATION | Filter.FIRST_TIME | Filter.NEW:
            said = encode_id(int(value))
        case Filter.REGION:
            said = str(value) or NOWHERE
        case _:
            said = str(value)
    return f"{choice.of}:{said}"


def _read(tx: Tx, request: Request, text: str) -> Choice:
    name, _, said = text.partition(":")
    if name not in {*Filter}:
        raise Refused("not_found")
    of = Filter(name)
    if of in {Filter.FIRST_TIME, Filter.NEW}:
        return Choice(of, said == "1")
    if of is Filter.ALL or (said == ANY and of is not Filter.ORDER):
        return Choice(of)
    return Choice(of, _value(tx, request, of, said))


def _value(tx: Tx, request: Request, of: Filter, said: str) -> Value:
    match of:
        case Filter.CALL:
            return _decided(tx, request, said)
        case Filter.ORGANISATION:
            return _organisation(tx, request, said)
        case Filter.REGION if said == NOWHERE or said in {*Region}:
            return "" if said == NOWHERE else said
        case Filter.AMOUNT if said in map(str, UP_TO):
            return int(said)
        case Filter.ORDER if said in SORTED:
            return said
        case _:
            raise Refused("not_found")


def _decided(tx: Tx, request: Request, text: str) -> int:
    """Read an opened call that the coordinator who asks decides."""
    call = CALL.read(tx, request, text)
    if call.draft or not access.decides(request.person, call):
        raise Refused("not_found")
    return call.id


def _organisation(tx: Tx, request: Request, text: str) -> OrganisationId:
    try:
        found = networks.organisation(tx, decode_id(text))
    except LookupError:
        raise Refused("not_found") from None
    if found.network_id != request.person.network_id:
        raise Refused("not_found")
    return found.id


CHOICE: Argument[Choice, Choice] = Argument("choice", _write, _read, parts=2)
"""A filter and its value: a call that the one who asks decides, an organisation of the network, or no row at all."""
