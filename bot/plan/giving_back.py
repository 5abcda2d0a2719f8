"""What a beneficiary holds of an aid that nothing is granted for any more."""

from bot.domain.handovers import Holding
from bot.storage import handovers
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow


def theirs_to_give_back(tx: Tx, plan: PlanRow, held: Holding | None) -> tuple[int, bool]:
    """Return what the beneficiary holds of this plan or of one before it and is to give back, and if all is vouchers.

    The amount is in cents.
    """
    former = handovers.of_former(tx, [plan.beneficiary_id], [plan.id]).values()
    of_this = held.theirs_to_give_back(plan.state, plan.granted_cents) if held is not None else 0
    in_vouchers = (held is None or not of_this or held.in_vouchers) and all(out.in_vouchers for out in former)
    return of_this + sum(out.theirs for out in former), in_vouchers
