"""The reference that ANCV's own tool (APV-Web) gave: typed by referent or coordinator, the same for several plans."""

from bot.plan import access
from bot.plan.context import Moment
from bot.storage import audit, plans
from bot.storage.kernel.store import Tx
from bot.storage.people import Person
from bot.storage.plans import PlanRow


def keep(tx: Tx, moment: Moment, plan: PlanRow, by: Person, typed: str) -> PlanRow:
    """Keep the reference with the plan; a wrong one can be typed again at any time."""
    reference = typed.strip()
    plans.save(tx, plan, moment.now, ancv_reference=reference)
    before, after = {"ancv": plan.ancv_reference}, {"ancv": reference}
    audit.append(tx, f"plan:{plan.id}", moment.now, by.id, "ancv_reference", before, after, row_key=plan.trail_key)
    return access.need(tx, plan.id)
