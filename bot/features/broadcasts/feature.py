"""Broadcasts: the coordinator writes to many."""

from bot.domain.people import Role
from bot.features.broadcasts import aloud, draft, routes, steering  # noqa: F401 - they bind what the routes open
from bot.features.broadcasts.forms import FORMS
from bot.features.broadcasts.notices import NOTICES
from bot.features.feature import CommandKind, Feature, routes_in

FEATURE = Feature(
    "broadcasts",
    routes=routes_in(routes),
    forms=FORMS,
    commands=(CommandKind("broadcast", 32, draft.overview, frozenset({Role.COORDINATOR})),),
    notices=NOTICES,
)
