"""Meetings: made by the coordinator, answered by those who are asked."""

from bot.features.meetings import routes
from bot.features.meetings.forms import FORMS
from bot.interaction.feature import Feature, routes_in

FEATURE = Feature("meetings", routes=routes_in(routes), forms=FORMS)
