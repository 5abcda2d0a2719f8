"""The committee: its lists, its decisions, what it leaves on paper."""

from bot.features.committee.forms import FORMS
from bot.features.committee.notices import NOTICES
from bot.features.feature import Feature

FEATURE = Feature("committee", forms=FORMS, notices=NOTICES)
