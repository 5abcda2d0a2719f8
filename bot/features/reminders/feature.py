"""The messages of the day, what awaits a professional, and the hours in which one may be written to."""

from bot.features.feature import Feature
from bot.features.reminders.notices import NOTICES

FEATURE = Feature("reminders", notices=NOTICES)
