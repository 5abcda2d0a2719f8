"""The committee: its lists, its decisions, what it leaves on paper."""

from bot.features.committee import offers, routes, several, tables, waiting
from bot.features.committee.forms import FORMS
from bot.interaction.feature import Feature, routes_in

FEATURE = Feature("committee", routes=routes_in(routes), forms=FORMS)

BOUND = (offers, several, tables, waiting)
"""Modules that only answer buttons: imported, so that they name what each route opens."""
