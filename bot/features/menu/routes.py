"""Where the buttons of the pages around all others lead."""

from bot.interaction.routes import ONESELF, word

ACCEPT = ONESELF.route("accept")
"""The privacy notice is read."""
LANGUAGE = ONESELF.route("language", word("language", missing=""))
PRIVACY = ONESELF.route("privacy")
HELP = ONESELF.route("help")
EMERGENCY = ONESELF.route("emergency")
WHERE = ONESELF.route("where")
"""The question that waits."""
ANSWERED = ONESELF.route("answered")
TAKE_ROLE = ONESELF.route("role", word("code", missing=""))
