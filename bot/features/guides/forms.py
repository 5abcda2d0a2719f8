"""Conversations of a guide to be: typed by hand, or begun with an answer."""

from bot.features.broadcasts.audience import with_choices
from bot.features.guides import previews
from bot.interaction.forms import FormKind
from conversations.guide import ANSWER, GUIDE

FORMS = (FormKind(GUIDE, previews.typed, with_choices), FormKind(ANSWER, previews.preview, with_choices))
