"""The review of a plan by its referent."""

from bot.features.reviews import example, routes, telling  # noqa: F401 - they bind their routes
from bot.features.reviews.forms import FORMS
from bot.interaction.feature import Feature, routes_in

FEATURE = Feature("reviews", routes=routes_in(routes), forms=FORMS)
