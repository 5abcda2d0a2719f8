"""Reminders: planned ahead, looked at again before they leave; a message of the day; hours."""

from bot.domain.people import AT_WORK
from bot.features.feature import CommandKind, Feature, routes_in
from bot.features.reminders import hours, inbox, pages, routes  # noqa: F401 - bind their routes
from bot.features.reminders.notices import NOTICES

FEATURE = Feature(
    "reminders",
    routes=routes_in(routes),
    commands=(CommandKind("hours", 40, hours.page, AT_WORK, refuses=False),),
    notices=NOTICES,
)
