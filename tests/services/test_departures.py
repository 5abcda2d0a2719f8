"""After a grant, without a telephone: stays begin and end by the clock, and a change gives back and never takes."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.domain.people import Refused
from bot.domain.plans import Action, State
from bot.features.departure import changing, checklist
from bot.features.my_plan import pages as my_plan
from bot.interaction.request import Request
from bot.plan import access, transitions
from bot.plan import facts as plan_facts
from bot.plan.context import AppContext, Moment
from bot.rendering.renderer import Reader
from bot.storage import audit, calls, departures, people, plans
from bot.storage.kernel.store import Conflict, Store, Tx
from bot.storage.plans import PlanRow
from conversations.engine.dates import Span
from conversations.engine.screens import Page
from tests.support.plans import Team, does, endorsed, next_summer, team

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ALONE = {"adults": {"v": 1}, "children": {"v": []}}
CHEAPER = {"lodging_price": {"v": 100_00}}
DEARER = {"lodging_price": {"v": 1_000_00}}


def at(home: AppContext, moment: str) -> Moment:
    """Return a moment, in UTC."""
    return Moment(home, datetime.fromisoformat(moment).replace(tzinfo=UTC), "")


async def begun(store: Store, home: AppContext, *actions: Action) -> tuple[Team, int]:
    """Begin a plan of an adult and two children that was endorsed, and do these other acts to it."""

    def made(tx: Tx) -> tuple[Team, int]:
        moment = Moment(home, MONDAY, "code")
        found = team(tx, moment, replace(next_summer(MONDAY), places=10, envelope=5_000_00))
        plan_id = endorsed(tx, moment, found, "Awa", 1, (6, 8))
        later = Moment(home, MONDAY.replace(minute=10), "")
        transitions.tick(tx, later)
        for action in actions:
            actor = found.coordinator if action is Action.GRANT else found.referent
            cents = {"granted_cents": access.need(tx, plan_id).aid_cents} if action is Action.GRANT else {}
            does(tx, later, plan_id, action, actor, **cents)
        return found, plan_id

    return await store.run(made)


async def plan_of(store: Store, plan_id: int) -> PlanRow:
    return await store.read(access.need, plan_id)


async def agrees(store: Store, home: AppContext, found: Team, plan_id: int, change: dict[str, Any]) -> PlanRow:
    """Ask for the change, and agree to it as the referent."""

    def agreed(tx: Tx) -> PlanRow:
        departures.save(tx, departures.of_plan(tx, plan_id), change=change, change_asked_at=MONDAY)
        request = Request(at(home, "2026-12-01T09:00"), people.by_id(tx, found.referent), Reader())
        changing.agree(tx, request, access.need(tx, plan_id))
        return access.need(tx, plan_id)

    return await store.run(agreed)


async def taken(store: Store, found: Team) -> tuple[int, int]:
    call = await store.read(calls.by_id, found.call)
    assert await store.read(calls.unbalanced) == []
    assert await store.read(audit.verify_all) == []
    return call.taken_places, call.taken_cents


@pytest.mark.parametrize("actions", [(Action.GRANT,), (Action.GRANT, Action.HAND_OVER)])
async def test_a_stay_begins_and_ends_at_the_midnights_of_its_network_handed_over_or_not(
    store: Store, home: AppContext, actions: tuple[Action, ...]
) -> None:
    _, plan_id = await begun(store, home, *actions)
    told = []
    for moment in ("2027-07-09T21:59", "2027-07-09T22:00", "2027-07-17T21:59", "2027-07-17T22:00"):
        await store.run(transitions.tick, at(home, moment))
        told.append((await plan_of(store, plan_id)).state)
    assert told[1:] == [State.AWAY, State.AWAY, State.BACK]
    assert told[0] in {State.GRANTED, State.HANDED_OVER}


async def test_a_bot_that_was_stopped_finds_who_left_and_came_home_meanwhile(store: Store, home: AppContext) -> None:
    _, plan_id = await begun(store, home, Action.GRANT)
    await store.run(transitions.tick, at(home, "2027-08-01T09:00"))
    assert (await plan_of(store, plan_id)).state is State.BACK


async def test_what_is_needed_no_more_goes_back_and_more_is_never_taken(store: Store, home: AppContext) -> None:
    found, plan_id = await begun(store, home, Action.GRANT)
    assert await taken(store, found) == (3, 600_00)
    plan = await agrees(store, home, found, plan_id, DEARER)
    assert (plan.state, plan.granted_cents, plan.aid_cents) == (State.GRANTED, 600_00, 1_160_00)
    plan = await agrees(store, home, found, plan_id, {**ALONE, **CHEAPER})
    assert (plan.people, plan.children, plan.granted_cents) == (1, 0, 440_00)
    assert await taken(store, found) == (1, 440_00)


async def test_more_people_need_places_that_are_left(store: Store, home: AppContext) -> None:
    found, plan_id = await begun(store, home, Action.GRANT)
    await agrees(store, home, found, plan_id, {"adults": {"v": 8}})
    assert await taken(store, found) == (10, 600_00)
    with pytest.raises(Refused) as refused:
        await agrees(store, home, found, plan_id, {"adults": {"v": 9}})
    assert refused.value.code == "nothing_left"
    assert await taken(store, found) == (10, 600_00)


async def test_what_the_committee_has_not_decided_is_asked_for_anew_and_keeps_its_rank(
    store: Store, home: AppContext
) -> None:
    found, plan_id = await begun(store, home)
    before = await plan_of(store, plan_id)
    after = await agrees(store, home, found, plan_id, CHEAPER)
    assert (after.state, after.granted_cents, after.rank_at) == (State.IN_COMMITTEE, None, before.rank_at)
    call = await store.read(calls.by_id, found.call)
    assert (call.asked_places, call.asked_cents) == (3, after.aid_cents)
    assert (after.aid_cents or 0) < (before.aid_cents or 0)


async def test_a_stay_that_a_confirmed_rule_refuses_is_not_agreed_to(store: Store, home: AppContext) -> None:
    found, plan_id = await begun(store, home, Action.GRANT)
    await store.run(lambda tx: calls.change(tx, found.call, confirmed=["nights"]))
    two_nights = plan_facts.STEPS["dates"].widget.dump(Span(date(2027, 7, 10), date(2027, 7, 12)))
    with pytest.raises(Refused) as refused:
        await agrees(store, home, found, plan_id, {"dates": {"v": two_nights}})
    assert refused.value.code == "rule_refuses"
    assert (await plan_of(store, plan_id)).homecoming == date(2027, 7, 17)


async def test_two_who_agree_at_once_agree_once(store: Store, home: AppContext) -> None:
    found, plan_id = await begun(store, home, Action.GRANT)
    answers = await asyncio.gather(
        *(agrees(store, home, found, plan_id, CHEAPER) for _ in range(3)), return_exceptions=True
    )
    assert all(isinstance(answer, PlanRow | Refused | Conflict) for answer in answers)
    places, cents = await taken(store, found)
    assert (places, cents) == (3, (await plan_of(store, plan_id)).granted_cents)


async def test_a_room_that_is_kept_only_after_the_grant_is_read_as_soon_as_it_is_ticked(
    store: Store, home: AppContext
) -> None:
    found, plan_id = await begun(store, home, Action.GRANT)

    def ticked(tx: Tx) -> list[bool]:
        plan = access.need(tx, plan_id)
        answers = {**plan.answers, "place_kept": {"v": "not_yet"}, "formalities": {"v": ["employment_office"]}}
        plans.save(tx, plan, MONDAY, answers=answers)
        moment = at(home, "2026-12-01T09:00")
        awa, lina = (
            Request(moment, people.by_id(tx, each), Reader()) for each in (plan.beneficiary_id, found.referent)
        )
        shown = checklist.opened(tx, lina, access.need(tx, plan_id), "home")
        assert isinstance(shown, Page)
        assert shown.values["first"] == ("place_kept", date(2027, 6, 25), False), "what is due first, on every part"
        read = [my_plan.standing(tx, awa, access.need(tx, plan_id)).values["place_kept"]]
        checklist.tick(tx, lina, access.need(tx, plan_id), "place_kept")
        return [*read, my_plan.standing(tx, awa, access.need(tx, plan_id)).values["place_kept"]]

    assert await store.run(ticked) == [False, True]
