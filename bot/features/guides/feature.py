"""Guides: the library, its editor, answers that become guides."""

from bot.features.feature import Feature
from bot.features.guides.forms import FORMS

FEATURE = Feature("guides", forms=FORMS)
