"""The conversations of a handover, and of its correction."""

from bot.domain.handovers import Handover
from bot.domain.people import Refused
from bot.features.handovers import acts, correcting, noting, routes, said
from bot.interaction import permits
from bot.interaction.forms import Form, FormKind, with_context
from bot.interaction.request import Request
from bot.plan import access
from bot.storage import people
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.handover import CORRECTION, HANDOVER


def _prepared(tx: Tx, request: Request, form: Form) -> Form:
    """Add what is left to hand over, and the name of the group that it is about; none for a person's own stay."""
    if form.row is None or form.row.subject_id is None:
        return form
    plan = access.seen_by(tx, request.person, form.row.subject_id, *routes.HANDING)
    return _about(tx, request, form, plan, acts.only_to_correct(tx, request, plan))


def _corrected(tx: Tx, request: Request, form: Form) -> Form:
    """Add the same for the handover that is corrected."""
    if form.row is None or form.row.subject_id is None:
        return form
    part, plan = correcting.seen(tx, request, form.row.subject_id)
    return _about(tx, request, form, plan, part)


def _about(tx: Tx, request: Request, form: Form, plan: PlanRow, part: Handover | None = None) -> Form:
    context = said.context_of(tx, request, plan, part)
    group = "" if plan.households is None else people.by_id(tx, plan.beneficiary_id).name
    return with_context(form, context, {"group": group, "households": context.households})


def _may_correct(tx: Tx, request: Request, handover_id: int) -> None:
    """Refuse a handover of a plan that is not the caller's to hand over. Raises Refused("not_found")."""
    if not handover_id:
        raise Refused("not_found")
    correcting.seen(tx, request, handover_id)


FORMS = (
    FormKind(HANDOVER, noting.noted, _prepared, roles=permits.HANDING, may=permits.plan_as(*permits.HANDING)),
    FormKind(CORRECTION, correcting.looked_over, _corrected, roles=permits.HANDING, may=_may_correct),
)
