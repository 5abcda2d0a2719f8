"""An aid is handed over: asked what, when and to whom, and noted. What is left can be handed over another day."""

from bot.domain.people import Refused
from bot.features.handovers import acts, correcting, pages, routes, said
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.request import Request
from bot.plan import access
from bot.storage import handovers
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.screens import Screen
from conversations.handover import HANDOVER


@routes.HAND.on
def begin(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Ask what is handed over; where nothing is left, show what can be corrected. Raises Refused("not_now")."""
    if not acts.may_hand_over(tx, request, plan):
        held = handovers.of_plan(tx, plan.id)
        wrong = [part for part in held.parts if acts.may_correct(plan, held, part)] if held is not None else []
        if not wrong:
            raise Refused("not_now")
        return correcting.begin(tx, request, plan, wrong[0])
    return prompting.resume(tx, request, forms.begin(tx, request, HANDOVER, plan.id))


def noted(tx: Tx, request: Request, form: Form) -> Screen:
    """Note what was handed over, and show it. Raises Refused, as `acts.note`."""
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    plan = access.seen_by(tx, request.person, form.row.subject_id, *routes.HANDING)
    forms.close(tx, form)
    plan = acts.note(tx, request, plan, said.handed(form.facts), receipt=said.receipt_seen(form.facts))
    return pages.page(tx, request, plan)
