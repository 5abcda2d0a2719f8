"""After a grant: what must be ready, the stay in a calendar, paying with vouchers, changing the stay, being away."""

from bot.features.departure.forms import FORMS
from bot.features.departure.notices import NOTICES
from bot.features.feature import Feature

FEATURE = Feature("departure", forms=FORMS, notices=NOTICES)
