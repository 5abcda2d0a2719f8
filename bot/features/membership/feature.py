"""Who belongs to a network: joining, inviting, accounts that move."""

from bot.features.feature import Feature, routes_in
from bot.features.membership import pages, routes  # noqa: F401 - binds its routes
from bot.features.membership.forms import FORMS
from bot.features.membership.notices import NOTICES

FEATURE = Feature("membership", routes=routes_in(routes), forms=FORMS, notices=NOTICES)
