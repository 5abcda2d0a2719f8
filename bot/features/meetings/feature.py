"""Meetings: made by the coordinator, answered by those who are asked."""

from bot.features.meetings.forms import FORMS
from bot.interaction.feature import Feature

FEATURE = Feature("meetings", forms=FORMS)
