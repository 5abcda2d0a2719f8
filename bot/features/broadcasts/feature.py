"""Broadcasts: the coordinator writes to many."""

from bot.features.broadcasts.forms import FORMS
from bot.features.broadcasts.notices import NOTICES
from bot.features.feature import Feature

FEATURE = Feature("broadcasts", forms=FORMS, notices=NOTICES)
