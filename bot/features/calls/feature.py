"""Calls for projects: opened, set, changed, closed, and what time says of them."""

from bot.domain.people import Role
from bot.features.calls import clock, pages, previews, routes, wider
from bot.features.calls.forms import FORMS
from bot.features.calls.notices import NOTICES
from bot.features.feature import CommandKind, Feature, Tick, routes_in

FEATURE = Feature(
    "calls",
    routes=routes_in(routes),
    forms=FORMS,
    commands=(CommandKind("calls", 30, pages.overview, frozenset({Role.COORDINATOR})),),
    notices=NOTICES,
    ticks=(Tick(clock.tick),),
)

BOUND = (clock, previews, wider)
"""Modules that only answer buttons: imported, so that they name what each route opens."""
