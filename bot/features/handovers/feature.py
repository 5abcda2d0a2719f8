"""The aid put into the beneficiary's hands, and its receipt."""

from bot.features.feature import Feature, routes_in
from bot.features.handovers import routes
from bot.features.handovers.forms import FORMS
from bot.features.handovers.notices import NOTICES

FEATURE = Feature("handovers", routes=routes_in(routes), forms=FORMS, notices=NOTICES)
