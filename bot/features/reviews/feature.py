"""The review of a plan by its referent."""

from bot.features.reviews import example, routes  # noqa: F401 - example binds its route
from bot.features.reviews.forms import FORMS
from bot.interaction.feature import Feature, routes_in

FEATURE = Feature("reviews", routes=routes_in(routes), forms=FORMS)
