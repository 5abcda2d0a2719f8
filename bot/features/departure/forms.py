"""Conversations of the time after a grant: what is left to know before leaving, and a stay that changes."""

from dataclasses import replace

from bot.features.departure import changing, checklist, routes
from bot.interaction.forms import Form, FormKind
from bot.interaction.request import Request
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


FORMS = (FormKind(PLAN, checklist.answered, phase="l"), FormKind(CHANGE, changing.said, _prepared))
