"""Groups: one plan, several households, one budget, one decision."""

from bot.features.feature import Feature
from bot.features.groups.forms import FORMS
from bot.features.groups.notices import NOTICES

FEATURE = Feature("groups", forms=FORMS, notices=NOTICES)
