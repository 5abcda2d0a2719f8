"""Messages between a beneficiary and the referent, and questions of a referent to the coordinators."""

from bot.features.feature import Feature
from bot.features.messages.notices import NOTICES

FEATURE = Feature("messages", notices=NOTICES)
