"""Reminders under any weather: whatever people do and however the clock jumps, what arrives is right.

Each key once, nothing in quiet hours, nothing that has lost its reason, never two a day; two processes tick and deliver
at the same time. What is right is worked out here from what was told and from the plans as they stood then.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.groups import Part, Together
from bot.domain.people import Contact, OrganisationKind, Refused, Role, Writing
from bot.domain.plans import Action, State
from bot.features.administration import admin
from bot.features.reminders import message
from bot.jobs import remind
from bot.notices import delivery
from bot.plan import access, transitions
from bot.plan.context import AppContext, Moment
from bot.storage import groups, outbox, people, plans, reminders
from bot.storage.changes import PersonChanges
from bot.storage.kernel.store import Conflict, Store, Tx
from bot.storage.outbox import Row
from bot.storage.plans import PlanRow
from conversations.group import dumped
from tests.services.conftest import ONE_HOUSE, Opens
from tests.support.plans import Team, does, endorsed, next_summer

BEGIN = datetime(2027, 6, 20, 7, 0, tzinfo=UTC)
"""A Sunday, three weeks before everybody leaves."""
DEPARTURE = date(2027, 7, 10)

PLACES = {
    "93": ZoneInfo("Europe/Paris"),
    "974": ZoneInfo("Indian/Reunion"),
    "971": ZoneInfo("America/Guadeloupe"),
}
"""Departments of three organisations, and the clock of each."""

STILL_RIGHT = {
    "leaving_soon": ({State.GRANTED, State.HANDED_OVER}, range(8, 17)),
    "leaving_week": ({State.GRANTED, State.HANDED_OVER}, range(2, 9)),
    "leaving_tomorrow": ({State.GRANTED, State.HANDED_OVER}, range(1, 4)),
    "welcome_back": ({State.BACK, State.REPORTED}, range(-17, -9)),
    "tell_the_stay": ({State.BACK, State.REPORTED}, range(-52, -21)),
}
"""What each may be told of: where the plan stands, and how many days are left to a stay of seven nights; a day may come
on top of it where a Sunday lies between."""

Told: TypeAlias = list[tuple[float, int, list[tuple[str, int]]]]

passing = st.sampled_from([0, 1, 5, 12, 24, 24, 24, 50, 24 * 5, -1, -30])
acts = st.tuples(
    st.sampled_from(
        ["writes", "leaves_later", "cancels", "stops", "blocks", "unblocks", "not_today", "hands_over", "taps"]
    ),
    st.integers(0, 3),
)
story = st.lists(st.tuples(passing, st.integers(0, 2), st.lists(acts, max_size=2)), min_size=5, max_size=25)
"""Hours pass, or the clock is put back; so many processes look at the clock table; people do something."""


@dataclass(frozen=True)
class Arrived:
    """One message of the day: to whom, when, and of each reminder in it the plan as it stood."""

    message: int
    person: int
    zone: ZoneInfo
    at: datetime
    kinds: tuple[tuple[str, int, date, State, date | None], ...]


@dataclass
class World:
    """Three people in three places, two of whom also go with a group, and all that arrived."""

    store: Store
    home: AppContext
    now: datetime = BEGIN
    ids: list[tuple[int, int, ZoneInfo]] = field(default_factory=list)
    """Plan, person and clock of each."""
    group: int = 0
    """The plan of the group."""
    arrived: list[Arrived] = field(default_factory=list)
    put_off: Counter[tuple[int, int, str]] = field(default_factory=Counter)
    referent: int = 0

    @property
    def moment(self) -> Moment:
        return Moment(self.home, self.now, "")

    async def looks(self, owner: str) -> None:
        """Look as one process does: the clock table, then what is due."""
        await self.store.run(transitions.tick, self.moment)
        await remind(self.store, self.moment)
        while claimed := await self.store.run(outbox.claim, owner, self.now, 5):
            for row in claimed:
                found = await self.store.run(delivered, self.moment, row)
                self.arrived += [replace(each, zone=self._zone(each.person)) for each in found]

    def _zone(self, person: int) -> ZoneInfo:
        return next(zone for _, mine, zone in self.ids if mine == person)


def delivered(tx: Tx, moment: Moment, row: Row) -> list[Arrived]:
    """Deliver a row as delivery does it: made at the last moment, then sent."""
    ready = delivery.prepare(tx, moment, row)
    if ready is None:
        return []
    outbox.sent(tx, row.id, None)
    if row.kind != "reminder":
        return []
    told = []
    for each in message.leading(tx, row):
        plan = access.need(tx, each.plan_id)
        told.append((each.kind, each.plan_id, each.anchor, plan.state, plan.departure))
    return [Arrived(row.id, row.recipient_id, ZoneInfo("UTC"), moment.now, tuple(told))]


def founded(tx: Tx, moment: Moment) -> tuple[int, list[tuple[int, int]], int]:
    """Found three granted plans, one a place, of people who may be written to, and a group's, of two of them."""
    network = admin.only_or_new(tx, "Réseau des Tilleuls")
    made: list[tuple[int, int]] = []
    coordinator = admin.add_member(tx, moment, network, None, Role.COORDINATOR, "Claire")
    call = admin.open_call(tx, moment, network, next_summer(moment.now))
    referent, there = 0, moment
    for number, department in enumerate(PLACES):
        house = admin.add_organisation(tx, network, f"Maison {number}", OrganisationKind.RESIDENCE, department)
        referent = admin.add_member(tx, moment, network, house, Role.REFERENT, "Lina")
        team = Team(network, house, referent, coordinator, call)
        there = replace(moment, code=f"code-{number}")
        plan = granted(tx, there, team, f"P{number}")
        known: PersonChanges = {"chat_id": 1000 + number, "contact": Contact.NORMAL, "writing": Writing.YES}
        people.change(tx, plan.beneficiary_id, **known)
        made.append((plan.id, plan.beneficiary_id))
    group = granted(tx, replace(there, code="code-group"), team, "Atelier")
    plans.save(tx, group, moment.now, households=dumped(Together(households=2, adults=2)))
    for _, person in made[:2]:
        groups.add(tx, group.id, person, Part.CONFIRMED, moment.now)
    return referent, made, group.id


def granted(tx: Tx, moment: Moment, team: Team, name: str) -> PlanRow:
    """Return a plan as the committee leaves it."""
    plan = access.need(tx, endorsed(tx, moment, team, name))
    later = replace(moment, now=moment.now + timedelta(minutes=3))
    return does(tx, later, plan.id, Action.GRANT, team.coordinator, granted_cents=plan.aid_cents)


async def plays(world: World, told: Told) -> None:
    """Play the story, and look after each step at what arrived."""
    half_a_year_before = replace(world.moment, now=BEGIN - timedelta(days=200))
    world.referent, made, world.group = await world.store.run(founded, half_a_year_before)
    world.ids = [(*each, zone) for each, zone in zip(made, PLACES.values(), strict=True)]
    for hours, processes, done in told:
        world.now += timedelta(hours=hours)
        for what, who in done:
            plan, person, _ = world.ids[who % len(world.ids)]
            await acted(world, what, plan if who < len(world.ids) else world.group, person)
        await asyncio.gather(*(world.looks(f"process {number}") for number in range(processes)))
        is_right(world)


async def acted(world: World, what: str, plan_id: int, person: int) -> None:
    """Act as a person; a refusal is an answer too."""
    last = next((each for each in reversed(world.arrived) if each.person == person), None)
    try:
        await world.store.run(does_it, world.moment, what, plan_id, person, last.message if last else 0)
    except (Refused, Conflict):
        return
    if what == "not_today" and last is not None:
        world.put_off.update((person, plan, kind) for kind, plan, *_ in last.kinds)


def does_it(tx: Tx, moment: Moment, what: str, plan_id: int, person: int, last: int) -> None:
    ACTS[what](tx, moment, access.need(tx, plan_id), person, last)


def writes(tx: Tx, moment: Moment, plan: PlanRow, _person: int, _message: int) -> None:
    plans.save_answers(tx, plan, plan.answers, plan.reopened, moment.now)


def leaves_later(tx: Tx, moment: Moment, plan: PlanRow, _person: int, _message: int) -> None:
    day = timedelta(days=1)
    if plan.departure is not None and plan.homecoming is not None:
        plans.save(tx, plan, moment.now, departure=plan.departure + day, homecoming=plan.homecoming + day)


def cancels(tx: Tx, moment: Moment, plan: PlanRow, person: int, _message: int) -> None:
    does(tx, moment, plan.id, Action.CANCEL, person)


def hands_over(tx: Tx, moment: Moment, plan: PlanRow, person: int, _message: int) -> None:
    does(tx, moment, plan.id, Action.HAND_OVER, people.by_id(tx, person).referent_id)


def stops(tx: Tx, moment: Moment, plan: PlanRow, person: int, _message: int) -> None:
    reminders.stop(tx, person, plan.id, moment.now)


def blocks(tx: Tx, moment: Moment, _plan: PlanRow, person: int, _message: int) -> None:
    people.change(tx, person, blocked_at=moment.now)


def unblocks(tx: Tx, _scene: Moment, _plan: PlanRow, person: int, _message: int) -> None:
    people.change(tx, person, blocked_at=None)


def taps(tx: Tx, moment: Moment, _plan: PlanRow, person: int, _message: int) -> None:
    people.change(tx, person, last_seen=moment.now)


def not_today(tx: Tx, moment: Moment, _plan: PlanRow, person: int, last: int) -> None:
    for each in reminders.in_message(tx, last):
        message.put_off(tx, moment, people.by_id(tx, person), each, moment.today + timedelta(days=1))


ACTS: dict[str, Callable[[Tx, Moment, PlanRow, int, int], None]] = {
    each.__name__: each
    for each in (writes, leaves_later, cancels, stops, blocks, unblocks, not_today, hands_over, taps)
}


def is_right(world: World) -> None:
    """Check all that the module's first lines say."""
    days = Counter((each.person, each.at.astimezone(each.zone).date()) for each in world.arrived)
    assert max(days.values(), default=1) == 1, "two messages on one day"
    keys = Counter((each.person, plan, kind, on) for each in world.arrived for kind, plan, on, _, _ in each.kinds)
    for (person, plan, kind, _anchor), times in keys.items():
        assert times <= 1 + world.put_off[person, plan, kind], f"{kind} came {times} times"
    for each in world.arrived:
        here = each.at.astimezone(each.zone)
        assert 9 <= here.hour < 20, here
        assert here.weekday() < 6, here
        for kind, _, anchor, state, departure in each.kinds:
            states, left = STILL_RIGHT[kind]
            assert state in states
            assert departure is not None
            assert (departure - here.date()).days in left, (kind, here, departure)
            assert anchor in {departure, departure + timedelta(days=7)}


async def played(opens: Opens, home: AppContext, told: Told) -> None:
    async with opens() as store:
        await plays(World(store, home), told)


A_PLAIN_MONTH: Told = [(7, 1, []) for _ in range(200)]
PUT_OFF_AND_BACK: Told = [
    *((24, 2, []) for _ in range(6)), (0, 0, [("not_today", 0)]), (-30, 2, []), (24, 0, [("leaves_later", 1)]),
    *((24, 2, []) for _ in range(20)),
]  # fmt: skip


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=ONE_HOUSE)
@given(told=story)
@example(told=A_PLAIN_MONTH)
@example(told=PUT_OFF_AND_BACK)
def test_any_day_on_sqlite(told: Told, on_sqlite: Opens, home: AppContext) -> None:
    asyncio.run(played(on_sqlite, home, told))


@pytest.mark.slow
@settings(max_examples=5, deadline=None, suppress_health_check=ONE_HOUSE)
@given(told=story)
@example(told=PUT_OFF_AND_BACK)
def test_any_day_on_postgresql(told: Told, on_postgres: Opens, home: AppContext) -> None:
    asyncio.run(played(on_postgres, home, told))


def test_a_plain_month_brings_each_once(on_sqlite: Opens, home: AppContext) -> None:
    """Check silence too: all five come to each of the three, and of the group to its two members.

    Of a day on which both plans have something to say there is one message.
    """

    async def month() -> World:
        async with on_sqlite() as store:
            world = World(store, home)
            await plays(world, A_PLAIN_MONTH)
            return world

    world = asyncio.run(month())
    came = Counter(kind for each in world.arrived for kind, *_ in each.kinds)
    assert came == dict.fromkeys(STILL_RIGHT, 5)
    assert len(world.arrived) == 3 * len(STILL_RIGHT)
