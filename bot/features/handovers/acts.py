"""What is noted of the aid in the beneficiary's hands: handed over, corrected, received or not, given back."""

from bot.domain.notices import NOT_RECEIVED
from bot.domain.people import Refused
from bot.domain.plans import TAKING, Action, State
from bot.interaction.request import Request
from bot.plan import access, transitions
from bot.plan import facts as plan_facts
from bot.storage import audit, handovers, outbox, people
from bot.storage.handovers import IN_HAND, Handed, Handover, Receipt
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow

GIVEN_UP = frozenset(State) - TAKING
"""What was handed over comes back, also where the plan was begun again since."""


def over(plan: PlanRow, done: Handover | None) -> int:
    """Return how much of what was handed over goes back, in cents: the stay costs less now, and less is granted."""
    return done.over(plan.granted_cents) if done is not None and plan.state in IN_HAND else 0


def may_hand_over(tx: Tx, request: Request, plan: PlanRow) -> bool:
    """Return whether the plan's state offers a first handover to the reader."""
    facts = plan_facts.facts_of(tx, request.moment, plan)
    return Action.HAND_OVER in access.offered_actions(tx, request.moment, plan, request.person, facts)


def need_notable(tx: Tx, request: Request, plan: PlanRow) -> None:
    """Refuse a note where none is due: nothing to hand, or a receipt is confirmed. Raises Refused("not_now")."""
    if plan.state in IN_HAND:
        done = handovers.of_plan(tx, plan.id)
        notable = done is None or bool(over(plan, done)) or done.receipt in {Receipt.NONE, Receipt.REFUSED}
    else:
        notable = may_hand_over(tx, request, plan)
    if not notable:
        raise Refused("not_now")


def note(tx: Tx, request: Request, plan: PlanRow, handed: Handed) -> PlanRow:
    """Note what was handed over, or correct it in the open; the beneficiary is asked to confirm it.

    Raises:
        Refused: "not_now", and what the table of transitions says.
    """
    told = {"cents": handed.cents, "on": handed.on.isoformat(), "form": handed.form, "notes": handed.notes}
    if plan.state is State.GRANTED:
        plan = transitions.perform(tx, request.moment, plan, Action.HAND_OVER, request.person, told)
    else:
        need_notable(tx, request, plan)
        _audit(tx, request, plan, "correct_handover", **told)
        _tell(tx, request, plan, "handed_over", plan.beneficiary_id)
    handovers.note(tx, plan.id, handed, request.person.id)
    return plan


def confirm(tx: Tx, request: Request, plan: PlanRow, receipt: Receipt) -> None:
    """Confirm the receipt, on the beneficiary's telephone or on paper. Raises Refused("not_now")."""
    if plan.state not in IN_HAND or not handovers.confirm(tx, plan.id, receipt, request.now):
        raise Refused("not_now")
    _audit(tx, request, plan, "receipt", receipt=receipt.value)


def refuse(tx: Tx, request: Request, plan: PlanRow) -> None:
    """Note that the receipt is not right, and tell the referent and the one who handed over to look.

    Raises:
        Refused: "not_now" where no receipt is awaited.
    """
    confirm(tx, request, plan, Receipt.REFUSED)
    referent = people.reader_for(tx, plan.beneficiary_id)
    done = handovers.of_plan(tx, plan.id)
    handed_by = done.handed_by if done else None
    for recipient in sorted({each for each in (referent, handed_by) if each is not None}):
        _tell(tx, request, plan, NOT_RECEIVED, recipient)


def take_back(tx: Tx, request: Request, plan: PlanRow) -> None:
    """Note that the vouchers of a plan that was given up came back. Raises Refused("not_now")."""
    done = handovers.of_plan(tx, plan.id)
    if plan.state not in GIVEN_UP or done is None or done.returned_on is not None:
        raise Refused("not_now")
    handovers.returned(tx, plan.id, request.moment.today)
    _audit(tx, request, plan, "vouchers_back", cents=done.cents)


def _audit(tx: Tx, request: Request, plan: PlanRow, action: str, **told: object) -> None:
    after = {"state": plan.state.value, **told}
    audit.append(tx, f"plan:{plan.id}", request.now, request.person.id, action, None, after, row_key=plan.trail_key)


def _tell(tx: Tx, request: Request, plan: PlanRow, kind: str, recipient: int) -> None:
    notice = outbox.Outgoing(
        key=f"plan:{plan.id}:{kind}:{request.now.isoformat()}",
        recipient_id=recipient,
        kind=kind,
        context={"plan": plan.id},
        created_at=request.now,
        due_at=request.now,
        plan_id=plan.id,
    )
    outbox.put(tx, [notice])
