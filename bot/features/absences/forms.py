"""Conversations of an absence, and of passing a beneficiary to a colleague."""

from bot.domain.people import Role
from bot.features.absences import absence, colleagues, transfer
from bot.features.absences.routes import OWN
from bot.interaction import permits, unreached
from bot.interaction.forms import Form, FormKind, with_context
from bot.interaction.request import Request
from bot.storage import people
from bot.storage.kernel.store import Tx
from conversations.absence import AWAY, HAND_ON


def _standing_in(tx: Tx, request: Request, form: Form) -> Form:
    """Add who can stand in for the absent referent."""
    if form.row is None or form.row.subject_id is None:
        return form
    absent = people.by_id(tx, form.row.subject_id)
    free = colleagues.free_for(tx, request, absent)
    return with_context(form, colleagues.standing_in(free), colleagues.shown(free, absent))


def _taking_over(tx: Tx, request: Request, form: Form) -> Form:
    """Add who can take over from the caller, and what goes along."""
    if form.row is None or form.row.subject_id is None:
        return form
    handed_on = people.by_id(tx, form.row.subject_id)
    free = colleagues.free_for(tx, request, request.person)
    context = colleagues.taking_over(tx, request, free, handed_on.id)
    return with_context(form, context, colleagues.shown(free, handed_on))


def _own_person(tx: Tx, request: Request, person_id: int) -> None:
    OWN.of(tx, request, person_id)


def _absence(tx: Tx, request: Request, person_id: int) -> None:
    unreached.may_say_away(tx, request, person_id)


FORMS = (
    FormKind(AWAY, absence.said, _standing_in, roles=(Role.REFERENT, Role.LEAD, Role.COORDINATOR), may=_absence),
    FormKind(HAND_ON, transfer.said, _taking_over, roles=permits.REFERENT, may=_own_person),
)
