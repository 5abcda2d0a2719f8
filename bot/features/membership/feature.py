"""Who belongs to a network: joining, inviting, accounts that move."""

from bot.features.feature import Every, Feature, Tick, routes_in
from bot.features.membership import pages, routes, telephones  # noqa: F401 - pages bind routes
from bot.features.membership.forms import FORMS
from bot.features.membership.notices import NOTICES

FEATURE = Feature(
    "membership",
    routes=routes_in(routes),
    forms=FORMS,
    notices=NOTICES,
    ticks=(Tick(telephones.tick, Every.MINUTE),),
)
