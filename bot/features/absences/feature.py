"""Who reads when a referent does not: absences, long waits, and people who pass to a colleague."""

from bot.features.absences.forms import FORMS
from bot.features.absences.notices import NOTICES
from bot.features.feature import Feature

FEATURE = Feature("absences", forms=FORMS, notices=NOTICES)
