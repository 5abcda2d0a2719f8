"""The aid put into the beneficiary's hands, and its receipt."""

from bot.features.handovers import routes
from bot.features.handovers.forms import FORMS
from bot.interaction.feature import Feature, routes_in

FEATURE = Feature("handovers", routes=routes_in(routes), forms=FORMS)
