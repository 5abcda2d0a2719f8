"""Answers to what people ask at any moment."""

from bot.features.questions import asking, pages, routes
from bot.interaction.feature import CommandKind, Feature, routes_in

routes.THEMES.on(pages.opened)
routes.SHOW.on(pages.answer)

FEATURE = Feature(
    "questions",
    routes=routes_in(routes),
    listeners=asking.LISTENERS,
    commands=(CommandKind("questions", 50, pages.all_themes),),
)
