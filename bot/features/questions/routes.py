"""Where buttons about what people ask lead: themes, answers, and the words that were typed."""

from bot.domain.people import Refused
from bot.features.questions.shelf import answers_for, themes_for
from bot.interaction.listening import here
from bot.interaction.request import Request
from bot.interaction.routes import BEFOREHAND, Argument
from bot.storage.kernel.store import Tx

PLACE = "question"
"""The page that keeps words; after it stands the answer shown, if it is one."""


def _theme(_tx: Tx, request: Request, text: str) -> str:
    if text not in themes_for(request.person.roles):
        raise Refused("not_found")
    return text


def _answer(_tx: Tx, request: Request, text: str) -> str:
    if text not in answers_for(request.person.roles):
        raise Refused("not_found")
    return text


THEME: Argument[str, str] = Argument("theme", str, _theme, missing="")
"""A theme that the one who asks may open; none for all of them."""
ANSWER: Argument[str, str] = Argument("answer", str, _answer)
"""An answer that the one who asks may read."""

THEMES = BEFOREHAND.route("questions", THEME)
SHOW = BEFOREHAND.route("answer", ANSWER)
ASK = here("ask", PLACE)
MINE = here("mine", PLACE)
