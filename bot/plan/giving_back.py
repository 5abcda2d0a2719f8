"""What a beneficiary holds of an aid that nothing is granted for any more."""

from bot.domain.handovers import IN_HAND, PROVIDER, VOUCHERS, Holding
from bot.plan.shares import share_of
from bot.storage import handovers
from bot.storage.groups import Member
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow


def member_gives_back(plan: PlanRow, member: Member, held: Holding | None) -> tuple[int, bool]:
    """Return what a household of a group is to give back of what it holds, and whether that is all vouchers.

    Where less is granted than was handed over, that is what it has beyond its part. The amount is in cents.
    """
    parts = [p for p in held.parts if p.member_id == member.id and p.form != PROVIDER] if held is not None else []
    out = [part for part in parts if part.returned_on is None]
    had, in_vouchers = sum(part.cents for part in out), all(part.form in VOUCHERS for part in out)
    if held is None or not held.to_give_back(plan.state, plan.granted_cents):
        return 0, in_vouchers
    stays = share_of(plan, member, plan.granted_cents) if plan.state in IN_HAND else 0
    return max(0, had - stays), in_vouchers


def theirs_to_give_back(tx: Tx, plan: PlanRow, held: Holding | None) -> tuple[int, bool]:
    """Return what the beneficiary holds of this plan or of one before it and is to give back, and if all is vouchers.

    The amount is in cents.
    """
    former = handovers.of_former(tx, [plan.beneficiary_id], [plan.id]).values()
    of_this = held.theirs_to_give_back(plan.state, plan.granted_cents) if held is not None else 0
    in_vouchers = (held is None or not of_this or held.in_vouchers) and all(out.in_vouchers for out in former)
    return of_this + sum(out.theirs for out in former), in_vouchers
