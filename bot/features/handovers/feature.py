"""The aid put into the beneficiary's hands, and its receipt."""

from bot.domain.people import Role
from bot.features.feature import CommandKind, Every, Feature, HomeKind, Tick, routes_in
from bot.features.handovers import pages, routes, stays, urgent
from bot.features.handovers.forms import FORMS
from bot.features.handovers.notices import NOTICES

routes.STAYS.on(stays.page)

FEATURE = Feature(
    "handovers",
    routes=routes_in(routes),
    forms=FORMS,
    notices=NOTICES,
    commands=(CommandKind("stays", 25, stays.page, frozenset({Role.LEAD})),),
    ticks=(Tick(urgent.tick, Every.MINUTE),),
    homes=(HomeKind(Role.LEAD, 40, pages.home),),
)
