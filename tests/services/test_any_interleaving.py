"""Whatever is done to plans of one call, in whatever order and however much at once: the books are right.

Both databases; what the state of each plan says is recomputed here from the plans alone.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeAlias

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.people import Refused
from bot.domain.plans import TAKING, Action, State
from bot.features.administration import admin
from bot.features.committee import several
from bot.interaction.request import Request
from bot.plan import access, transitions
from bot.plan.context import AppContext, Moment
from bot.rendering.renderer import Reader
from bot.storage import audit, calls, ledger, people
from bot.storage.calls import CallRow
from bot.storage.changes import CallChanges
from bot.storage.kernel.store import Conflict, Store, Tx
from bot.storage.ledger import Sum
from bot.storage.plans import PlanRow
from tests.services.conftest import ONE_HOUSE, Opens
from tests.support.plans import Team, does, endorsed, sent, team

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PLANS = 4
PARTIES = ((1, ()), (2, (6,)), (1, (6, 8)), (2, ()))
"""Adults and the ages of children, plan by plan: nine people in all."""

NEW = admin.NewCall(
    model="apv",
    name="Séjours d'été 2027",
    people_by=date(2027, 6, 1),
    closes_at=datetime(2027, 6, 15, 16, tzinfo=UTC),
    stay_from=date(2027, 6, 20),
    stay_until=date(2027, 9, 15),
    places=6,
    envelope=1_000_00,
)
ASKING = frozenset({State.ENDORSED, State.IN_COMMITTEE, State.WAITING})

REFERENT, COORDINATOR, PERSON, CLOCK = "referent", "coordinator", "person", "clock"


def shorter(plan: PlanRow) -> dict[str, Any]:
    """Return a change to a shorter stay, alone, that keeps no more than half of what was granted."""
    alone = {"adults": {"v": 1}, "children": {"v": []}, "lodging_price": {"v": 50_00}}
    granted = None if plan.granted_cents is None else max(10_00, plan.granted_cents // 2)
    return {"answers": {**plan.answers, **alone}, "granted_cents": granted}


ACTS: dict[str, tuple[Action, str, Callable[[PlanRow], dict[str, Any]]]] = {
    "endorse": (Action.ENDORSE, REFERENT, lambda _: {}),
    "endorse_and_grant": (Action.ENDORSE_AND_GRANT, REFERENT, lambda _: {}),
    "ask_changes": (Action.ASK_CHANGES, REFERENT, lambda _: {}),
    "undo_endorsement": (Action.UNDO_ENDORSEMENT, REFERENT, lambda _: {"granted_cents": None}),
    "grant": (Action.GRANT, COORDINATOR, lambda plan: {"granted_cents": plan.aid_cents}),
    "offer": (Action.OFFER, COORDINATOR, lambda plan: {"granted_cents": (plan.aid_cents or 0) // 2}),
    "wait": (Action.PUT_ON_WAITING_LIST, COORDINATOR, lambda _: {}),
    "ask_referent": (Action.ASK_REFERENT, COORDINATOR, lambda _: {}),
    "decline": (Action.DECLINE, COORDINATOR, lambda _: {}),
    "undo": (Action.UNDO_DECISION, COORDINATOR, lambda _: {"granted_cents": None}),
    "correct": (Action.CORRECT_GRANT, COORDINATOR, lambda plan: {"granted_cents": (plan.aid_cents or 0) // 3}),
    "withdraw": (Action.WITHDRAW_GRANT, COORDINATOR, lambda _: {"granted_cents": None}),
    "accept": (Action.ACCEPT_OFFER, PERSON, lambda _: {}),
    "change": (Action.CHANGE_OFFERED, PERSON, lambda _: {"granted_cents": None}),
    "let_go": (Action.LET_GO, PERSON, lambda _: {"granted_cents": None}),
    "take_back": (Action.TAKE_BACK, PERSON, lambda _: {}),
    "send": (Action.SEND, PERSON, lambda _: {}),
    "send_again": (Action.SEND_AGAIN, PERSON, lambda _: {}),
    "cancel": (Action.CANCEL, PERSON, lambda _: {}),
    "postpone": (Action.POSTPONE, PERSON, lambda _: {"granted_cents": None}),
    "shorten": (Action.CHANGE_STAY, REFERENT, shorter),
    "undo_cancellation": (Action.UNDO_CANCELLATION, PERSON, lambda _: {}),
    "expire": (Action.EXPIRE_OFFER, CLOCK, lambda _: {"granted_cents": None}),
    "submit": (Action.SUBMIT, CLOCK, lambda _: {}),
}
"""Each act: what it is, who does it, and what it writes besides, as the services do it."""

CALL: dict[str, CallChanges] = {
    "raise": {"places": 9, "envelope": 1_500_00},
    "lower": {"places": 3, "envelope": 400_00},
    "as_before": {"places": 6, "envelope": 1_000_00},
}
"""What a coordinator makes of the call meanwhile; never less than is taken."""

Told: TypeAlias = list[tuple[timedelta, bool, list[tuple[str, int]]]]

moment = st.lists(
    st.tuples(st.sampled_from(sorted({*ACTS, *CALL, "together"})), st.integers(0, PLANS - 1)), min_size=1, max_size=4
)
passing = st.sampled_from(
    [timedelta(0), timedelta(minutes=1), timedelta(minutes=3), timedelta(days=2), timedelta(days=20)]
)
story = st.lists(st.tuples(passing, st.booleans(), moment), min_size=1, max_size=14)
"""Time passes, then up to four people act at once, and maybe the clock too."""


@dataclass(frozen=True)
class Books:
    """All there is to compare."""

    call: CallRow
    rows: list[PlanRow]
    unbalanced: list[int]
    broken: list[tuple[str, int]]
    held: list[tuple[int, int]]
    sums: ledger.Books


async def tells(store: Store, home: AppContext, told: Told) -> None:
    """Play a story, and look at the books after each moment."""
    now = MONDAY
    found, ids = await store.run(written, Moment(home, now, ""))
    now += timedelta(minutes=1)
    for passed, ticks, acts in told:
        now += passed
        moment = Moment(home, now, "")
        ticking = [store.run(transitions.tick, moment)] if ticks else []
        await asyncio.gather(*ticking, *(acted(store, moment, found, name, ids[n]) for name, n in acts))
        are_right(await store.read(books, found.call, ids))


def written(tx: Tx, moment: Moment) -> tuple[Team, list[int]]:
    found = team(tx, moment, NEW)
    makers = (sent, endorsed, endorsed, endorsed)
    ids = [make(tx, replace(moment, code=f"code-{n}"), found, f"P{n}", *PARTIES[n]) for n, make in enumerate(makers)]
    return found, ids


async def acted(store: Store, moment: Moment, found: Team, name: str, plan_id: int) -> None:
    """Try an act; a refusal is an answer too, and a conflict is another process's success."""
    try:
        await store.run(tried, moment, found, name, plan_id)
    except (Refused, Conflict):
        return


def tried(tx: Tx, moment: Moment, found: Team, name: str, plan_id: int) -> None:
    if name in CALL:
        calls.change(tx, found.call, **CALL[name])
        return
    if name == "together":
        together(tx, moment, found)
        return
    action, who, changes = ACTS[name]
    plan = access.need(tx, plan_id)
    actor = {
        REFERENT: found.referent, COORDINATOR: found.coordinator, PERSON: plan.beneficiary_id, CLOCK: None,
    }[who]  # fmt: skip
    does(tx, moment, plan_id, action, actor, **changes(plan))


def together(tx: Tx, moment: Moment, found: Team) -> None:
    """Tick all plans of the list and grant them at once."""
    request = Request(moment, people.by_id(tx, found.coordinator), Reader())
    several.tick_page(tx, request, 0)
    several.grant_ticked(tx, request)


def books(tx: Tx, call_id: int, ids: list[int]) -> Books:
    return Books(
        calls.by_id(tx, call_id),
        [access.need(tx, plan_id) for plan_id in ids],
        calls.unbalanced(tx),
        audit.verify_all(tx),
        [calls.posted(tx, plan_id, calls.Account.TAKEN) for plan_id in ids],
        ledger.books(tx, call_id),
    )


def are_right(found: Books) -> None:
    """Check that nothing is exceeded; counters, ledger and states of plans tell the same."""
    call = found.call
    sums = found.sums
    assert sums.given + -sums.released == sums.granted + sums.held == Sum(call.taken_places, call.taken_cents)
    assert sums.asked == Sum(call.asked_places, call.asked_cents)
    assert (found.unbalanced, found.broken) == ([], [])
    assert 0 <= call.taken_places <= call.places
    assert 0 <= call.taken_cents <= call.envelope
    asking = [plan for plan in found.rows if plan.state in ASKING]
    assert call.asked_places == sum(plan.people or 0 for plan in asking)
    assert call.asked_cents == sum(plan.aid_cents or 0 for plan in asking)
    for plan, held in zip(found.rows, found.held, strict=True):
        if plan.state in TAKING:
            assert held == (plan.people, plan.granted_cents)
            assert plan.granted_cents
            assert plan.state is not State.OFFERED or plan.held_until, (
                "an offer without an end holds its money for ever"
            )
        elif plan.state is not State.CANCELLED or plan.held_until is None:
            assert held == (0, 0), plan.state
    assert call.taken_places == sum(places for places, _ in found.held)
    assert call.taken_cents == sum(cents for _, cents in found.held)


async def played(opens: Opens, home: AppContext, told: Told) -> None:
    async with opens() as store:
        await tells(store, home, told)


CANCELLED_OFFER: Told = [
    (timedelta(0), False, [("offer", 1)]),
    (timedelta(0), False, [("cancel", 1)]),
    (timedelta(0), False, [("undo_cancellation", 1)]),
]


LET_GO_WHILE_LOWERED: Told = [
    (timedelta(minutes=3), True, [("offer", 1), ("wait", 2), ("together", 0)]),
    (timedelta(minutes=3), True, [("let_go", 1), ("lower", 0), ("grant", 2), ("raise", 0)]),
    (timedelta(minutes=3), True, [("together", 0), ("lower", 0), ("undo", 2)]),
]


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=ONE_HOUSE)
@given(told=story)
@example(told=CANCELLED_OFFER)
@example(told=LET_GO_WHILE_LOWERED)
def test_any_interleaving_on_sqlite(told: Told, on_sqlite: Opens, home: AppContext) -> None:
    asyncio.run(played(on_sqlite, home, told))


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=ONE_HOUSE)
@given(told=story)
def test_any_interleaving_on_postgresql(told: Told, on_postgres: Opens, home: AppContext) -> None:
    asyncio.run(played(on_postgres, home, told))
