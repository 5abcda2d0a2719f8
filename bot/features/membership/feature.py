"""Who belongs to a network: joining, inviting, accounts that move."""

from bot.features.feature import Feature
from bot.features.membership.forms import FORMS
from bot.features.membership.notices import NOTICES

FEATURE = Feature("membership", forms=FORMS, notices=NOTICES)
