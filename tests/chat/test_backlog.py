"""A chat that is faster than it can be shown, and strangers beside those we know: what queues promise to handlers."""

import asyncio

from bot.chat.handler import Result
from bot.chat.queues import MERGED, OUTSIDE_AT_ONCE
from bot.storage.inbox import UpdateState
from tests.chat.processes import AWA, BEN, Process, says, until


async def test_updates_are_applied_while_a_reply_waits_and_only_the_last_is_shown_then(one: Process) -> None:
    notes = one.notebook
    texts = [str(number) for number in range(9)]
    notes.results.update({text: [Result.TO_SHOW] for text in texts})
    notes.gate = asyncio.Event()
    await one.receives(says(AWA, "0"))
    await until(lambda: bool(notes.shown_of[AWA]))
    await one.receives(*(says(AWA, text) for text in texts[1:]))
    await until(lambda: notes.handled == texts)
    assert notes.shown_of[AWA] == ["0"]
    assert await one.states() == {UpdateState.APPLIED: 9}

    notes.gate.set()
    await one.queues.settled()
    assert notes.shown_of[AWA] == ["0", "8"]
    assert await one.states() == {UpdateState.ANSWERED: 9}


async def test_what_comes_together_is_shown_together(one: Process) -> None:
    one.notebook.results.update({str(number): [Result.TO_SHOW] for number in range(9)})
    await one.receives_and_settles(*(says(AWA, str(number)) for number in range(9)))
    assert one.notebook.shown_of[AWA] == ["8"]


async def test_something_is_shown_however_long_it_goes_on(one: Process) -> None:
    many = [str(number) for number in range(3 * MERGED)]
    one.notebook.results.update({text: [Result.TO_SHOW] for text in many})
    await one.receives_and_settles(*(says(AWA, text) for text in many))
    assert one.notebook.handled == many
    assert 1 < len(one.notebook.shown_of[AWA]) <= 4
    assert one.notebook.shown_of[AWA][-1] == many[-1]


async def test_a_reply_that_could_not_leave_is_shown_again_with_all_before_it(one: Process) -> None:
    one.notebook.results.update({text: [Result.TO_SHOW] for text in ("a", "b")})
    one.notebook.shows = [Result.UNANSWERED]
    await one.receives(says(AWA, "a"), says(AWA, "b"))
    await one.naps.begun(1)
    assert await one.states() == {UpdateState.APPLIED: 2}
    one.naps.end()
    await one.queues.settled()
    assert one.notebook.shown == [AWA]
    assert await one.states() == {UpdateState.ANSWERED: 2}


async def test_a_process_that_stops_shows_what_it_has_applied(one: Process) -> None:
    notes = one.notebook
    notes.results.update({text: [Result.TO_SHOW] for text in ("a", "b")})
    notes.gate = asyncio.Event()
    await one.receives(says(AWA, "a"))
    await until(lambda: bool(notes.shown_of[AWA]))
    await one.receives(says(AWA, "b"))
    await until(lambda: notes.handled == ["a", "b"])
    stopping = asyncio.create_task(one.queues.stop())
    await asyncio.sleep(0)
    notes.gate.set()
    await stopping
    assert notes.shown_of[AWA] == ["a", "b"]
    assert await one.states() == {UpdateState.ANSWERED: 2}


async def test_a_known_person_waits_for_no_crowd_of_strangers(one: Process) -> None:
    notes = one.notebook
    crowd = range(100, 100 + 10 * OUTSIDE_AT_ONCE)
    notes.strangers = set(crowd)
    notes.gates = {f"stranger {number}": asyncio.Event() for number in crowd}
    await one.receives(*(says(number, f"stranger {number}") for number in crowd))
    await until(lambda: sum(begun.is_set() for begun in notes.begun.values()) == OUTSIDE_AT_ONCE)

    await one.receives(says(BEN, "hello"))
    await until(lambda: notes.handled == ["hello"])

    for gate in notes.gates.values():
        gate.set()
    await one.queues.settled()
    assert len(notes.handled) == len(crowd) + 1
