"""Where buttons about organisations, and about those who ask to join a network, lead."""

from enum import StrEnum

from bot.domain.ids import JoinRequestId
from bot.domain.people import Refused
from bot.interaction.request import Request
from bot.interaction.routes import (
    COORDINATOR,
    NUMBER,
    ONESELF,
    Argument,
    decode_id,
    encode_id,
    one_of,
    word,
)
from bot.storage import imports, requests
from bot.storage.imports import Import
from bot.storage.kernel.store import Tx
from bot.storage.requests import JoinRequest


class Ground(StrEnum):
    """Why a request is declined; the asker is told, with what to do instead."""

    ELSEWHERE = "elsewhere"
    COLLEAGUE = "colleague"
    UNVERIFIED = "unverified"
    LATER = "later"


def _awaiting(tx: Tx, request: Request, text: str) -> JoinRequest | None:
    wanted = decode_id(text)
    return next((each for each in requests.awaiting(tx, request.person.network_id) if each.id == wanted), None)


def _list(tx: Tx, request: Request, text: str) -> Import:
    kept = imports.of_person(tx, request.person.id, decode_id(text))
    if kept is None:
        raise Refused("not_found")
    return kept


AWAITING: Argument[JoinRequestId, JoinRequest | None] = Argument("join request", encode_id, _awaiting)
"""A request that the network of the one who asks may answer now; None once it is answered, taken back or forgotten."""
LIST: Argument[int, Import] = Argument("sent list", encode_id, _list)
"""A list of organisations that the one who asks has sent."""

ORGANISATIONS = COORDINATOR.route("organisations")
SEND_LIST = COORDINATOR.route("send_list")
EXAMPLE = COORDINATOR.route("example")
STORE = COORDINATOR.route("store", LIST)
LINKS = COORDINATOR.route("links", LIST)
"""The links of a list once more. Both are worked out beside the writers before they open: see `Stores`."""

REQUESTS = COORDINATOR.route("requests")
REQUEST = COORDINATOR.route("request", AWAITING)
TAKE_IN = COORDINATOR.route("take_in", AWAITING)
TURN_DOWN = COORDINATOR.route("turn_down", AWAITING)
DECLINED = COORDINATOR.route("declined", AWAITING, one_of(Ground))

JOIN = ONESELF.route("join")
FORGET = ONESELF.route("forget")
SEND_REQUEST = ONESELF.route("send_request", word("form"), NUMBER)
"""The form and its version. These three are a stranger's, and lead a member nowhere: see `strangers`."""
