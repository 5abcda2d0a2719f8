"""The review of a plan by its referent."""

from bot.features.feature import Feature
from bot.features.reviews.forms import FORMS
from bot.features.reviews.notices import NOTICES

FEATURE = Feature("reviews", forms=FORMS, notices=NOTICES)
