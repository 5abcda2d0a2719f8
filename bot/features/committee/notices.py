"""Notices about what the committee decides, and about what it has to decide."""

from bot.domain.groups import COUNTED
from bot.domain.notices import FREED, Audience
from bot.domain.plans import State
from bot.features.my_plan.next_steps import to_leave
from bot.features.my_plan.pages import act
from bot.interaction.home import HOME_ROUTE
from bot.interaction.routes import encode_id
from bot.notices.kinds import CountedAs, NoticeKind, Telling, leads_to
from conversations.engine.keyboard import Button, Rows, Word, column

_WHERE_IT_STANDS = leads_to("where_is_my_plan", HOME_ROUTE.to())


def _offer(telling: Telling) -> Rows:
    plan = telling.about
    return column(
        Button(Word("accept_offer"), act(plan, "accept"), style="success"),
        Button(Word("change_offered"), act(plan, "rework")),
        Button(Word("let_go"), act(plan, "let_go")),
        Button(Word("help"), "g:help"),
    )


def _freed(telling: Telling) -> Rows:
    return column(Button(Word("open"), f"d:freed:{encode_id(telling.about.call_id)}", style="primary"))


NOTICES = (
    NoticeKind("to_decide", opens=leads_to("open", "d:list"), counted_as=CountedAs.TO_DECIDE),
    NoticeKind("point_asked", opens=leads_to("open", "r:next")),
    NoticeKind("granted", opens=lambda _telling: column(*to_leave(calendar=True)), members=COUNTED),
    NoticeKind("granted_referent", opens=leads_to("my_people", "r:people")),
    NoticeKind("offered", opens=_offer, members=COUNTED),
    NoticeKind("offered_referent"),
    NoticeKind("waiting", opens=_WHERE_IT_STANDS, members=COUNTED),
    NoticeKind("waiting_referent"),
    NoticeKind("declined", opens=leads_to("help", "g:help"), members=COUNTED),
    NoticeKind("declined_referent"),
    NoticeKind("offer_left"),
    NoticeKind("offer_let_go", opens=_WHERE_IT_STANDS, members=COUNTED),
    NoticeKind("offer_expired", opens=_WHERE_IT_STANDS, members=COUNTED),
    NoticeKind(FREED, to=Audience.COORDINATORS, while_in=frozenset({State.WAITING}), opens=_freed),
)
