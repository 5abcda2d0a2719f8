"""Where buttons about an account that moves lead."""

from bot.domain.ids import PersonId
from bot.domain.people import Refused
from bot.interaction import unreached
from bot.interaction.request import Request
from bot.interaction.routes import COORDINATOR, LEAD, ONESELF, Argument, decode_id, encode_id
from bot.storage import account_moves
from bot.storage.account_moves import Move
from bot.storage.kernel.store import Tx
from bot.storage.people import Person


def _referent(tx: Tx, request: Request, text: str) -> Person:
    return unreached.answerable(tx, request, decode_id(text))


REFERENT: Argument[PersonId, Person] = Argument("referent", encode_id, _referent)
"""A referent about whom a lead of the same organisation, or a coordinator of the network, may ask."""


def _own_move(tx: Tx, request: Request, text: str) -> Move:
    move = account_moves.by_id(tx, decode_id(text))
    if move is None or move.ended_at is not None or move.person_id != request.person.id:
        raise Refused("not_found")
    return move


OWN_MOVE: Argument[int, Move] = Argument("account move", encode_id, _own_move)
"""A question about the account of the caller."""

IT_IS_ME = ONESELF.route("telephone:yes", OWN_MOVE)
IT_IS_NOT_ME = ONESELF.route("telephone:no", OWN_MOVE)
INVITE_COLLEAGUE = LEAD.route("invite")
RELINK = COORDINATOR.route("relink", REFERENT)
RELINK_BY_LEAD = LEAD.route("relink", REFERENT)
TELEPHONE = COORDINATOR.route("telephone", REFERENT)
TELEPHONE_FOR_LEAD = LEAD.route("telephone", REFERENT)
STOP = COORDINATOR.route("telephone_stop", REFERENT)
STOP_BY_LEAD = LEAD.route("telephone_stop", REFERENT)
