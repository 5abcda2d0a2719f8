"""Guides: the library, its editor, answers that become guides."""

from bot.features.feature import Feature, routes_in
from bot.features.guides import answers, library, routes
from bot.features.guides.forms import FORMS

routes.SHELVE.on(answers.begin)

FEATURE = Feature("guides", routes=routes_in(routes), forms=FORMS, listeners=library.LISTENERS)
