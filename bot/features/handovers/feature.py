"""The aid put into the beneficiary's hands, and its receipt."""

from bot.features.handovers.forms import FORMS
from bot.interaction.feature import Feature

FEATURE = Feature("handovers", forms=FORMS)
