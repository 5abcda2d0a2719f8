"""Groups: one plan, several households, one budget, one decision."""

from bot.features.groups.forms import FORMS
from bot.interaction.feature import Feature

FEATURE = Feature("groups", forms=FORMS)
