"""Conversations of an absence, and of passing somebody to a colleague."""

from bot.features.absences import absence, colleagues, transfer
from bot.interaction.forms import Form, FormKind, with_traits
from bot.interaction.request import Request
from bot.storage.kernel.store import Tx
from conversations.absence import AWAY, HAND_ON


def _with_colleagues(tx: Tx, request: Request, form: Form) -> Form:
    """Who can be chosen, and what goes along."""
    if form.row is None:
        return form
    return with_traits(form, colleagues.traits(tx, request, form.row), colleagues.shown(tx, request, form.row))


FORMS = (FormKind(AWAY, absence.said, _with_colleagues), FormKind(HAND_ON, transfer.said, _with_colleagues))
