"""The committee: its lists, its decisions, what it leaves on paper."""

from bot.domain.people import DECIDING, Role
from bot.features.committee import decisions, ending, offers, reallocation, routes, several, tables, waiting, worklist
from bot.features.committee.forms import FORMS
from bot.features.committee.notices import NOTICES
from bot.features.feature import CommandKind, Every, Feature, HomeKind, Tick, routes_in

FEATURE = Feature(
    "committee",
    routes=routes_in(routes),
    forms=FORMS,
    commands=(CommandKind("decide", 31, worklist.first_page, DECIDING),),
    notices=NOTICES,
    homes=(HomeKind(Role.COORDINATOR, 10, decisions.home), HomeKind(Role.DECIDER, 45, decisions.home_of_decider)),
    ticks=(Tick(reallocation.tell), Tick(ending.tick, Every.MINUTE)),
)

BOUND = (offers, several, tables, waiting)
"""Modules that only answer buttons: imported, so that they name what each route opens."""
