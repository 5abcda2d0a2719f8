"""The conversation of a handover."""

from bot.domain.money import Cents
from bot.features.handovers import pages, routes
from bot.interaction import permits
from bot.interaction.forms import Form, FormKind, with_context
from bot.interaction.request import Request
from bot.plan import access
from bot.storage import people
from bot.storage.kernel.store import Tx
from conversations.handover import HANDOVER, HandoverContext


def _prepared(tx: Tx, request: Request, form: Form) -> Form:
    """Add what was granted, and the name of the group that it is about; none for a person's own stay."""
    if form.row is None or form.row.subject_id is None:
        return form
    plan = access.seen_by(tx, request.person, form.row.subject_id, *routes.HANDING)
    group = "" if plan.households is None else people.by_id(tx, plan.beneficiary_id).name
    return with_context(form, HandoverContext(Cents(plan.granted_cents or 0)), {"group": group})


FORMS = (FormKind(HANDOVER, pages.said, _prepared, roles=permits.HANDING, may=permits.plan_as(*permits.HANDING)),)
