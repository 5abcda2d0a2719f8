"""Notices about what the committee decides, and about what it has to decide."""

from bot.domain.accompanying import Only
from bot.domain.groups import COUNTED
from bot.domain.notices import FREED, Audience
from bot.domain.plans import State
from bot.features.caseload import routes as caseload_routes
from bot.features.committee import routes
from bot.features.menu import routes as menu_routes
from bot.features.my_plan.next_steps import to_leave
from bot.features.reviews import routes as review_routes
from bot.interaction.home import HOME_ROUTE
from bot.notices.kinds import CountedAs, NoticeKind, Telling, leads_to
from conversations.engine.keyboard import Button, Rows, Word, column

_WHERE_IT_STANDS = leads_to("where_is_my_plan", HOME_ROUTE.to())


def _offer(telling: Telling) -> Rows:
    plan = telling.about
    return column(
        Button(Word("accept_offer"), routes.ACCEPT.to(plan), style="success"),
        Button(Word("change_offered"), routes.REWORK.to(plan)),
        Button(Word("let_go"), routes.LET_GO.to(plan)),
        Button(Word("help"), menu_routes.HELP.to()),
    )


def _freed(telling: Telling) -> Rows:
    return column(Button(Word("open"), routes.FREED.to(telling.about.call_id), style="primary"))


NOTICES = (
    NoticeKind("to_decide", opens=leads_to("open", routes.TO_DECIDE.to(None)), counted_as=CountedAs.TO_DECIDE),
    NoticeKind("point_asked", opens=leads_to("open", review_routes.NEXT.to())),
    NoticeKind("granted", opens=lambda _telling: column(*to_leave(calendar=True)), members=COUNTED),
    NoticeKind("granted_referent", opens=leads_to("my_people", caseload_routes.PEOPLE.to(Only.EVERYBODY, 0))),
    NoticeKind("offered", opens=_offer, members=COUNTED),
    NoticeKind("offered_referent"),
    NoticeKind("waiting", opens=_WHERE_IT_STANDS, members=COUNTED),
    NoticeKind("waiting_referent"),
    NoticeKind("declined", opens=leads_to("help", menu_routes.HELP.to()), members=COUNTED),
    NoticeKind("declined_referent"),
    NoticeKind("offer_left"),
    NoticeKind("offer_let_go", opens=_WHERE_IT_STANDS, members=COUNTED),
    NoticeKind("offer_expired", opens=_WHERE_IT_STANDS, members=COUNTED),
    NoticeKind(FREED, to=Audience.COORDINATORS, while_in=frozenset({State.WAITING}), opens=_freed),
)
