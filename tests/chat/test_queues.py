"""From arrival to answer, on both databases: order, duplicates, failures, crashes, and a second process."""

import asyncio
import itertools
import json
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.chat.inbox import Arrived, Inbox, chat_of
from bot.chat.queues import FAILED_PAUSES, UNREACHED_PAUSE, Queues, Result
from bot.storage import inbox as rows
from bot.storage.inbox import State
from bot.storage.store import Store

BOT = 4242
AWA, BEN = 1, 2
_update_ids = itertools.count(100)


def says(chat_id: int, text: str) -> dict[str, Any]:
    """An update as Telegram writes it."""
    return {
        "update_id": next(_update_ids),
        "message": {"message_id": 1, "chat": {"id": chat_id, "type": "private"}, "text": text},
    }


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class Naps:
    """Short waits take no time; long ones end when the test says so."""

    def __init__(self) -> None:
        self.lengths: list[float] = []
        self._end = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        if seconds < 1:
            await asyncio.sleep(0)
            return
        self.lengths.append(seconds)
        await self._end.wait()

    async def begun(self, count: int) -> None:
        """Wait for so many long waits to have begun."""
        await until(lambda: len(self.lengths) == count)

    def end(self) -> None:
        self._end.set()
        self._end = asyncio.Event()


class Notebook:
    """A handler that writes down what it is given, and answers as it is told to."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.handled: list[str] = []
        self.shown: list[int] = []
        self.apologies: list[int] = []
        self.results: dict[str, list[Result]] = defaultdict(list)
        self.shows: list[Result] = []
        self.gates: dict[str, asyncio.Event] = {}
        self.begun: dict[str, asyncio.Event] = defaultdict(asyncio.Event)

    async def handle(self, update: Arrived) -> Result:
        text: str = update.content["message"]["text"]
        self.begun[text].set()
        if text in self.gates:
            await self.gates[text].wait()
        result = self.results[text].pop(0) if self.results[text] else Result.ANSWERED
        self.handled.append(text)
        if result in {Result.ANSWERED, Result.UNANSWERED}:
            await self.store.run(rows.mark_applied, update.row_id)
        return result

    async def show_again(self, chat_id: int) -> Result:
        self.shown.append(chat_id)
        return self.shows.pop(0) if self.shows else Result.ANSWERED

    async def give_up(self, chat_id: int) -> None:
        self.apologies.append(chat_id)


class Process:
    """A process of the bot, with its own name."""

    def __init__(self, store: Store, clock: Clock, owner: str = "one", *, most_held: int = 100) -> None:
        self.store = store
        self.naps = Naps()
        self.notebook = Notebook(store)
        self.inbox = Inbox(store, bot_id=BOT, owner=owner, now=clock, sleep=self.naps)
        self.queues = Queues(self.inbox, self.notebook, sleep=self.naps, most_held=most_held)

    async def receives(self, *updates: dict[str, Any]) -> None:
        await self.queues.receive(updates)

    async def receives_and_settles(self, *updates: dict[str, Any]) -> None:
        await self.receives(*updates)
        await self.queues.settled()

    async def states(self) -> dict[State, int]:
        found = await self.store.run(rows.counts)
        return {state: count for state, count in found.items() if count}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def one(store: Store, clock: Clock) -> Process:
    return Process(store, clock)


async def until(holds: Callable[[], bool]) -> None:
    """Give the others time until something is so."""
    for _ in range(10_000):
        if holds():
            return
        await asyncio.sleep(0.001)
    raise AssertionError("it never came to be so")


class TestOrder:
    async def test_within_a_chat_it_is_that_of_arrival(self, one: Process) -> None:
        await one.receives(*(says(AWA, str(number)) for number in range(5)))
        await one.receives_and_settles(*(says(AWA, str(number)) for number in range(5, 9)))

        assert one.notebook.handled == [str(number) for number in range(9)]
        assert await one.states() == {State.ANSWERED: 9}

    async def test_a_slow_chat_holds_nobody_else_up(self, one: Process) -> None:
        one.notebook.gates["slow"] = gate = asyncio.Event()
        await one.receives(says(AWA, "slow"), says(AWA, "next"), says(BEN, "hello"))
        await until(lambda: "hello" in one.notebook.handled)
        assert one.notebook.handled == ["hello"]

        gate.set()
        await one.queues.settled()
        assert one.notebook.handled == ["hello", "slow", "next"]

    async def test_a_backlog_too_big_for_memory_keeps_it(self, store: Store, clock: Clock) -> None:
        small = Process(store, clock, most_held=3)
        await small.receives_and_settles(*(says(AWA, str(number)) for number in range(10)))

        assert small.notebook.handled == [str(number) for number in range(10)]
        assert small.queues.busy == 0
        assert small.queues._held == 0


class TestDuplicates:
    async def test_an_update_delivered_twice_is_handled_once(self, one: Process) -> None:
        update = says(AWA, "once")
        await one.receives_and_settles(update)
        await one.receives_and_settles(update)

        assert one.notebook.handled == ["once"]

    async def test_among_new_ones_it_does_not_confuse_them(self, one: Process) -> None:
        known = says(AWA, "known")
        one.notebook.gates["known"] = gate = asyncio.Event()
        await one.receives(known)
        await one.receives(says(BEN, "new"), known, says(AWA, "newer"))
        gate.set()
        await one.queues.settled()

        assert sorted(one.notebook.handled) == ["known", "new", "newer"]
        assert one.notebook.handled.index("known") < one.notebook.handled.index("newer")
        assert await one.states() == {State.ANSWERED: 3}


class TestResults:
    async def test_what_is_ignored_is_settled(self, one: Process) -> None:
        one.notebook.results["?"] = [Result.IGNORED]
        await one.receives_and_settles(says(AWA, "?"))

        assert await one.states() == {State.ANSWERED: 1}

    async def test_a_reply_that_could_not_leave_is_shown_again(self, one: Process) -> None:
        one.notebook.results["hello"] = [Result.UNANSWERED]
        one.notebook.shows = [Result.UNANSWERED]
        await one.receives(says(AWA, "hello"))
        await until(lambda: one.naps.lengths == [UNREACHED_PAUSE])
        assert one.notebook.shown == []

        one.naps.end()
        await until(lambda: one.naps.lengths == [UNREACHED_PAUSE] * 2)
        one.naps.end()
        await one.queues.settled()

        assert (one.notebook.handled, one.notebook.shown) == (["hello"], [AWA, AWA])
        assert await one.states() == {State.ANSWERED: 1}

    async def test_the_answer_to_the_next_update_is_enough(self, one: Process) -> None:
        one.notebook.results["hello"] = [Result.UNANSWERED]
        await one.receives(says(AWA, "hello"))
        await until(lambda: one.naps.lengths == [UNREACHED_PAUSE])

        await one.receives_and_settles(says(AWA, "anybody there?"))

        assert one.notebook.shown == []
        assert await one.states() == {State.ANSWERED: 2}

    async def test_a_failure_is_tried_again_before_what_follows(self, one: Process) -> None:
        one.notebook.results["hello"] = [Result.FAILED]
        await one.receives(says(AWA, "hello"), says(AWA, "next"))
        await until(lambda: one.naps.lengths == [FAILED_PAUSES[0]])
        one.naps.end()
        await one.queues.settled()

        assert one.notebook.handled == ["hello", "hello", "next"]
        assert await one.states() == {State.ANSWERED: 2}

    async def test_the_third_failure_puts_it_aside_and_the_chat_goes_on(self, one: Process) -> None:
        one.notebook.results["poison"] = [Result.FAILED] * 3
        await one.receives(says(AWA, "poison"), says(AWA, "next"))
        for count in (1, 2):
            await one.naps.begun(count)
            one.naps.end()
        await one.queues.settled()

        assert one.notebook.handled == ["poison"] * 3 + ["next"]
        assert one.notebook.apologies == [AWA]
        assert one.naps.lengths == list(FAILED_PAUSES)
        assert await one.states() == {State.ANSWERED: 1, State.DEAD: 1}


class TestCrashes:
    """The next process is given the same name, as `run` does after a restart."""

    async def test_what_was_kept_is_applied(self, store: Store, clock: Clock) -> None:
        await Process(store, clock).inbox.keep([says(AWA, "one"), says(BEN, "two"), says(AWA, "three")])

        after = Process(store, clock)
        await after.queues.start()
        await after.queues.settled()

        assert sorted(after.notebook.handled) == ["one", "three", "two"]
        assert after.notebook.handled.index("one") < after.notebook.handled.index("three")
        assert after.notebook.shown == []
        assert await after.states() == {State.ANSWERED: 3}
        await after.queues.stop()

    async def test_what_was_applied_and_maybe_not_answered_is_shown_again(self, store: Store, clock: Clock) -> None:
        kept = await Process(store, clock).inbox.keep([says(AWA, "one"), says(AWA, "two"), says(BEN, "three")])
        for update in kept.arrived:
            await store.run(rows.mark_applied, update.row_id)

        after = Process(store, clock)
        await after.queues.tend()
        await after.queues.settled()

        assert (after.notebook.handled, sorted(after.notebook.shown)) == ([], [AWA, BEN])
        assert await after.states() == {State.ANSWERED: 3}

    async def test_an_update_still_to_apply_shows_enough(self, store: Store, clock: Clock) -> None:
        kept = await Process(store, clock).inbox.keep([says(AWA, "one"), says(AWA, "two")])
        await store.run(rows.mark_applied, kept.arrived[0].row_id)

        after = Process(store, clock)
        await after.queues.tend()
        await after.queues.settled()

        assert (after.notebook.handled, after.notebook.shown) == (["two"], [])
        assert await after.states() == {State.ANSWERED: 2}

    async def test_a_question_that_cannot_be_shown_is_put_aside_in_the_end(self, store: Store, clock: Clock) -> None:
        kept = await Process(store, clock).inbox.keep([says(AWA, "one")])
        await store.run(rows.mark_applied, kept.arrived[0].row_id)

        after = Process(store, clock)
        after.notebook.shows = [Result.FAILED] * 3
        await after.queues.tend()
        for count in (1, 2):
            await after.naps.begun(count)
            after.naps.end()
        await after.queues.settled()

        assert after.notebook.apologies == [AWA]
        assert await after.states() == {State.DEAD: 1}

    async def test_looking_again_disturbs_nothing(self, one: Process) -> None:
        one.notebook.gates["slow"] = gate = asyncio.Event()
        await one.receives(says(AWA, "slow"), says(BEN, "hello"))
        await until(lambda: "hello" in one.notebook.handled)
        for _ in range(3):
            await one.queues.tend()
        gate.set()
        await one.queues.settled()
        await one.queues.tend()
        await one.queues.settled()

        assert (one.notebook.handled, one.notebook.shown) == (["hello", "slow"], [])


class TestTwoProcesses:
    async def test_a_chat_is_handled_by_the_one_that_holds_it(self, store: Store, clock: Clock) -> None:
        one, two = Process(store, clock, "one"), Process(store, clock, "two")
        one.notebook.gates["slow"] = gate = asyncio.Event()
        await one.receives(says(AWA, "slow"))
        await one.notebook.begun["slow"].wait()

        await two.receives_and_settles(says(AWA, "next"), says(BEN, "hello"))
        assert two.notebook.handled == ["hello"]

        gate.set()
        await one.queues.settled()
        await one.queues.tend()
        await one.queues.settled()
        assert one.notebook.handled == ["slow", "next"]
        assert await one.states() == {State.ANSWERED: 3}

    async def test_what_a_dead_process_held_is_taken_over_when_its_lease_ends(self, store: Store, clock: Clock) -> None:
        await Process(store, clock, "dead").inbox.keep([says(AWA, "one")])
        two = Process(store, clock, "two")
        await two.queues.tend()
        await two.queues.settled()
        assert two.notebook.handled == []

        clock.now += rows.LEASE + timedelta(seconds=1)
        await two.queues.tend()
        await two.queues.settled()
        assert two.notebook.handled == ["one"]

    async def test_a_living_one_keeps_what_it_holds(self, store: Store, clock: Clock) -> None:
        one, two = Process(store, clock, "one"), Process(store, clock, "two")
        one.notebook.gates["slow"] = gate = asyncio.Event()
        await one.receives(says(AWA, "slow"))
        for _ in range(4):
            clock.now += rows.LEASE / 2
            await one.queues.tend()
            await two.queues.tend()
        gate.set()
        await one.queues.settled()

        assert (one.notebook.handled, two.notebook.handled) == (["slow"], [])


class TestStopping:
    async def test_the_update_in_hand_is_finished_and_the_rest_left(self, store: Store, clock: Clock) -> None:
        one = Process(store, clock, "one")
        one.notebook.gates["slow"] = gate = asyncio.Event()
        await one.queues.start()
        await one.receives(says(AWA, "slow"), says(AWA, "left"))
        await one.notebook.begun["slow"].wait()
        stopping = asyncio.create_task(one.queues.stop())
        await asyncio.sleep(0)
        gate.set()
        await stopping
        assert one.notebook.handled == ["slow"]
        assert await one.states() == {State.ANSWERED: 1, State.NEW: 1}

        two = Process(store, clock, "two")
        await two.queues.tend()
        await two.queues.settled()
        assert two.notebook.handled == ["left"]

    async def test_nobody_waits_out_a_pause(self, one: Process) -> None:
        one.notebook.results["hello"] = [Result.FAILED]
        one.notebook.results["bye"] = [Result.UNANSWERED]
        await one.receives(says(AWA, "hello"), says(BEN, "bye"))
        await until(lambda: len(one.naps.lengths) == 2)

        await one.queues.stop()

        assert await one.states() == {State.NEW: 1, State.APPLIED: 1}


async def test_a_storm_is_handled_once_each_and_in_order(one: Process) -> None:
    storm = [says(chat_id, f"{chat_id}:{number}") for number in range(20) for chat_id in range(1, 11)]
    for start in range(0, len(storm), 25):
        batch = storm[start : start + 25]
        await one.receives(*batch)
        await one.receives(*batch[:5])
        await one.queues.tend()
    await one.queues.settled()

    assert len(one.notebook.handled) == len(storm)
    for chat_id in range(1, 11):
        mine = [text for text in one.notebook.handled if text.startswith(f"{chat_id}:")]
        assert mine == [f"{chat_id}:{number}" for number in range(20)]
    assert one.notebook.shown == []
    assert await one.states() == {State.ANSWERED: len(storm)}


@pytest.mark.parametrize(
    ("update", "chat_id"),
    [
        ({"update_id": 1, "message": {"chat": {"id": 7}, "from": {"id": 8}}}, 7),
        ({"update_id": 1, "callback_query": {"from": {"id": 8}, "message": {"chat": {"id": 7}}}}, 7),
        ({"update_id": 1, "callback_query": {"from": {"id": 8}}}, 8),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": 7}, "from": {"id": 8}}}, 7),
        ({"update_id": 1, "inline_query": {"from": {"id": 8}, "query": ""}}, 8),
        ({"update_id": 1, "poll": {"id": "3"}}, 0),
        ({"update_id": 1}, 0),
    ],
    ids=lambda value: json.dumps(value)[:40],
)
def test_the_chat_of_an_update(update: dict[str, Any], chat_id: int) -> None:
    assert chat_of(update) == chat_id
