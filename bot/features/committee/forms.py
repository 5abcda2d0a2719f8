"""Conversations of the committee: its decisions that need words, its minutes, figures of years before."""

from bot.features.committee import decisions, minutes, past_figures
from bot.interaction import permits
from bot.interaction.forms import FormKind, about_plan
from conversations.decision import ANCV, DECLINE, MINUTES, OFFER, POINT
from conversations.past import PAST

FORMS = (
    FormKind(
        OFFER, decisions.offer_said, about_plan, roles=permits.COORDINATOR, may=permits.plan_as(*permits.COORDINATOR)
    ),
    FormKind(
        POINT, decisions.point_said, about_plan, roles=permits.COORDINATOR, may=permits.plan_as(*permits.COORDINATOR)
    ),
    FormKind(
        DECLINE,
        decisions.decline_said,
        about_plan,
        roles=permits.COORDINATOR,
        may=permits.plan_as(*permits.COORDINATOR),
    ),
    FormKind(
        ANCV, decisions.ancv_said, about_plan, roles=permits.COORDINATOR, may=permits.plan_as(*permits.COORDINATOR)
    ),
    FormKind(MINUTES, minutes.dates_said, roles=permits.COORDINATOR, may=permits.call),
    FormKind(PAST, past_figures.said, roles=permits.COORDINATOR, may=permits.anything),
)
