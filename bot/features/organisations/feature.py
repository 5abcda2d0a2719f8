"""Organisations of a network, and how they and their people come to it."""

from bot.domain.people import Role
from bot.features.feature import CommandKind, Feature, routes_in
from bot.features.organisations import imports, requests, routes, strangers  # noqa: F401 - they bind what routes open
from bot.features.organisations.notices import NOTICES
from bot.storage import imports as import_rows
from bot.storage import requests as rows

FEATURE = Feature(
    "organisations",
    routes=routes_in(routes),
    commands=(CommandKind("organisations", 34, imports.overview, frozenset({Role.COORDINATOR})),),
    notices=NOTICES,
    forgets=(rows.forget, import_rows.forget),
)
