"""Where the buttons lead of the page for a person in distress."""

from bot.interaction.listening import here
from bot.interaction.routes import OWN_BEFOREHAND

PLACE = "distress"
"""The page that keeps the words, and what they were typed under, until it is left."""

OPEN = OWN_BEFOREHAND.route("in_need")
"""The page itself, without words."""
ALERT = here("alert", PLACE, beforehand=True)
"""Tell the referent."""
BACK = here("back", PLACE)
"""What waited, as it was."""
MEANT = here("meant", PLACE)
"""The words said no such thing: they are taken for what they were typed under."""
