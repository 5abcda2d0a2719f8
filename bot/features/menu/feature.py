"""The pages around the plan: home of each role, languages, help, privacy."""

from bot.features.feature import CommandKind, Feature, routes_in
from bot.features.menu import pages, routes, suspended
from bot.interaction import gate, home

FEATURE = Feature(
    "menu",
    routes=(home.HOME_ROUTE, gate.HIDE, *routes_in(routes)),
    listeners=suspended.LISTENERS,
    commands=(
        CommandKind("start", 0, pages.home),
        CommandKind("language", 51, pages.languages, beforehand=True),
        CommandKind("help", 52, pages.help_page, beforehand=True),
        CommandKind("privacy", 53, pages.privacy, beforehand=True),
        CommandKind("stop", 54, pages.stop_page, beforehand=True),
    ),
)
