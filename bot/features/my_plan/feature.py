"""A beneficiary's own plan: where it stands, checking, sending, giving up, beginning another."""

from bot.features.my_plan.forms import FORMS
from bot.interaction.feature import Feature

FEATURE = Feature("my_plan", forms=FORMS)
