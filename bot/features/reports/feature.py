"""After the stay: what the person tells, what her referent reports, which reports are missing, what is told of many."""

from bot.features.reports.forms import FORMS
from bot.interaction.feature import Feature

FEATURE = Feature("reports", forms=FORMS)
