"""Guides: the library, its editor, answers that become guides."""

from bot.features.guides.forms import FORMS
from bot.interaction.feature import Feature

FEATURE = Feature("guides", forms=FORMS)
