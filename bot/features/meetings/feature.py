"""Meetings: made by the coordinator, answered by those who are asked."""

from bot.domain.people import Role
from bot.features.feature import CommandKind, Feature, Tick, routes_in
from bot.features.meetings import acts, pages, routes
from bot.features.meetings.forms import FORMS
from bot.features.meetings.notices import NOTICES

FEATURE = Feature(
    "meetings",
    routes=routes_in(routes),
    forms=FORMS,
    commands=(CommandKind("events", 33, pages.overview, frozenset({Role.COORDINATOR})),),
    notices=NOTICES,
    ticks=(Tick(acts.tick),),
)
