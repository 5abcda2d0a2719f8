"""Calls for projects: opened, set, changed, closed, and what time says of them."""

from bot.features.calls.forms import FORMS
from bot.interaction.feature import Feature

FEATURE = Feature("calls", forms=FORMS)
