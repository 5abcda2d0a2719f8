"""A referent and the people whom this referent accompanies."""

from bot.features.caseload import person, routes
from bot.features.caseload.forms import FORMS
from bot.features.caseload.notices import NOTICES
from bot.features.feature import Feature, routes_in

routes.PERSON.on(person.page)

FEATURE = Feature("caseload", routes=routes_in(routes), forms=FORMS, notices=NOTICES)
