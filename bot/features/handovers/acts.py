"""What is noted of the aid in the beneficiary's hands: handed over, corrected, received or not, given back."""

from datetime import date

from bot.domain.aid import AidForm
from bot.domain.handovers import IN_HAND, PROVIDER, Handed, Handover, Holding, Receipt, left, room_for
from bot.domain.ids import HandoverId
from bot.domain.notices import NOT_RECEIVED
from bot.domain.people import Refused
from bot.domain.plans import TAKING, Action, State
from bot.domain.reports import GIVEN
from bot.interaction.request import Request
from bot.plan import access, transitions
from bot.plan import facts as plan_facts
from bot.storage import audit, calls, handovers, outbox, people
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow

NOTED_AS = {AidForm.TRANSFER: "transfer", AidForm.PAID_TO_PROVIDER: PROVIDER, AidForm.REFUND: "refund"}
"""The form of a handover of money; of vouchers it is asked."""
CORRECTING = "correct_handover"
GIVEN_UP = frozenset(State) - TAKING
"""What was handed over comes back, also where the plan was begun again since."""


def form_of(tx: Tx, plan: PlanRow) -> AidForm:
    """Return in what form the aid of a plan comes."""
    return AidForm(calls.by_id(tx, plan.call_id).aid_form)


def over(plan: PlanRow, held: Holding | None) -> int:
    """Return how much of what was handed over goes back, in cents: the stay costs less now, and less is granted."""
    return held.over(plan.granted_cents) if held is not None and plan.state in IN_HAND else 0


def may_hand_over(tx: Tx, request: Request, plan: PlanRow) -> bool:
    """Return whether there is something to hand over now: for the first time, or what is left."""
    if not left(plan.granted_cents, handovers.of_plan(tx, plan.id)):
        return False
    if plan.state is State.GRANTED:
        facts = plan_facts.facts_of(tx, request.moment, plan)
        return Action.HAND_OVER in access.offered_actions(tx, request.moment, plan, request.person, facts)
    late = plan.state is State.REPORTED and form_of(tx, plan) is AidForm.REFUND
    return plan.state in IN_HAND or late


def may_correct(plan: PlanRow, held: Holding, part: Handover) -> bool:
    """Return whether a handover can be corrected: nobody confirmed it, or it is more than what is granted now."""
    return plan.state in TAKING and part.returned_on is None and (part.open or bool(over(plan, held)))


def only_to_correct(tx: Tx, request: Request, plan: PlanRow) -> Handover | None:
    """Return the first handover that can be corrected, where nothing is left to hand over; else None."""
    held = handovers.of_plan(tx, plan.id)
    if held is None or may_hand_over(tx, request, plan):
        return None
    return next((part for part in held.parts if may_correct(plan, held, part)), None)


def need_notable(tx: Tx, request: Request, plan: PlanRow) -> None:
    """Refuse a note where nothing is left to hand over. Raises Refused("not_now")."""
    if not may_hand_over(tx, request, plan):
        raise Refused("not_now")


def note(tx: Tx, request: Request, plan: PlanRow, handed: Handed, *, receipt: bool = False) -> PlanRow:
    """Note what was handed over; the beneficiary is asked to confirm it. `receipt`: the provider has given one.

    Raises:
        Refused: "not_now", also where a colleague handed it over meanwhile, and what the table of transitions says.
    """
    need_notable(tx, request, plan)
    held = handovers.of_plan(tx, plan.id)
    if handed.cents > left(plan.granted_cents, held):
        raise Refused("not_now")
    first = plan.state is State.GRANTED
    if first:
        plan = transitions.perform(tx, request.moment, plan, Action.HAND_OVER, request.person, _told(handed))
    number = handovers.note(tx, plan.id, handed, request.person.id)
    if not first:
        _audit(tx, request, plan, "hand_over_more", **_told(handed))
        _tell(tx, request, plan, "handed_over", plan.beneficiary_id, number)
    if receipt:
        handovers.confirm(tx, number, Receipt.PAPER, request.now)
    return plan


def correct(tx: Tx, request: Request, plan: PlanRow, part: Handover, handed: Handed, *, receipt: bool = False) -> None:
    """Correct a handover in the open; the beneficiary is asked to confirm it again. Raises Refused("not_now")."""
    held = handovers.of_plan(tx, plan.id)
    if held is None or not may_correct(plan, held, part):
        raise Refused("not_now")
    if handed.cents > room_for(plan.granted_cents, held, part):
        raise Refused("not_now")
    handovers.correct(tx, part.id, handed, request.person.id)
    _audit(tx, request, plan, CORRECTING, **_told(handed))
    if plan.state in GIVEN:
        transitions.settle(tx, request.moment, plan, request.person, CORRECTING)
    if receipt:
        handovers.confirm(tx, part.id, Receipt.PAPER, request.now)
    _tell(tx, request, plan, "handed_over", plan.beneficiary_id, part.id)


def note_late(tx: Tx, request: Request, plan: PlanRow, on: date) -> None:
    """Note that what was left of a grant was handed over, as the report of its stay says: the beneficiary confirms it.

    Nothing is noted where a colleague noted it meanwhile.
    """
    held, form = handovers.of_plan(tx, plan.id), form_of(tx, plan)
    handed = Handed(cents=left(plan.granted_cents, held), on=on, form=NOTED_AS.get(form, ""))
    if handed.cents:
        number = handovers.note(tx, plan.id, handed, request.person.id)
        _audit(tx, request, plan, "hand_over_late", **_told(handed))
        _tell(tx, request, plan, "handed_over", plan.beneficiary_id, number)


def _told(handed: Handed) -> dict[str, object]:
    return {"cents": handed.cents, "on": handed.on.isoformat(), "form": handed.form, "notes": handed.notes}


def confirm(tx: Tx, request: Request, plan: PlanRow, part: Handover, receipt: Receipt) -> None:
    """Confirm a receipt, on the beneficiary's telephone or on paper. Raises Refused("not_now")."""
    if plan.state not in TAKING or not handovers.confirm(tx, part.id, receipt, request.now):
        raise Refused("not_now")
    _audit(tx, request, plan, "receipt", receipt=receipt.value)


def refuse(tx: Tx, request: Request, plan: PlanRow, part: Handover) -> None:
    """Note that a receipt is not right, and tell the referent and the one who handed over to look.

    Raises:
        Refused: "not_now" where no receipt is awaited.
    """
    if part.form == PROVIDER:
        raise Refused("not_now")
    confirm(tx, request, plan, part, Receipt.REFUSED)
    referent = people.reader_for(tx, plan.beneficiary_id)
    for recipient in sorted({each for each in (referent, part.handed_by) if each is not None}):
        _tell(tx, request, plan, NOT_RECEIVED, recipient, part.id)


def take_back(tx: Tx, request: Request, plan: PlanRow) -> None:
    """Note that what was handed over for a plan that was given up came back. Raises Refused("not_now")."""
    held = handovers.of_plan(tx, plan.id)
    if plan.state not in GIVEN_UP or held is None or held.returned_on is not None:
        raise Refused("not_now")
    handovers.returned(tx, plan.id, request.moment.today)
    _audit(tx, request, plan, "vouchers_back", cents=held.cents)


def _audit(tx: Tx, request: Request, plan: PlanRow, action: str, **told: object) -> None:
    after = {"state": plan.state.value, **told}
    audit.append(tx, f"plan:{plan.id}", request.now, request.person.id, action, None, after, row_key=plan.trail_key)


def _tell(tx: Tx, request: Request, plan: PlanRow, kind: str, recipient: int, part: HandoverId) -> None:
    notice = outbox.Outgoing(
        key=f"plan:{plan.id}:{kind}:{part}:{request.now.isoformat()}",
        recipient_id=recipient,
        kind=kind,
        context={"plan": plan.id, "handover": part},
        created_at=request.now,
        due_at=request.now,
        plan_id=plan.id,
    )
    outbox.put(tx, [notice])
