"""Conversations of the committee: its decisions that need words, its minutes, figures of years before."""

from bot.domain.money import Cents
from bot.domain.people import Role
from bot.features.committee import decisions, minutes, past_figures
from bot.interaction import permits
from bot.interaction.forms import FormKind, reopenable
from bot.interaction.request import Request
from bot.plan import access
from bot.storage.kernel.store import Tx
from conversations.decision import ANCV, DECLINE, MINUTES, OFFER, POINT, OfferContext
from conversations.past import PAST

_DECIDED = permits.plan_as(Role.DECIDER)


def _asked(tx: Tx, _request: Request, plan_id: int) -> OfferContext:
    """Return the aid that was asked for."""
    return OfferContext(Cents(access.need(tx, plan_id).aid_cents or 0))


FORMS = (
    FormKind(OFFER, decisions.offer_said, roles=permits.DECIDING, may=_DECIDED, context=_asked),
    FormKind(POINT, decisions.point_said, roles=permits.DECIDING, may=_DECIDED, context=reopenable),
    FormKind(DECLINE, decisions.decline_said, roles=permits.DECIDING, may=_DECIDED),
    FormKind(ANCV, decisions.ancv_said, roles=permits.COORDINATOR, may=permits.plan_as(*permits.COORDINATOR)),
    FormKind(MINUTES, minutes.dates_said, roles=permits.COORDINATOR, may=permits.call),
    FormKind(PAST, past_figures.said, roles=permits.COORDINATOR, may=permits.anything),
)
