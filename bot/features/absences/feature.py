"""Who reads when a referent does not: absences, long waits, and people who pass to a colleague."""

from bot.features.absences import overdue, routes  # noqa: F401 - overdue binds its routes
from bot.features.absences.forms import FORMS
from bot.interaction.feature import Feature, routes_in

FEATURE = Feature("absences", routes=routes_in(routes), forms=FORMS)
