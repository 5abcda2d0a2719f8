"""What a stop, a crash or a second process leaves behind, and who takes it up, on both databases."""

import asyncio
from datetime import timedelta

import pytest

from bot.chat.handler import Result
from bot.storage import inbox as rows
from bot.storage.inbox import UpdateState
from bot.storage.kernel.store import Store
from tests.chat.processes import AWA, BEN, Clock, Process, says, until


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
        assert await after.states() == {UpdateState.ANSWERED: 3}
        await after.queues.stop()

    async def test_what_was_applied_and_maybe_not_answered_is_shown_again(self, store: Store, clock: Clock) -> None:
        kept = await Process(store, clock).inbox.keep([says(AWA, "one"), says(AWA, "two"), says(BEN, "three")])
        for update in kept.arrived:
            await store.run(rows.mark_applied, update.row_id)

        after = Process(store, clock)
        await after.queues.tend()
        await after.queues.settled()

        assert (after.notebook.handled, sorted(after.notebook.shown)) == ([], [AWA, BEN])
        assert await after.states() == {UpdateState.ANSWERED: 3}

    async def test_an_update_still_to_apply_shows_enough(self, store: Store, clock: Clock) -> None:
        kept = await Process(store, clock).inbox.keep([says(AWA, "one"), says(AWA, "two")])
        await store.run(rows.mark_applied, kept.arrived[0].row_id)

        after = Process(store, clock)
        await after.queues.tend()
        await after.queues.settled()

        assert (after.notebook.handled, after.notebook.shown) == (["two"], [])
        assert after.notebook.released == [AWA]
        assert await after.states() == {UpdateState.ANSWERED: 2}

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
        assert await after.states() == {UpdateState.DEAD: 1}

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


async def test_a_handler_that_raises_against_its_word_loses_nothing(
    store: Store, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    one = Process(store, clock)
    one.notebook.raises = [RuntimeError("a mistake of ours")]
    await one.receives_and_settles(says(AWA, "hello"), says(AWA, "next"))
    assert "a handler raised" in caplog.text
    assert one.queues.busy == 0

    await one.queues.tend()
    await one.queues.settled()

    assert one.notebook.handled == ["hello", "next"]
    assert await one.states() == {UpdateState.ANSWERED: 2}


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
        assert await one.states() == {UpdateState.ANSWERED: 3}

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
        assert await one.states() == {UpdateState.ANSWERED: 1, UpdateState.NEW: 1}

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

        assert await one.states() == {UpdateState.NEW: 1, UpdateState.APPLIED: 1}
