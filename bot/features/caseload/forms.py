"""Conversations about a referent's people: a name to find, a note, a quotient, how a beneficiary agreed."""

from dataclasses import replace

from bot.domain.people import Role
from bot.features.caseload import beside, members, naming, notes, quotient, together
from bot.features.caseload.routes import NOTE as NOTE_ARGUMENT
from bot.features.membership import acts as membership
from bot.interaction import forms, permits, prompting
from bot.interaction.forms import Form, FormKind
from bot.interaction.request import Request
from bot.plan import access
from bot.storage import people
from bot.storage.kernel.store import Tx
from conversations import PLAN
from conversations.accompanying import FIND, NAMING, NOTE, NOTE_CHANGE, QUOTIENT
from conversations.engine.screens import Screen
from conversations.invitation import CONSENT


def _with_name(tx: Tx, request: Request, form: Form) -> Form:
    """Add the name of the beneficiary: an agreement must never be noted for another one."""
    if form.row is None or form.row.subject_id is None:
        return form
    plan = access.seen_by(tx, request.person, form.row.subject_id, Role.REFERENT)
    return replace(form, shown={**form.shown, "name": people.by_id(tx, plan.beneficiary_id).name})


def _agreed(tx: Tx, request: Request, form: Form) -> Screen:
    """Record how the beneficiary agreed, and open the plan to be filled in beside."""
    token = membership.record_consent(tx, request, form)
    return prompting.resume(tx, request, forms.load(tx, request, token))


def _note(tx: Tx, request: Request, note_id: int) -> None:
    NOTE_ARGUMENT.of(tx, request, note_id)


FORMS = (
    FormKind(PLAN, beside.looked_at, roles=permits.BESIDE, may=permits.anything, phase="s", written=together.written),
    FormKind(FIND, members.name_said, roles=permits.REFERENT, may=permits.anything),
    FormKind(NOTE, notes.written, roles=permits.REFERENT, may=permits.accompanied),
    FormKind(NOTE_CHANGE, notes.changed, roles=permits.REFERENT, may=_note),
    FormKind(NAMING, naming.named, roles=permits.REFERENT, may=permits.accompanied),
    FormKind(QUOTIENT, quotient.worked_out, roles=permits.REFERENT, may=permits.plan_as(*permits.REFERENT)),
    FormKind(CONSENT, _agreed, _with_name, roles=permits.REFERENT, may=permits.plan_as(*permits.REFERENT)),
)
