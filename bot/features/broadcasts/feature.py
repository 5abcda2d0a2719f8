"""Broadcasts: the coordinator writes to many."""

from bot.features.broadcasts import aloud, draft, routes, steering  # noqa: F401 - they bind what the routes open
from bot.features.broadcasts.forms import FORMS
from bot.interaction.feature import Feature, routes_in

FEATURE = Feature("broadcasts", routes=routes_in(routes), forms=FORMS)
