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

_WHERE_IT_STANDS = leads_to("where_is_my_plan", HOME_ROUTE.to())
_PEOPLE = leads_to("my_people", caseload_routes.PEOPLE.to(Only.EVERYBODY, 0))


@dataclass(frozen=True)
class _GiveBack(WithReferent):
    """What was handed over for a plan that ends: it goes back to the referent, unless it did. In cents."""

    give_back: int
    in_vouchers: bool

    @classmethod
    def of(cls, telling: Telling) -> Self:
        plan = telling.about
        held = handovers.of_plan(telling.tx, plan.id)
        back = held.theirs_to_give_back(plan.state, plan.granted_cents) if held is not None else 0
        return cls(beneficiary_of(telling).referent_name, back, held is None or held.in_vouchers)


NOTICES = (
    NoticeKind("cancelled", opens=_PEOPLE),
    NoticeKind("cancelled_for_her", opens=_WHERE_IT_STANDS, says=_GiveBack, members=COUNTED),
    NoticeKind("postponed", opens=_PEOPLE),
    NoticeKind("postponed_for_her", opens=_WHERE_IT_STANDS, says=_GiveBack, members=COUNTED),
    NoticeKind("kept_for_next", opens=_WHERE_IT_STANDS, members=COUNTED),
    NoticeKind("stands_again"),
    NoticeKind("stands_again_for_her", opens=_WHERE_IT_STANDS, members=COUNTED),
)
