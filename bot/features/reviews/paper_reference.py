"""The reference of ANCV's own tool, typed by the referent: who opens the request there reads it first."""

from bot.domain.people import Refused, Role
from bot.domain.states import LIVE, SENT
from bot.features.reviews import routes
from bot.features.reviews.review import card
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.request import Request
from bot.plan import reference
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.screens import Page, Screen
from conversations.referent import REFERENCE


@routes.REFERENCE.on
def begin(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Ask for the reference. Raises Refused("not_now") before the plan is sent and once it has ended."""
    if plan.state not in LIVE & SENT:
        raise Refused("not_now")
    return prompting.resume(tx, request, forms.begin(tx, request, REFERENCE, plan.id))


def said(tx: Tx, request: Request, form: Form) -> Page:
    """Keep the reference that was typed, and show the card with it."""
    plan = forms.finish(tx, request, form, Role.REFERENT)
    typed = form.facts.value("ancv_reference")
    return card(tx, request, reference.keep(tx, request.moment, plan, request.person, typed))
