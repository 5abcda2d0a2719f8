"""The aid put into the beneficiary's hands, and its receipt."""

from bot.features.feature import Feature
from bot.features.handovers.forms import FORMS
from bot.features.handovers.notices import NOTICES

FEATURE = Feature("handovers", forms=FORMS, notices=NOTICES)
