"""Notices about answers that a referent wrote down together with the beneficiary."""

from bot.domain.notices import TO_CONFIRM, Audience
from bot.domain.plans import State
from bot.features.my_plan import routes as plan_routes
from bot.notices.kinds import NoticeKind, leads_to
from bot.notices.views import WithReferent

NOTICES = (
    NoticeKind(
        TO_CONFIRM,
        to=Audience.BENEFICIARY,
        while_in=frozenset({State.DRAFT, State.TO_COMPLETE}),
        opens=leads_to("recap", plan_routes.RECAP.to()),
        says=WithReferent,
    ),
)
