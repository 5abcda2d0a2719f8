"""Who reads when a referent does not: absences, long waits, and people who pass to a colleague."""

from bot.features.absences.forms import FORMS
from bot.interaction.feature import Feature

FEATURE = Feature("absences", forms=FORMS)
