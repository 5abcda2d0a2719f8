"""The way home, which hangs under nearly every page; what it opens is the menu's."""

from bot.interaction.routes import ONESELF
from conversations.engine.keyboard import Button, Word

HOME_ROUTE = ONESELF.route("home")
HOME = Button(Word("home"), HOME_ROUTE.to())
