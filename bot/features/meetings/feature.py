"""Meetings: made by the coordinator, answered by those who are asked."""

from bot.features.feature import Feature
from bot.features.meetings.forms import FORMS
from bot.features.meetings.notices import NOTICES

FEATURE = Feature("meetings", forms=FORMS, notices=NOTICES)
