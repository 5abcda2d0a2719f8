"""A crowd decides at once: places and money are never exceeded, and the ledger says what the counters say."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.domain.people import Refused, Role
from bot.domain.plans import FRESH, Action, State
from bot.features.administration import admin
from bot.features.committee.worklist import ON_A_PAGE
from bot.features.registry import DISPATCHER
from bot.interaction.plan_routes import Instead, on_plan
from bot.interaction.request import Request, Response, Sender, Tap, reader_of
from bot.plan import transitions
from bot.plan.context import AppContext, Moment
from bot.storage import audit, calls, people, plans, worklist
from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.store import Conflict, Store, Tx, parse
from bot.storage.plans import PlanRow
from conversations.engine.screens import Page
from tests.support.plans import Team, endorsed, sent, team

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CROWD = 50
TRIES = 5
REFERENT, COORDINATOR, COLLEAGUE = 101, 102, 103
"""Chats."""
AID = 190_00
"""What each plan of one person asks: 250 € of costs less 60 € of own share."""

NEW = admin.NewCall(
    model="apv",
    name="Séjours d'été 2027",
    people_by=date(2027, 6, 1),
    closes_at=datetime(2027, 6, 15, 16, tzinfo=UTC),
    stay_from=date(2027, 6, 20),
    stay_until=date(2027, 9, 15),
    places=CROWD,
    envelope=1_000_00,
)


def moment(home: AppContext, code: str = "") -> Moment:
    return Moment(home, MONDAY, code)


def later(home: AppContext) -> Moment:
    """Return a moment when no referent can take an endorsement back any more."""
    return Moment(home, MONDAY + timedelta(minutes=3), "")


async def crowd(store: Store, home: AppContext, new: admin.NewCall, *, committee: bool) -> tuple[Team, list[int]]:
    """Return a team whose members have telephones, and fifty plans that await a decision."""

    def write(tx: Tx) -> tuple[Team, list[int]]:
        found = team(tx, moment(home), new)
        people.change(tx, found.referent, chat_id=REFERENT, language="fr")
        people.change(tx, found.coordinator, chat_id=COORDINATOR, language="fr")
        calls.change(tx, found.call, committee=committee)
        written = endorsed if committee else sent
        return found, [written(tx, moment(home, f"code-{n}"), found, f"P{n}") for n in range(CROWD)]

    return await store.run(write)


async def taps(store: Store, home: AppContext, chat_id: int, verb: str, plan_id: int) -> Response:
    """Tap a button, and again like the bot does when something else was saved at the same moment."""
    plan = await store.read(plans.by_id, plan_id)
    assert plan is not None
    for left in reversed(range(TRIES)):
        try:
            return await store.run(
                DISPATCHER.respond,
                later(home),
                Sender(chat_id, "fr"),
                Tap(DISPATCHER.router.routes["p", verb].to(plan), 1),
            )
        except Conflict:
            if not left:
                raise
    raise AssertionError("unreachable")


def gives_up(tx: Tx, when: Moment, plan_id: int) -> None:
    plan = plans.by_id(tx, plan_id)
    assert plan is not None
    transitions.perform(tx, when, plan, Action.CANCEL, people.by_id(tx, plan.beneficiary_id))


async def states(store: Store, ids: list[int]) -> Counter[State]:
    rows = [await store.read(plans.by_id, plan_id) for plan_id in ids]
    return Counter(row.state for row in rows if row)


async def adds_up(store: Store) -> None:
    assert await store.read(calls.unbalanced) == []
    assert await store.read(audit.verify_all) == []


@pytest.mark.parametrize(
    ("places", "envelope", "won"), [(3, 1_000_00, 3), (CROWD, 1_000_00, 5)], ids=["places run out", "money runs out"]
)
async def test_fifty_grants_on_the_last_places_and_euros(
    store: Store, home: AppContext, places: int, envelope: int, won: int
) -> None:
    new = replace(NEW, places=places, envelope=envelope)
    found, ids = await crowd(store, home, new, committee=True)

    responses = await asyncio.gather(*(taps(store, home, COORDINATOR, "grant", plan_id) for plan_id in ids))

    call = await store.read(calls.by_id, found.call)
    assert (call.taken_places, call.taken_cents) == (won, won * AID)
    assert (call.asked_places, call.asked_cents) == (CROWD - won, (CROWD - won) * AID)
    assert (await states(store, ids))[State.GRANTED] == won
    assert Counter(codes(response) for response in responses)[("nothing_left",)] == CROWD - won
    left = await store.read(worklist.listed, found.network, worklist.Wanted(FRESH), CROWD)
    assert len(left) == CROWD - won
    assert [plan.id for plan in left] == sorted(plan.id for plan in left), "the rest waits in the order of arrival"
    await adds_up(store)


@pytest.mark.parametrize(
    ("places", "envelope"), [(3, 1_000_00), (CROWD, 1_000_00)], ids=["places run out", "money runs out"]
)
async def test_fifty_endorsements_without_a_committee_are_fifty_grants_at_most(
    store: Store, home: AppContext, places: int, envelope: int
) -> None:
    new = replace(NEW, places=places, envelope=envelope)
    found, ids = await crowd(store, home, new, committee=False)

    responses = await asyncio.gather(*(taps(store, home, REFERENT, "endorse", plan_id) for plan_id in ids))

    call = await store.read(calls.by_id, found.call)
    won = (await states(store, ids))[State.GRANTED]
    aid = call.taken_cents // won
    assert call.taken_places == won == min(places, envelope // aid)
    assert call.taken_cents == won * aid <= envelope
    assert (call.asked_places, call.asked_cents) == (0, 0)
    assert Counter(codes(response) for response in responses)[("nothing_left",)] == CROWD - won
    await adds_up(store)


async def test_fifty_plans_ticked_together_are_granted_by_arrival_as_far_as_there_is_money(
    store: Store, home: AppContext
) -> None:
    found, ids = await crowd(store, home, NEW, committee=True)

    for data in ("d:list", *(f"d:tick_page:{n}" for n in range(CROWD // ON_A_PAGE + 1))):
        await store.run(DISPATCHER.respond, later(home), Sender(COORDINATOR, "fr"), Tap(data, 1))
    once, again = await asyncio.gather(*(together(store, home) for _ in range(2)))

    call = await store.read(calls.by_id, found.call)
    assert (call.taken_places, call.taken_cents) == (5, 5 * AID)
    rows = [await store.read(plans.by_id, plan_id) for plan_id in ids]
    assert [row.state for row in rows if row] == [State.GRANTED] * 5 + [State.ENDORSED] * (CROWD - 5)
    assert sorted(len(each) for each in (once, again)) == [0, 5], "tapped twice, granted once"
    await adds_up(store)


async def together(store: Store, home: AppContext) -> list[object]:
    """Tap "grant the ticked ones"; returns what was granted."""
    response = await store.run(DISPATCHER.respond, later(home), Sender(COORDINATOR, "fr"), Tap("d:grant_ticked", 1))
    screen = response.screens[0]
    assert isinstance(screen, Page)
    return list(screen.values["granted"])


async def test_of_two_deciders_one_wins_and_the_other_learns_who_and_what(store: Store, home: AppContext) -> None:
    claire, denise, plan_id = await store.run(two_deciders, moment(home, "code"))

    granting, waiting = await asyncio.gather(
        taps(store, home, COORDINATOR, "grant", plan_id), taps(store, home, COLLEAGUE, "wait", plan_id)
    )

    plan = await store.read(plans.by_id, plan_id)
    assert plan is not None
    granted = plan.state is State.GRANTED
    assert plan.decided_by == (claire if granted else denise)
    winner, loser = (granting, waiting) if granted else (waiting, granting)
    assert winner.toast is None
    assert loser.toast is not None
    assert loser.toast.code == "changed_since"
    told = next(note for screen in loser.screens for note in screen.notes if note.code == "decided_by")
    assert told.values["who"] == ("Claire" if granted else "Denise")
    assert told.values["state"] == plan.state.value
    await adds_up(store)


async def test_who_is_overtaken_in_the_middle_of_an_act_reads_that_the_plan_has_changed(
    postgres_url: str, cipher: Cipher, home: AppContext
) -> None:
    store = await Store.open(postgres_url, cipher)
    *_, plan_id = await store.run(two_deciders, moment(home, "code"))
    engine = sa.create_engine(parse(postgres_url).set(drivername="postgresql+psycopg"))
    route = on_plan("overtaken", Role.COORDINATOR)

    @route.on
    def act(_tx: Tx, _request: Request, plan: PlanRow) -> Page:
        with engine.begin() as colleague:
            colleague.execute(plans.plans.update().where(plans.plans.c.id == plan.id).values(version=plan.version + 1))
        raise Refused("not_now")

    def tapped(tx: Tx) -> str:
        person = people.by_chat(tx, COORDINATOR)
        assert person is not None
        request = Request(later(home), person, reader_of(person, home))
        plan = plans.by_id(tx, plan_id)
        assert plan is not None
        with pytest.raises(Instead) as caught:
            route.follow(tx, request, route.to(plan).split(":")[2:])
        return caught.value.code

    assert await store.run(tapped) == "changed_since"
    engine.dispose()
    await store.close()


def two_deciders(tx: Tx, moment: Moment) -> tuple[int, int, int]:
    found = team(tx, moment, NEW)
    denise = admin.add_member(tx, moment, found.network, None, Role.COORDINATOR, "Denise")
    people.change(tx, found.coordinator, chat_id=COORDINATOR, language="fr")
    people.change(tx, denise, chat_id=COLLEAGUE, language="fr")
    return found.coordinator, denise, endorsed(tx, moment, found, "Awa")


def codes(response: Response) -> tuple[str, ...]:
    """Return what was refused, told on the screen itself."""
    return tuple(note.code for screen in response.screens for note in screen.notes)


async def test_what_a_cancelled_plan_held_is_given_back_once_however_many_processes_look(
    store: Store, home: AppContext
) -> None:
    found, ids = await crowd(store, home, NEW, committee=True)
    await store.run(transitions.tick, later(home))
    given_up = ids[:5]
    await asyncio.gather(*(taps(store, home, COORDINATOR, "grant", plan_id) for plan_id in given_up))
    for plan_id in given_up:
        await store.run(gives_up, later(home), plan_id)
    assert (await store.read(calls.by_id, found.call)).taken_cents == 5 * AID, "held for three working days"

    next_week = Moment(home, MONDAY + timedelta(days=7), "")
    await asyncio.gather(*(store.run(transitions.tick, next_week) for _ in range(8)))

    call = await store.read(calls.by_id, found.call)
    assert (call.taken_places, call.taken_cents) == (0, 0)
    await adds_up(store)
