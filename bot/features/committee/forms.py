"""Conversations of the committee: its decisions that need words, its minutes, figures of years before."""

from bot.domain.money import Cents
from bot.domain.people import Role
from bot.features.committee import correcting, decisions, minutes, past_figures
from bot.interaction import permits
from bot.interaction.forms import FormKind, reopenable
from bot.interaction.request import Request
from bot.plan import access, reference
from bot.plan import facts as plan_facts
from bot.storage.kernel.store import Tx
from conversations import OWN_PART
from conversations.decision import ANCV, DECLINE, MINUTES, OFFER, POINT, REGRANT, WITHDRAWAL, OfferContext
from conversations.engine import flow
from conversations.past import PAST
from conversations.referent import ReferenceContext, ReviewContext

_DECIDED = permits.plan_as(Role.DECIDER)


def _asked(tx: Tx, _request: Request, plan_id: int) -> OfferContext:
    """Return the aid that was asked for."""
    return OfferContext(Cents(access.need(tx, plan_id).aid_cents or 0))


def _references(tx: Tx, _request: Request, plan_id: int) -> ReferenceContext:
    """Return the references to tap."""
    return ReferenceContext(reference.known(tx, access.need(tx, plan_id)))


OF_REFERENT = frozenset({"quotient", "proof", "objective"})
"""What the committee may ask about of the referent's own part; of what else stands there it reads nothing."""


def _askable(tx: Tx, request: Request, plan_id: int) -> ReviewContext:
    """Return the questions that a decider may ask about: the plan's, and of the referent's part what is read there."""
    own = flow.path(OWN_PART, plan_facts.facts_of(tx, request.moment, access.need(tx, plan_id)))
    of_referent = tuple(placed.step.id for placed in own if placed.step.name in OF_REFERENT)
    return ReviewContext((*reopenable(tx, request, plan_id).points, *of_referent))


FORMS = (
    FormKind(OFFER, decisions.offer_said, roles=permits.DECIDING, may=_DECIDED, context=_asked),
    FormKind(POINT, decisions.point_said, roles=permits.DECIDING, may=_DECIDED, context=_askable),
    FormKind(DECLINE, decisions.decline_said, roles=permits.DECIDING, may=_DECIDED),
    FormKind(REGRANT, correcting.looked_over, roles=permits.DECIDING, may=_DECIDED, context=correcting.room_of),
    FormKind(WITHDRAWAL, correcting.looked_over, roles=permits.DECIDING, may=_DECIDED),
    FormKind(
        ANCV,
        decisions.ancv_said,
        roles=permits.COORDINATOR,
        may=permits.plan_as(*permits.COORDINATOR),
        context=_references,
    ),
    FormKind(MINUTES, minutes.dates_said, roles=permits.COORDINATOR, may=permits.call),
    FormKind(PAST, past_figures.said, roles=permits.COORDINATOR, may=permits.anything),
)
