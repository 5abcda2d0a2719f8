"""A beneficiary's own plan: where it stands, checking, sending, giving up, beginning another."""

from bot.features.feature import Feature
from bot.features.my_plan.forms import FORMS
from bot.features.my_plan.notices import NOTICES

FEATURE = Feature("my_plan", forms=FORMS, notices=NOTICES)
