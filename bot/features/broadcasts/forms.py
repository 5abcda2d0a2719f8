"""The conversation of a message to many."""

from bot.features.broadcasts import draft
from bot.features.broadcasts.audience import with_choices
from bot.interaction import permits
from bot.interaction.forms import FormKind
from conversations.broadcast import BROADCAST

FORMS = (FormKind(BROADCAST, draft.ready, with_choices, roles=permits.COORDINATOR, may=permits.anything),)
