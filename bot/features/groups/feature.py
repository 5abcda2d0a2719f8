"""Groups: one plan, several households, one budget, one decision."""

from bot.features.feature import Feature, routes_in
from bot.features.groups import routes
from bot.features.groups.forms import FORMS
from bot.features.groups.notices import NOTICES
from bot.storage import groups as rows

FEATURE = Feature(
    "groups",
    routes=routes_in(routes),
    forms=FORMS,
    notices=NOTICES,
    forgets=(rows.forget,),
)
