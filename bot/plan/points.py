"""What the network asks a referent about a plan: open until the referent answers it, or the plan is decided again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.plans import Action, State
from bot.storage import audit, messages
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow

BACK_WITH_THEM = frozenset(
    {
        Action.SUBMIT.value, Action.GRANT.value, Action.OFFER.value, Action.PUT_ON_WAITING_LIST.value,
        Action.DECLINE.value,
    }
)  # fmt: skip
"""What the committee has a plan by, or did with it: whatever was asked before is settled."""


@dataclass(frozen=True, slots=True)
class Point:
    """One question of the network: its words, the question of the plan that it is about ("": any), and when."""

    text: str
    about: str
    asked_at: datetime


def open_points(tx: Tx, found: Iterable[PlanRow]) -> dict[int, Point]:
    """Return what is asked about these plans and not answered yet, by plan."""
    reading = (plan for plan in found if plan.state is State.TO_REVIEW and plan.word and plan.word.get("point"))
    asked = {f"plan:{plan.id}": plan for plan in reading}
    if not asked:
        return {}
    since = audit.last_done(tx, asked, {Action.ASK_REFERENT.value})
    settled = audit.last_done(tx, asked, BACK_WITH_THEM)
    answered = messages.last_asked_about(tx, [plan.id for plan in asked.values()])
    return {
        plan.id: Point(plan.word["point"], plan.word.get("about", ""), since[chain])
        for chain, plan in asked.items()
        if plan.word
        and chain in since
        and settled.get(chain, since[chain]) <= since[chain]
        and not (plan.id in answered and answered[plan.id] >= since[chain])
    }
