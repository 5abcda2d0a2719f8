"""After a grant: what must be ready, the stay in a calendar, paying with vouchers, changing the stay, being away."""

from bot.features.departure import away, papers, routes, soon  # noqa: F401 - they name what routes open
from bot.features.departure.forms import FORMS
from bot.features.departure.notices import NOTICES
from bot.features.feature import Feature, routes_in

FEATURE = Feature("departure", routes=routes_in(routes), forms=FORMS, notices=NOTICES)
