"""Where the buttons of the pages around all others lead."""

from dataclasses import replace

from bot.interaction.routes import BEFOREHAND, NUMBER, ONESELF, word

FIRST_NOTICE = 1
"""The version of the privacy notice that buttons meant before they said one."""
ACCEPT = BEFOREHAND.route("accept", replace(NUMBER, missing=FIRST_NOTICE))
"""The privacy notice is read, in the version that stands above the button."""
LANGUAGE = BEFOREHAND.route("language", word("language", missing=""))
PRIVACY = BEFOREHAND.route("privacy")
HELP = BEFOREHAND.route("help")
EMERGENCY = BEFOREHAND.route("emergency")
WHERE = ONESELF.route("where")
"""The question that waits."""
ANSWERED = ONESELF.route("answered")
TAKE_ROLE = ONESELF.route("role", word("code", missing=""))
