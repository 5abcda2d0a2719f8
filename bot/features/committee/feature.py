"""The committee: its lists, its decisions, what it leaves on paper."""

from bot.features.committee.forms import FORMS
from bot.interaction.feature import Feature

FEATURE = Feature("committee", forms=FORMS)
