"""The reference of ANCV's own tool, typed by who opens the request there: the referent, already before it is sent here.

A lead who hands over types it too. One reference is for several who go together: those typed last are there to tap.
"""

from dataclasses import dataclass

from bot.domain.people import Refused, Role
from bot.features.caseload import routes as caseload_routes
from bot.features.handovers import routes as handover_routes
from bot.features.reviews import routes
from bot.features.reviews.review import card
from bot.interaction import forms, prompting
from bot.interaction.forms import Form
from bot.interaction.home import HOME
from bot.interaction.request import Request
from bot.interaction.views import View
from bot.plan import access, reference
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import Button, Word, column
from conversations.engine.screens import Page, Screen
from conversations.referent import REFERENCE, ReferenceContext, reference_typed


@dataclass(frozen=True)
class Kept(View, template="review/reference"):
    """A reference that is kept with a plan whose card is not shown."""

    reference: str


def known(tx: Tx, _request: Request, plan_id: int) -> ReferenceContext:
    """Return the references to tap."""
    return ReferenceContext(reference.known(tx, access.need(tx, plan_id)))


@routes.REFERENCE.on
def begin(tx: Tx, request: Request, plan: PlanRow) -> Screen:
    """Ask for the reference. Raises Refused("not_now") once the plan has ended, and where there are none."""
    reference.need_typable(tx, request.moment.app, plan)
    return prompting.resume(tx, request, forms.begin(tx, request, REFERENCE, plan.id))


def said(tx: Tx, request: Request, form: Form) -> Page:
    """Keep the reference that was typed, and show the card with it; of a plan that was not sent no more than that."""
    if form.row is None or form.row.subject_id is None:
        raise Refused("not_found")
    plan = access.seen_by(tx, request.person, form.row.subject_id, *routes.HANDING)
    reference.need_typable(tx, request.moment.app, plan)
    forms.close(tx, form)
    kept = reference.keep(tx, request.moment, plan, request.person, reference_typed(form.facts))
    by_referent = Role.REFERENT in access.roles_towards(tx, request.person, kept)
    if by_referent and not access.unsent(kept):
        return card(tx, request, kept)
    back = Button(Word("handover"), handover_routes.HANDOVER.to(kept))
    if by_referent:
        back = Button(Word("open_card"), caseload_routes.PERSON.to(kept.beneficiary_id))
    return Kept(kept.ancv_reference or "").page(column(back, HOME))
