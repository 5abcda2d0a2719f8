"""Broadcasts: the coordinator writes to many."""

from bot.features.broadcasts.forms import FORMS
from bot.interaction.feature import Feature

FEATURE = Feature("broadcasts", forms=FORMS)
