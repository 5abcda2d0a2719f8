"""Notices about a plan that is cancelled, stands again, or waits for later."""

from dataclasses import dataclass
from typing import Self

from bot.domain.accompanying import Only
from bot.domain.groups import COUNTED
from bot.features.caseload import routes as caseload_routes
from bot.interaction.home import HOME_ROUTE
from bot.notices.kinds import NoticeKind, Telling, leads_to
from bot.notices.views import WithReferent, beneficiary_of
from bot.storage import handovers
from bot.storage.handovers import Handover

_WHERE_IT_STANDS = leads_to("where_is_my_plan", HOME_ROUTE.to())
_PEOPLE = leads_to("my_people", caseload_routes.PEOPLE.to(Only.EVERYBODY, 0))


@dataclass(frozen=True)
class _GiveBack(WithReferent):
    """What was handed over for a plan that ends: it goes back to the referent, unless it did."""

    handed: Handover | None

    @classmethod
    def of(cls, telling: Telling) -> Self:
        return cls(beneficiary_of(telling).referent_name, handovers.of_plan(telling.tx, telling.about.id))


NOTICES = (
    NoticeKind("cancelled", opens=_PEOPLE),
    NoticeKind("cancelled_for_her", opens=_WHERE_IT_STANDS, says=_GiveBack, members=COUNTED),
    NoticeKind("postponed", opens=_PEOPLE),
    NoticeKind("postponed_for_her", opens=_WHERE_IT_STANDS, says=_GiveBack, members=COUNTED),
    NoticeKind("stands_again"),
    NoticeKind("stands_again_for_her", opens=_WHERE_IT_STANDS, members=COUNTED),
)
