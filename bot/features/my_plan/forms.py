"""The prices of a plan."""

from bot.features.caseload import together
from bot.features.my_plan import budget
from bot.interaction.forms import FormKind
from conversations import PLAN

FORMS = (FormKind(PLAN, budget.prices_answered, phase="e", written=together.written),)
