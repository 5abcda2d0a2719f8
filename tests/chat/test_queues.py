"""From arrival to answer, on both databases: order, duplicates, failures."""

import asyncio
import json
from typing import Any

import pytest

from bot.chat.handler import Result
from bot.chat.queues import FAILED_PAUSES, UNREACHED_PAUSE
from bot.chat.updates import chat_of
from bot.storage import inbox as rows
from bot.storage.inbox import UpdateState
from bot.storage.kernel.store import Store, Unavailable
from tests.chat.processes import AWA, BEN, Clock, Process, says, until


class TestOrder:
    async def test_within_a_chat_it_is_that_of_arrival(self, one: Process) -> None:
        await one.receives(*(says(AWA, str(number)) for number in range(5)))
        await one.receives_and_settles(*(says(AWA, str(number)) for number in range(5, 9)))

        assert one.notebook.handled == [str(number) for number in range(9)]
        assert await one.states() == {UpdateState.ANSWERED: 9}

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

    async def test_a_chat_that_was_stirred_looks_once_and_only_after_what_it_has_to_do(self, one: Process) -> None:
        one.notebook.gates["slow"] = gate = asyncio.Event()
        await one.receives(says(AWA, "slow"), says(AWA, "next"))
        await until(one.notebook.begun["slow"].is_set)
        one.queues.stir(AWA)
        one.queues.stir(AWA)
        gate.set()
        await one.queues.settled()
        assert one.notebook.handled == ["slow", "next", f"look {AWA}"]

    async def test_a_chat_at_rest_is_stirred_too_but_not_by_a_process_that_stops(self, one: Process) -> None:
        one.queues.stir(BEN)
        await one.queues.settled()
        assert one.notebook.handled == [f"look {BEN}"]
        await one.queues.stop()
        one.queues.stir(BEN)
        assert one.queues.busy == 0


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
        assert await one.states() == {UpdateState.ANSWERED: 3}


class TestResults:
    async def test_what_is_ignored_is_settled(self, one: Process) -> None:
        one.notebook.results["?"] = [Result.IGNORED]
        await one.receives_and_settles(says(AWA, "?"))

        assert await one.states() == {UpdateState.ANSWERED: 1}

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
        assert await one.states() == {UpdateState.ANSWERED: 1}

    async def test_the_answer_to_the_next_update_is_enough(self, one: Process) -> None:
        one.notebook.results["hello"] = [Result.UNANSWERED]
        await one.receives(says(AWA, "hello"))
        await until(lambda: one.naps.lengths == [UNREACHED_PAUSE])

        await one.receives_and_settles(says(AWA, "anybody there?"))

        assert one.notebook.shown == []
        assert await one.states() == {UpdateState.ANSWERED: 2}

    async def test_a_failure_is_tried_again_before_what_follows(self, one: Process) -> None:
        one.notebook.results["hello"] = [Result.FAILED]
        await one.receives(says(AWA, "hello"), says(AWA, "next"))
        await until(lambda: one.naps.lengths == [FAILED_PAUSES[0]])
        one.naps.end()
        await one.queues.settled()

        assert one.notebook.handled == ["hello", "hello", "next"]
        assert await one.states() == {UpdateState.ANSWERED: 2}

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
        assert await one.states() == {UpdateState.ANSWERED: 1, UpdateState.DEAD: 1}


class TestAlone:
    """An update that comes alone, of a chat at rest, is kept and applied in one transaction."""

    async def test_its_effects_and_its_row_are_saved_together_before_anybody_is_told(self, one: Process) -> None:
        seen: list[dict[UpdateState, int]] = []
        one.notebook.effects["hello"] = lambda tx: seen.append(rows.counts(tx))
        one.notebook.replies["hello"] = reply = asyncio.Event()

        await one.receives(says(AWA, "hello"))

        assert seen[0][UpdateState.APPLIED] == 1
        assert await one.states() == {UpdateState.APPLIED: 1}  # and the reply has not left yet
        reply.set()
        await one.queues.settled()
        assert await one.states() == {UpdateState.ANSWERED: 1}

    async def test_what_fails_so_is_kept_first_and_tried_as_often_as_any_other(self, one: Process) -> None:
        failures = iter([ValueError(), ValueError()])
        one.notebook.effects["hello"] = lambda _tx: _raise(next(failures, None))

        await one.receives(says(AWA, "hello"))

        assert await one.states() == {UpdateState.NEW: 1}
        await one.naps.begun(1)
        one.naps.end()
        await one.queues.settled()
        assert one.notebook.handled == ["hello"]
        assert await one.states() == {UpdateState.ANSWERED: 1}

    async def test_a_database_that_cannot_is_told_to_the_caller_that_brought_it(self, one: Process) -> None:
        one.notebook.effects["hello"] = lambda _tx: _raise(Unavailable("disk full"))

        with pytest.raises(Unavailable):
            await one.receives(says(AWA, "hello"))

        await one.queues.settled()
        assert (await one.states(), one.queues.busy) == ({}, 0)

    async def test_what_comes_meanwhile_waits_for_it(self, one: Process) -> None:
        one.notebook.replies["first"] = reply = asyncio.Event()
        await one.receives(says(AWA, "first"))
        await one.receives(says(AWA, "second"))
        await one.receives(says(BEN, "third"))
        await until(lambda: "third" in one.notebook.handled)
        assert one.notebook.handled == ["first", "third"]
        reply.set()
        await one.queues.settled()
        assert one.notebook.handled == ["first", "third", "second"]

    async def test_what_overtakes_it_into_the_database_is_still_handled_after_it(self, one: Process) -> None:
        one.notebook.gates["first"] = gate = asyncio.Event()
        one.notebook.quick = {"first"}
        bringing = asyncio.create_task(one.receives(says(AWA, "first")))
        await one.notebook.begun["first"].wait()
        await one.receives(says(AWA, "second"))
        gate.set()
        await bringing
        await one.queues.settled()
        assert one.notebook.handled == ["first", "second"]

    async def test_of_a_chat_that_another_process_holds_it_is_left_to_that_one(
        self, store: Store, clock: Clock
    ) -> None:
        one, two = Process(store, clock, "one"), Process(store, clock, "two")
        one.notebook.replies["first"] = reply = asyncio.Event()
        await one.receives(says(AWA, "first"))

        await two.receives_and_settles(says(AWA, "second"))
        assert two.notebook.handled == []

        reply.set()
        await one.queues.settled()
        await one.queues.tend()
        await one.queues.settled()
        assert one.notebook.handled == ["first", "second"]

    async def test_the_same_one_brought_twice_at_once_is_applied_once(self, store: Store, clock: Clock) -> None:
        one, two = Process(store, clock, "one"), Process(store, clock, "two")
        update = says(AWA, "once")

        await asyncio.gather(one.receives(update), two.receives(update))
        await one.queues.settled()
        await two.queues.settled()

        assert one.notebook.handled + two.notebook.handled == ["once"]
        assert await one.states() == {UpdateState.ANSWERED: 1}

    async def test_a_process_that_stops_keeps_it_for_the_next_one(self, one: Process) -> None:
        await one.queues.stop()

        await one.receives_and_settles(says(AWA, "hello"))

        assert one.notebook.handled == []
        assert await one.states() == {UpdateState.NEW: 1}


def _raise(error: Exception | None) -> None:
    if error is not None:
        raise error


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
    assert await one.states() == {UpdateState.ANSWERED: len(storm)}


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
