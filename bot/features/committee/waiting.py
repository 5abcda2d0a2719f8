"""What came free, and the first of the waiting list who could have it: taken with one tap, or left."""

from bot.domain.people import Refused, Role
from bot.domain.plans import Action
from bot.features.calls import pages as call_side
from bot.features.committee import decisions, reallocation
from bot.features.my_plan.pages import act
from bot.features.reviews.review import summary
from bot.interaction.home import HOME
from bot.interaction.prompting import Door
from bot.interaction.request import Request
from bot.interaction.routes import decode_id, encode_id
from bot.plan import access, transitions
from bot.plan import facts as plan_facts
from bot.storage.kernel.store import Tx
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page


def proposal(tx: Tx, request: Request, call_id: int) -> Page:
    """How much is free in a call, who is first, and one tap to grant it or to offer what there is."""
    call = call_side.of_hers(tx, request, call_id)
    found = reallocation.proposal(tx, request.moment, call)
    values = {"call": call.name, "left": reallocation.left_in(call), "found": found}
    ways = [Button(Word("to_waiting"), "d:waiting"), HOME]
    if found is None:
        return Page("committee/freed", values, column(*ways))
    plan = found.plan
    taking = Button(Word("grant", {"cents": found.cents}), act(plan, "grant"), style="success")
    if not found.whole:
        data = f"d:offer_freed:{encode_id(plan.id)}:{encode_id(plan.version)}:{encode_id(found.cents)}"
        taking = Button(Word("offer_freed", {"cents": found.cents}), data, style="success")
    told = summary(tx, request, plan, plan_facts.facts_of(tx, request.moment, plan))
    rows = column(taking, Button(Word("open_card"), act(plan, "decide")), *ways)
    return Page("committee/freed", {**values, **told, "call": call.name}, rows)


def offer(tx: Tx, request: Request, plan_id: int, version: int, cents: int) -> Page:
    """Offer what there is, as it was shown; whatever changed since then is told instead.

    Raises:
        Refused: "changed_since", or as an offer is refused.
    """
    plan = access.seen_by(tx, request.person, plan_id, Role.COORDINATOR)
    if plan.version != version or not 0 < cents < (plan.aid_cents or 0):
        raise Refused("changed_since")
    done = transitions.perform(tx, request.moment, plan, Action.OFFER, request.person, granted_cents=cents)
    return decisions.decided(tx, request, done, "offered")


DOORS: dict[str, Door] = {
    "freed": lambda tx, request, more: proposal(tx, request, decode_id(more[0])),
    "offer_freed": lambda tx, request, more: offer(
        tx, request, decode_id(more[0]), decode_id(more[1]), decode_id(more[2])
    ),
}
