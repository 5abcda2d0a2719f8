"""Buttons that hang in chats already, of groups, of the time after a grant and of handovers: new ones say the same."""

from datetime import date

import pytest

from bot.domain.ids import JoinAskId, MemberId, PersonId, PlanId
from bot.features.departure import routes as departure
from bot.features.groups import routes as groups
from bot.features.handovers import routes as handovers
from bot.features.registry import DISPATCHER
from tests.rendering.samples import PLAN_ROW

PLAN, MEMBER = PlanId(36), MemberId(71)
SAID = [
    (groups.NEW_GROUP.to(), "r:group_new"),
    (groups.GROUP.to(PLAN), "r:group:10"),
    (groups.PICK.to(PLAN, 0), "r:group_pick:10"),
    (groups.PICK.to(PLAN, 2), "r:group_pick:10:2"),
    (groups.TICK.to(PLAN, PersonId(37), 1), "r:group_tick:10:11:1"),
    (groups.HOUSEHOLDS.to(PLAN, 11), "r:group_list:10:b"),
    (groups.HOUSEHOLD.to(MEMBER), "r:group_one:1z"),
    (groups.TAKE_OUT.to(MEMBER, ""), "r:group_out:1z"),
    (groups.TAKE_OUT.to(MEMBER, groups.SURELY), "r:group_out:1z:surely"),
    (groups.RENEW_LINK.to(PLAN), "r:group_link_new:10"),
    (groups.ASKING.to(PLAN, 0), "r:group_asks:10"),
    (groups.ACCEPT.to(JoinAskId(5)), "r:group_accept:5"),
    (groups.SEE.to(MEMBER), "g:group:see:1z"),
    (groups.ASK_LEAVE.to(MEMBER), "g:group:no:1z"),
    (departure.OWN_LIST.to(), "g:checklist"),
    (departure.ALL_WELL.to(), "g:well:yes"),
    (departure.NOT_WELL.to(), "g:well:no"),
    (departure.LIST.to(PLAN, ""), "b:list:10"),
    (departure.LIST.to(PLAN, "home"), "b:list:10:home"),
    (departure.UNTICK.to(PLAN, "identity"), "b:untick:10:identity"),
    (departure.BEGIN_CHANGE.to(PLAN, "dates"), "b:change:10:dates"),
    (departure.CAME_HOME.to(PLAN, date(2027, 7, 14)), "b:home_early:10:fv4g"),
    (departure.NEXT_CHANGE.to(), "r:changes"),
    (departure.AGREE_TO_CHANGE.to(PLAN_ROW), "p:change_yes:16:3"),
    (handovers.HAND.to(PLAN_ROW), "p:hand:16:3"),
]


@pytest.mark.parametrize(("data", "said"), SAID, ids=[said for _, said in SAID])
def test_a_button_says_what_it_always_said(data: str, said: str) -> None:
    assert data == said


@pytest.mark.parametrize("said", [said for _, said in SAID])
def test_it_leads_somewhere(said: str) -> None:
    route, _ = DISPATCHER.router.find(said)
    assert route.handler is not None
