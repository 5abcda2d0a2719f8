"""The questions: each conversation of each role as data, in order. Pure; only `bot.domain` is known here."""

from conversations.costs import FIGURES, SHARE
from conversations.engine.steps import Conversation
from conversations.lodging import LODGING
from conversations.papers import PAPERS
from conversations.plan_context import PlanContext
from conversations.preparation import PREPARATION
from conversations.referent import OWN_PART
from conversations.stay import STAY
from conversations.transport import TRANSPORT
from conversations.travellers import TRAVELLERS
from conversations.wishes import WISHES
from conversations.worries import WORRIES

__all__ = ["OWN_PART", "PLAN", "STEP_NAMES"]

PLAN = Conversation(
    "plan",
    (WISHES, TRAVELLERS, STAY, LODGING, TRANSPORT, SHARE, WORRIES, FIGURES, PREPARATION, PAPERS),
    check=True,
    deferrable=True,
    context=PlanContext,
)
"""The plan: eleven questions and "check and send", then the figures, what must be ready to leave, and papers."""

STEP_NAMES = PLAN.names | OWN_PART.names
"""Names that a programme file may list as questions it does not ask."""
