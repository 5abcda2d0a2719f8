"""Where buttons of a group lead: its referent's, and those of each member about the member's own part."""

from bot.domain.ids import JoinAskId, MemberId, PlanId
from bot.features.groups import seats
from bot.features.groups.seats import Seat, Waiting
from bot.interaction.arguments import ATTACHED
from bot.interaction.request import Request
from bot.interaction.routes import ONESELF, PAGE, REFERENT, Argument, decode_id, encode_id, word
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow

SURELY = "surely"


def _group(tx: Tx, request: Request, text: str) -> PlanRow:
    return seats.group_for_referent(tx, request, decode_id(text))


def _seat(tx: Tx, request: Request, text: str) -> Seat:
    return seats.seat_for_referent(tx, request, decode_id(text))


def _own_seat(tx: Tx, request: Request, text: str) -> Seat:
    return seats.own_seat(tx, request, decode_id(text))


def _own_seat_seen(tx: Tx, request: Request, text: str) -> Seat:
    return seats.own_seat(tx, request, decode_id(text), over=True)


def _waiting(tx: Tx, request: Request, text: str) -> Waiting:
    return seats.waiting_for_referent(tx, request, decode_id(text))


GROUP_PLAN: Argument[PlanId, PlanRow] = Argument("group", encode_id, _group)
"""The plan of a group that the referent who asks accompanies."""
SEAT: Argument[MemberId, Seat] = Argument("member", encode_id, _seat)
"""A member of a group that the referent who asks accompanies."""
OWN_SEAT: Argument[MemberId, Seat] = Argument("own part", encode_id, _own_seat)
"""The part in a group of the one who asks, while the group's plan lives."""
OWN_SEAT_SEEN: Argument[MemberId, Seat] = Argument("own part", encode_id, _own_seat_seen)
"""The same, also when the plan is over: only to be looked at."""
WAITING: Argument[JoinAskId, Waiting] = Argument("ask", encode_id, _waiting)
"""A stranger's wish to join a group that the referent who asks accompanies."""

NEW_GROUP = REFERENT.route("group_new")
GROUP = REFERENT.route("group", GROUP_PLAN)
PICK = REFERENT.route("group_pick", GROUP_PLAN, PAGE)
TICK = REFERENT.route("group_tick", GROUP_PLAN, ATTACHED, PAGE)
ADD_PERSON = REFERENT.route("group_person", GROUP_PLAN)
ASK_PICKED = REFERENT.route("group_ask", GROUP_PLAN)
HOUSEHOLDS = REFERENT.route("group_list", GROUP_PLAN, PAGE)

HOUSEHOLD = REFERENT.route("group_one", SEAT)
FILL = REFERENT.route("group_fill", SEAT)
KEEPSAKE = REFERENT.route("group_keepsake", SEAT)
TURN_WISH = REFERENT.route("group_wish", SEAT)
ASK_AGAIN = REFERENT.route("group_again", SEAT)
CONFIRM_BESIDE = REFERENT.route("group_yes", SEAT)
TAKE_OUT = REFERENT.route("group_out", SEAT, word("sure", SURELY, missing=""))

LINK = REFERENT.route("group_link", GROUP_PLAN)
RENEW_LINK = REFERENT.route("group_link_new", GROUP_PLAN)
END_LINK = REFERENT.route("group_link_end", GROUP_PLAN)
ASKING = REFERENT.route("group_asks", GROUP_PLAN, PAGE)
ACCEPT = REFERENT.route("group_accept", WAITING)
DECLINE = REFERENT.route("group_decline", WAITING)

SEE = ONESELF.route("group:see", OWN_SEAT_SEEN)
SAY = ONESELF.route("group:say", OWN_SEAT)
YES = ONESELF.route("group:yes", OWN_SEAT)
ASK_LEAVE = ONESELF.route("group:no", OWN_SEAT)
LEAVE = ONESELF.route("group:leave", OWN_SEAT)
STAY = ONESELF.route("group:stay", OWN_SEAT)
