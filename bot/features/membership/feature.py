"""Who belongs to a network: joining, inviting, accounts that move."""

from bot.features.membership.forms import FORMS
from bot.interaction.feature import Feature

FEATURE = Feature("membership", forms=FORMS)
