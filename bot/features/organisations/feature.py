"""Organisations of a network, and how they and their people come to it."""

from bot.domain.people import Role
from bot.features.organisations import imports, requests, routes, strangers  # noqa: F401 - they bind what routes open
from bot.interaction.feature import CommandKind, Feature, routes_in

FEATURE = Feature(
    "organisations",
    routes=routes_in(routes),
    commands=(CommandKind("organisations", 34, imports.overview, frozenset({Role.COORDINATOR})),),
)
