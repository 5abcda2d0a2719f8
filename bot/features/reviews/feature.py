"""The review of a plan by its referent."""

from bot.features.reviews.forms import FORMS
from bot.interaction.feature import Feature

FEATURE = Feature("reviews", forms=FORMS)
