"""Where buttons about the aid in the beneficiary's hands lead."""

from dataclasses import dataclass, field

from bot.domain.handovers import Handover
from bot.domain.ids import HandoverId
from bot.domain.people import Refused, Role
from bot.interaction import forms
from bot.interaction.forms import Form
from bot.interaction.plan_routes import BENEFICIARY, ON_PLAN, PLAN, Rights, on_plan
from bot.interaction.request import Request
from bot.interaction.routes import EVERYBODY, LEAD, NUMBER, PAGE, Argument, Route, decode_id, encode_id
from bot.storage import handovers
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.screens import Screen
from conversations.handover import CORRECTION

HANDING = (Role.REFERENT, Role.LEAD)
"""Who hands over: in some programmes the organisation is paid, and its lead does what a referent does elsewhere."""


def _unread(_tx: Tx, _request: Request, _text: str) -> HandoverId:
    raise Refused("not_found")  # `HandoverRoute.follow` reads it: of which plan it must be is known there


PART: Argument[HandoverId, HandoverId] = Argument("part", encode_id, _unread, missing=HandoverId(0))
"""One of the handovers of the plan that stands before it; an older button, from when there was one, says none."""


@dataclass(eq=False, slots=True)
class HandoverRoute(Route[[PlanRow, HandoverId], [PlanRow, Handover]]):
    """A route about one handover of a plan, `p:word:plan:version:handover`."""

    rights: Rights = field(default=Rights(), kw_only=True)

    def follow(self, tx: Tx, request: Request, pieces: list[str]) -> Screen:
        """Open what the route leads to; without a handover, for the first that waits. Raises Refused and Instead."""
        handler = self.handler
        if handler is None:
            raise Refused("not_found")
        return self.rights.follow(
            tx, request, pieces, lambda tx, request, plan: handler(tx, request, plan, _part(tx, plan, pieces[2:]))
        )


def _part(tx: Tx, plan: PlanRow, pieces: list[str]) -> Handover:
    """Return the handover that a button names; without one the first that is open. Raises Refused("not_now")."""
    held = handovers.of_plan(tx, plan.id)
    parts = held.parts if held is not None else ()
    number = decode_id(pieces[0]) if pieces else 0
    found = (part for part in parts if (part.id == number if number else part.open))
    part = next(found, None)
    if part is None:
        raise Refused("not_now")
    return part


def _correction(tx: Tx, request: Request, text: str) -> Form:
    form = forms.load(tx, request, text)
    if form.conversation is not CORRECTION:
        raise Refused("not_found")
    return form


CORRECTION_FORM: Argument[Form, Form] = Argument("form", lambda form: form.token, _correction)
"""A correction of a handover that the one who asks is writing."""


def _on_part(word: str, *roles: Role) -> HandoverRoute:
    return HandoverRoute(ON_PLAN, word, (PLAN, PART), rights=Rights(roles))


HANDOVER = on_plan("handover", *HANDING, looks=True)
HAND = on_plan("hand", *HANDING)
PAPER = _on_part("paper", *HANDING)
CORRECT = _on_part("hand_again", *HANDING)
SAVE = EVERYBODY.route("hand_save", CORRECTION_FORM, NUMBER)
VOUCHERS_BACK = on_plan("vouchers_back", *HANDING)
STAYS = LEAD.route("stays", PAGE)
RECEIVED = _on_part("received", *BENEFICIARY)
NOT_RIGHT = _on_part("not_right", *BENEFICIARY)
