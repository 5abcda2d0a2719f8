"""Whatever members and those who decide do to a group, in whatever order: the plan is what its households sum up to.

Both databases; sums, places and money are worked out again here from the members alone.
"""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.groups import COUNTED, Household, Part, together
from bot.domain.money import Cents
from bot.domain.people import PRIVACY_NOTICE, Contact, Refused, Role
from bot.domain.plans import CHANGEABLE, TAKING, Action
from bot.features.groups import member as joining
from bot.features.groups import roll, routes
from bot.features.groups.seats import own_seat, seat_for_referent
from bot.interaction.request import Request
from bot.plan import access, drafts
from bot.plan import facts as plan_facts
from bot.plan.context import AppContext, Moment
from bot.rendering.renderer import Reader
from bot.storage import audit, calls, groups, people, plans
from bot.storage.kernel.store import Conflict, Store, Tx
from bot.storage.plans import PlanRow
from conversations import group
from conversations.engine import flow
from conversations.engine.answers import Given
from tests.services.conftest import ONE_HOUSE, Opens
from tests.support.plans import Team, answers, does, next_summer, team

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FAMILIES = ((1, (6, 8), 60_00), (2, (), 90_00), (1, (3,), None), (1, (), 0))
"""Adults, ages of children and share in cents of each household; eight people in all."""

DECIDED: dict[str, tuple[Action, str, dict[str, Any]]] = {
    "send": (Action.SEND, "referent", {}),
    "send_again": (Action.SEND_AGAIN, "referent", {}),
    "endorse": (Action.ENDORSE, "referent", {}),
    "undo_endorsement": (Action.UNDO_ENDORSEMENT, "referent", {"granted_cents": None}),
    "grant": (Action.GRANT, "coordinator", {"granted_cents": 300_00}),
    "offer": (Action.OFFER, "coordinator", {"granted_cents": 100_00}),
    "wait": (Action.PUT_ON_WAITING_LIST, "coordinator", {}),
    "ask_referent": (Action.ASK_REFERENT, "coordinator", {}),
    "accept": (Action.ACCEPT_OFFER, "referent", {}),
    "change": (Action.CHANGE_OFFERED, "referent", {"granted_cents": None}),
    "postpone": (Action.POSTPONE, "referent", {"granted_cents": None}),
    "resume": (Action.RESUME, "referent", {}),
    "cancel": (Action.CANCEL, "referent", {}),
    "undo_cancellation": (Action.UNDO_CANCELLATION, "referent", {}),
}
Told: TypeAlias = list[tuple[int, list[tuple[str, int]]]]

OF_MEMBERS = ("yes", "no", "stay", "yes_beside", "out", "back")

act = st.tuples(st.sampled_from(sorted({*DECIDED, *OF_MEMBERS})), st.integers(0, len(FAMILIES) - 1))
moment = st.lists(act, min_size=1, max_size=3)
story = st.lists(st.tuples(st.sampled_from([0, 1, 3]), moment), min_size=1, max_size=12)
"""So many minutes pass, then up to three people act at once."""

ROAD: Told = [(0, [("yes", 0), ("yes", 1)]), (0, [("send", 0)]), (0, [("endorse", 0)]), (3, [("grant", 0)])]
"""The straight road of a group of two households."""


async def tells(store: Store, home: AppContext, told: Told) -> None:
    """Play a story, and look at the books after each moment."""
    now = MONDAY
    found, plan_id = await store.run(founded, Moment(home, now, ""))
    for minutes, acts in told:
        now += timedelta(minutes=minutes, seconds=1)
        await asyncio.gather(*(tried(store, Moment(home, now, ""), found, plan_id, name, n) for name, n in acts))
        await store.read(is_the_sum, Moment(home, now, ""), plan_id)


def founded(tx: Tx, moment: Moment) -> tuple[Team, int]:
    """Found a group whose shared part is written, and whose households are asked and have said who comes."""
    found = team(tx, moment, next_summer(MONDAY, places=6))
    row = people.add(tx, MONDAY, found.network, "Atelier", frozenset(), organisation_id=found.organisation)
    people.attach(tx, row, found.referent, MONDAY)
    plan = drafts.begin(tx, moment, people.by_id(tx, row), found.call, by=found.referent)
    shared = {name: Given(value) for name, value in answers(4).items() if name not in group.OF_HOUSEHOLDS}
    raw = flow.dump_answers({**shared, "companions": Given(0)}, plan_facts.STEPS)
    plans.save(tx, plan, MONDAY, households={}, answers=raw, consent={"mode": "group"})
    for number, said in enumerate(FAMILIES):
        person = people.add(
            tx, MONDAY, found.network, f"M{number}", frozenset({Role.BENEFICIARY}), organisation_id=found.organisation,
            contact=Contact.NONE,
        )  # fmt: skip
        people.attach(tx, person, found.referent, MONDAY)
        groups.add(tx, plan.id, person, Part.ASKED, MONDAY)
        groups.change(tx, groups.of_plan(tx, plan.id)[-1], MONDAY, answers=told_by(*said))
    return found, plan.id


def told_by(adults: int, ages: tuple[int, ...], own: int | None) -> dict[str, Any]:
    share = {"d": "unknown"} if own is None else {"v": own}
    return {"adults": {"v": adults}, "children": {"v": list(ages)}, "help": {"v": []}, "own_share": share}


async def tried(store: Store, moment: Moment, found: Team, plan_id: int, name: str, number: int) -> None:
    """Try an act; a refusal is an answer too, and a conflict is another process's success."""
    try:
        await store.run(acted, moment, found, plan_id, name, number)
    except (Refused, Conflict):
        return


def acted(tx: Tx, moment: Moment, found: Team, plan_id: int, name: str, number: int) -> None:
    if name in DECIDED:
        action, who, changes = DECIDED[name]
        does(tx, moment, plan_id, action, found.referent if who == "referent" else found.coordinator, **changes)
        return
    known = groups.of_plan(tx, plan_id)[number]
    own = Request(moment, replace(people.by_id(tx, known.person_id), notice_version=PRIVACY_NOTICE), Reader())
    beside = Request(moment, people.by_id(tx, found.referent), Reader())
    match name:
        case "yes":
            joining.yes(tx, own, own_seat(tx, own, known.id))
        case "no":
            joining.leave(tx, own, own_seat(tx, own, known.id))
        case "stay":
            joining.stay(tx, own, own_seat(tx, own, known.id))
        case "yes_beside":
            roll.yes(tx, beside, seat_for_referent(tx, beside, known.id))
        case "out":
            roll.out(tx, beside, seat_for_referent(tx, beside, known.id), routes.SURELY)
        case _:
            seat_for_referent(tx, beside, known.id)
            groups.add(tx, plan_id, known.person_id, Part.ASKED, moment.now)
            back = groups.of_plan(tx, plan_id)[number]
            groups.change(tx, back, moment.now, answers=told_by(*FAMILIES[number]))


def is_the_sum(tx: Tx, moment: Moment, plan_id: int) -> None:
    """Check that the plan's people, share and money are those of the households that count."""
    plan = access.need(tx, plan_id)
    coming = [FAMILIES[place] for place, each in enumerate(groups.of_plan(tx, plan_id)) if each.part in COUNTED]
    known = together(Household(adults, ages, None if own is None else Cents(own)) for adults, ages, own in coming)
    assert group.loaded(plan.households or {}) == known
    facts = plan_facts.facts_of(tx, moment, plan)
    assert (facts.value("adults") or 0) + len(facts.value("children") or ()) == known.people
    assert facts.value("own_share") == known.own
    money_is_right(tx, plan, known.people)
    assert audit.verify_all(tx) == []


def money_is_right(tx: Tx, plan: PlanRow, coming: int) -> None:
    call = calls.by_id(tx, plan.call_id)
    assert call.taken_places <= call.places
    if plan.state in CHANGEABLE | TAKING:
        assert plan.people == coming
    if plan.state in TAKING:
        assert calls.posted(tx, plan.id, calls.Account.TAKEN) == (coming, plan.granted_cents)
        assert call.taken_places == coming


async def played(opens: Opens, home: AppContext, told: Told) -> None:
    async with opens() as store:
        await tells(store, home, told)


def test_a_household_that_leaves_after_the_grant_gives_its_places_back(on_sqlite: Opens, home: AppContext) -> None:
    async def leaves() -> None:
        async with on_sqlite() as store:
            now = MONDAY
            found, plan_id = await store.run(founded, Moment(home, now, ""))
            for minutes, acts in [*ROAD, (3, [("no", 0)])]:
                now += timedelta(minutes=minutes, seconds=1)
                for name, number in acts:
                    await store.run(acted, Moment(home, now, ""), found, plan_id, name, number)
            assert (await store.read(calls.by_id, found.call)).taken_places == 5
            await store.run(acted, Moment(home, now, ""), found, plan_id, "out", 0)
            assert (await store.read(calls.by_id, found.call)).taken_places == 2

    asyncio.run(leaves())


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=ONE_HOUSE)
@given(begun=st.sampled_from([0, 1, 2, len(ROAD)]), rest=story)
@example(begun=len(ROAD), rest=[(3, [("no", 0)]), (0, [("out", 0)]), (0, [("back", 0)]), (0, [("yes_beside", 0)])])
@example(begun=len(ROAD), rest=[(0, [("undo_endorsement", 0)]), (3, [("no", 0), ("yes_beside", 2)])])
def test_a_plan_is_the_sum_of_its_households_on_sqlite(
    begun: int, rest: Told, on_sqlite: Opens, home: AppContext
) -> None:
    asyncio.run(played(on_sqlite, home, [*ROAD[:begun], *rest]))


@pytest.mark.slow
@settings(max_examples=6, deadline=None, suppress_health_check=ONE_HOUSE)
@given(rest=story)
def test_a_plan_is_the_sum_of_its_households_on_postgresql(rest: Told, on_postgres: Opens, home: AppContext) -> None:
    asyncio.run(played(on_postgres, home, [*ROAD, *rest]))
