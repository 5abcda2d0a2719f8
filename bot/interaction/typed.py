"""Words that come with whatever a person does: the one place where they are looked at for distress."""

import re

from bot.domain.distress import Distress
from bot.interaction.request import Command, Edited, Incoming
from bot.plan.context import Moment
from conversations.engine.replies import Said, Sent

LINK = re.compile(r"[A-Za-z0-9_-]{14,64}")
"""The code of a link, which Telegram puts behind /start: nobody has typed it."""


def words(incoming: Incoming) -> str:
    """Return what is typed: as a message, under a file, behind a command, or in the place of other words."""
    match incoming:
        case Said(text) | Edited(text):
            return text
        case Sent(_, caption):
            return caption
        case Command(_, argument):
            return "" if LINK.fullmatch(argument) else argument
        case _:
            return ""


def distress_in(moment: Moment, incoming: Incoming) -> tuple[Distress, ...]:
    """Return what a person says to be in; nothing for most of what is done."""
    typed = words(incoming)
    return moment.app.distress(typed) if typed else ()
