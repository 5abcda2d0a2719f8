"""Notices about a plan that is cancelled, stands again, or waits for later."""

from bot.domain.accompanying import Only
from bot.domain.groups import COUNTED
from bot.features.caseload import routes as caseload_routes
from bot.interaction.home import HOME_ROUTE
from bot.notices.kinds import NoticeKind, leads_to
from bot.notices.values import handed

_WHERE_IT_STANDS = leads_to("where_is_my_plan", HOME_ROUTE.to())
_PEOPLE = leads_to("my_people", caseload_routes.PEOPLE.to(Only.EVERYBODY, 0))

NOTICES = (
    NoticeKind("cancelled", opens=_PEOPLE),
    NoticeKind("cancelled_for_her", opens=_WHERE_IT_STANDS, values=handed, members=COUNTED),
    NoticeKind("postponed", opens=_PEOPLE),
    NoticeKind("postponed_for_her", opens=_WHERE_IT_STANDS, values=handed, members=COUNTED),
    NoticeKind("stands_again"),
    NoticeKind("stands_again_for_her", opens=_WHERE_IT_STANDS, members=COUNTED),
)
