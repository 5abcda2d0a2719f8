"""After the stay: what the person tells, what her referent reports, which reports are missing, what is told of many."""

from bot.features.feature import Feature
from bot.features.reports.forms import FORMS

FEATURE = Feature("reports", forms=FORMS)
