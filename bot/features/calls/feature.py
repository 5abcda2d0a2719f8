"""Calls for projects: opened, set, changed, closed, and what time says of them."""

from bot.features.calls.forms import FORMS
from bot.features.calls.notices import NOTICES
from bot.features.feature import Feature

FEATURE = Feature("calls", forms=FORMS, notices=NOTICES)
