"""After the stay: what the person tells, what her referent reports, which reports are missing, what is told of many."""

from bot.features.reports import awaited, routes
from bot.features.reports.forms import FORMS
from bot.interaction.feature import Feature, routes_in

routes.AWAITED.on(awaited.page)

FEATURE = Feature("reports", routes=routes_in(routes), forms=FORMS)
