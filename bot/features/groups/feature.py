"""Groups: one plan, several households, one budget, one decision."""

from bot.features.groups import routes
from bot.features.groups.forms import FORMS
from bot.interaction.feature import Feature, routes_in

FEATURE = Feature("groups", routes=routes_in(routes), forms=FORMS)
