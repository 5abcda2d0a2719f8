"""An aid is handed over: asked what, when and to whom, and noted. What is left can be handed over another day."""

from bot.domain.people import Refused
from bot.features.handovers import acts, correcting, pages, routes, said
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.request import Request
from bot.plan import access
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.screens import Screen
from conversations.handover import HANDOVER


@routes.HAND.on
def begin(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Ask what is handed over; where nothing is left, show what can be corrected. Raises Refused("not_now")."""
    wrong = acts.only_to_correct(tx, request, plan)
    if wrong is not None:
        return correcting.begin(tx, request, plan, wrong)
    acts.need_notable(tx, request, plan)
    return prompting.resume(tx, request, forms.begin(tx, request, HANDOVER, plan.id))


def noted(tx: Tx, request: Request, form: Form) -> Screen:
    """Note what was handed over, and show it; where nothing is left, it corrects what was. Raises Refused."""
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    plan = access.seen_by(tx, request.person, form.row.subject_id, *routes.HANDING)
    forms.close(tx, form)
    wrong, receipt = acts.only_to_correct(tx, request, plan), said.receipt_seen(form.facts)
    if wrong is not None:
        acts.correct(tx, request, plan, wrong, said.handed(form.facts, wrong), receipt=receipt)
    else:
        plan = acts.note(tx, request, plan, said.handed(form.facts), receipt=receipt)
    return pages.page(tx, request, plan)
