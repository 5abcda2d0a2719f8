"""Conversations of an absence, and of passing a beneficiary to a colleague."""

from bot.domain.people import AT_WORK
from bot.features.absences import absence, colleagues, transfer
from bot.features.absences.routes import OWN
from bot.interaction import permits, unreached
from bot.interaction.forms import Form, FormKind, with_traits
from bot.interaction.request import Request
from bot.storage.kernel.store import Tx
from conversations.absence import AWAY, HAND_ON


def _with_colleagues(tx: Tx, request: Request, form: Form) -> Form:
    """Add who can be chosen, and what goes along."""
    if form.row is None:
        return form
    return with_traits(form, colleagues.traits(tx, request, form.row), colleagues.shown(tx, request, form.row))


def _own_person(tx: Tx, request: Request, person_id: int) -> None:
    OWN.of(tx, request, person_id)


def _absence(tx: Tx, request: Request, person_id: int) -> None:
    unreached.may_say_away(tx, request, person_id)


FORMS = (
    FormKind(AWAY, absence.said, _with_colleagues, roles=tuple(AT_WORK), may=_absence),
    FormKind(HAND_ON, transfer.said, _with_colleagues, roles=permits.REFERENT, may=_own_person),
)
