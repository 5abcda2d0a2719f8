"""The aid put into the beneficiary's hands, and its receipt."""

from bot.domain.people import Role
from bot.features.feature import Every, Feature, HomeKind, Tick, routes_in
from bot.features.handovers import pages, routes, urgent
from bot.features.handovers.forms import FORMS
from bot.features.handovers.notices import NOTICES

FEATURE = Feature(
    "handovers",
    routes=routes_in(routes),
    forms=FORMS,
    notices=NOTICES,
    ticks=(Tick(urgent.tick, Every.MINUTE),),
    homes=(HomeKind(Role.LEAD, 40, pages.home),),
)
