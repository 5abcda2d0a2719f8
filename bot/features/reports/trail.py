"""Lines in a plan's audit trail for what moves it nowhere: that something was told, never what."""

from bot.interaction.request import Request
from bot.storage import audit
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow


def noted(tx: Tx, request: Request, plan: PlanRow, action: str) -> None:
    """Note that it was done, when and by whom."""
    state = {"state": plan.state.value}
    audit.append(tx, f"plan:{plan.id}", request.now, request.person.id, action, None, state, row_key=plan.trail_key)
