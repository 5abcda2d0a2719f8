"""Conversations of the time after a grant: what is left to know before leaving, and a stay that changes."""

from dataclasses import replace

from bot.domain.people import Refused, Role
from bot.features.departure import changing, checklist, routes
from bot.interaction import permits
from bot.interaction.forms import Form, FormKind
from bot.interaction.request import Request
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.storage.kernel.store import Tx
from conversations import PLAN
from conversations.change import CHANGE


def _prepared(tx: Tx, request: Request, form: Form) -> Form:
    """Add what is known of the plan whose stay changes."""
    if form.row is None or form.row.subject_id is None:
        return form
    plan = routes.STAY.of(tx, request, form.row.subject_id)
    return replace(form, facts=plan_facts.facts_behind(tx, request.moment, plan, CHANGE, form.facts))


def _own_change(tx: Tx, request: Request, plan_id: int) -> None:
    """Refuse all plans but the caller's own, as a beneficiary, or one of the caller's people's, as their referent."""
    own = access.need(tx, plan_id).beneficiary_id == request.person.id
    access.seen_by(tx, request.person, plan_id, Role.BENEFICIARY, Role.REFERENT)
    if own and not request.person.has(Role.BENEFICIARY):
        raise Refused("not_found")


FORMS = (
    FormKind(PLAN, checklist.answered, roles=permits.BESIDE, may=permits.anything, phase="l"),
    FormKind(CHANGE, changing.said, _prepared, roles=permits.BESIDE, may=_own_change),
)
