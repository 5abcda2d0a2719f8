"""Words that say that a person is in distress: numbers that answer, and one tap that tells the referent."""

from bot.features.distress import pages, routes
from bot.features.distress.notices import NOTICES
from bot.features.feature import Feature, routes_in

FEATURE = Feature("distress", routes=routes_in(routes), listeners=pages.LISTENERS, notices=NOTICES)
