"""The reference that ANCV's own tool (APV-Web) gave a stay: typed by referent, lead or coordinator, for several plans.

Only where the programme of the call uses that tool.
"""

from bot.domain.people import Refused
from bot.domain.states import LIVE
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.plan.context import AppContext, Moment
from bot.storage import audit, calls, plans
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.plans import PlanRow

PROPOSED = 3
"""References of the same organisation to tap: those of its latest plans."""
LONGEST_TO_TAP = 24
"""Bytes of a reference that fits into a button beside what the button is for."""


def is_used(tx: Tx, app: AppContext, plan: PlanRow) -> bool:
    """Return whether the programme of the plan's call has such references."""
    return plan_facts.call_of(app, calls.by_id(tx, plan.call_id)).programme.apv_web


def may_type(tx: Tx, app: AppContext, plan: PlanRow) -> bool:
    """Return whether a plan can have one now: from its first answer on, for the request may be opened there first."""
    return plan.state in LIVE and is_used(tx, app, plan)


def need_typable(tx: Tx, app: AppContext, plan: PlanRow) -> None:
    """Refuse a plan that has ended, or whose programme has no references. Raises Refused("not_now")."""
    if not may_type(tx, app, plan):
        raise Refused("not_now")


def known(tx: Tx, plan: PlanRow) -> tuple[str, ...]:
    """Return the references that other plans of the organisation have in that call, the latest first."""
    found = dict.fromkeys(each for each in plans.references_beside(tx, plan) if each != plan.ancv_reference)
    return tuple(each for each in found if len(each.encode()) <= LONGEST_TO_TAP)[:PROPOSED]


def keep(tx: Tx, moment: Moment, plan: PlanRow, by: Person, reference: str) -> PlanRow:
    """Keep the reference with the plan; a wrong one can be typed again at any time."""
    plans.save(tx, plan, moment.now, ancv_reference=reference)
    before, after = {"ancv": plan.ancv_reference}, {"ancv": reference}
    audit.append(tx, f"plan:{plan.id}", moment.now, by.id, "ancv_reference", before, after, row_key=plan.trail_key)
    return access.need(tx, plan.id)
