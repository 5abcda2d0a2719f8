"""Answers to what people ask at any moment."""

from bot.features.feature import CommandKind, Feature, routes_in
from bot.features.questions import asking, pages, routes
from conversations.engine.keyboard import Button, Word, column

routes.THEMES.on(pages.opened)
routes.SHOW.on(pages.answer)

FEATURE = Feature(
    "questions",
    routes=routes_in(routes),
    listeners=asking.LISTENERS,
    under_examples=column(Button(Word("my_questions"), routes.THEMES.to(""))),
    commands=(CommandKind("questions", 50, pages.all_themes, beforehand=True),),
)
