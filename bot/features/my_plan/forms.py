"""The prices of a plan."""

from bot.features.caseload import together
from bot.features.my_plan import budget
from bot.interaction import permits
from bot.interaction.forms import FormKind
from conversations import PLAN

FORMS = (
    FormKind(
        PLAN, budget.prices_answered, roles=permits.BESIDE, may=permits.anything, phase="e", written=together.written
    ),
)
