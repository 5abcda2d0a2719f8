"""After the stay: what the beneficiary tells, what the referent reports, what is missing, what is told of many."""

from bot.features.feature import Feature, routes_in
from bot.features.reports import awaited, outcomes, owed, routes  # noqa: F401 - owed binds its routes
from bot.features.reports.forms import FORMS
from bot.features.reports.notices import NOTICES

routes.AWAITED.on(awaited.page)
routes.OUTCOMES.on(outcomes.page)

FEATURE = Feature("reports", routes=routes_in(routes), forms=FORMS, notices=NOTICES)
