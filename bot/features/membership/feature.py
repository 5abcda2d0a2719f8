"""Who belongs to a network: joining, inviting, accounts that move."""

from bot.domain.people import Role
from bot.features.feature import CommandKind, Every, Feature, Tick, routes_in
from bot.features.membership import pages, routes, telephones
from bot.features.membership.forms import FORMS
from bot.features.membership.notices import NOTICES

FEATURE = Feature(
    "membership",
    routes=routes_in(routes),
    forms=FORMS,
    notices=NOTICES,
    commands=(CommandKind("colleague", 26, pages.colleague_invited, frozenset({Role.LEAD})),),
    ticks=(Tick(telephones.tick, Every.MINUTE),),
)
