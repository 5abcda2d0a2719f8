"""Killed in the middle of a message to many: nobody who was confirmed gets it twice, and nobody is skipped."""

import asyncio
import signal
from datetime import UTC, datetime

import pytest

from bot.chat.broadcasting import IN_FLIGHT
from bot.domain.audience import Audience, To
from bot.domain.people import Role
from bot.features.administration import admin
from bot.storage import broadcasts, people
from bot.storage.broadcasts import Broadcast, BroadcastState, RowState
from bot.storage.kernel.store import Store, Tx
from tests.crash.machine import Machine

READERS = 120
"""Some four seconds at the machine's pace."""
KILLS = 2
PATIENCE = 90.0


async def team(machine: Machine, records: Store) -> tuple[int, dict[int, int]]:
    """Return the coordinator, and the referents with their chats: person id to chat."""
    chats = [await machine.person(f"Referent {n}") for n in range(READERS + 1)]
    for chat_id in chats:
        await machine.asks("POST", f"people/{chat_id}/start")
    now = datetime.now(UTC)

    def furnish(tx: Tx) -> list[int]:
        network = admin.only_or_new(tx, "Réseau des Tilleuls")
        found = []
        for n, chat_id in enumerate(chats):
            role = Role.REFERENT if n else Role.COORDINATOR
            found.append(
                people.add(tx, now, network, f"Referent {n}", frozenset({role}), chat_id=chat_id, language="fr")
            )
        return found

    ids = await records.run(furnish)
    return ids[0], dict(zip(ids[1:], chats[1:], strict=True))


def announce(tx: Tx, author_id: int) -> int:
    now = datetime.now(UTC)
    values = {
        "network_id": admin.only_or_new(tx, "Réseau des Tilleuls"), "author_id": author_id, "message": "own",
        "texts": {"": "Bonjour à tous"}, "call_id": None, "event_id": None, "day": None,
        "state": BroadcastState.SCHEDULED.value, "due_at": now,
    }  # fmt: skip
    return broadcasts.add(tx, values, Audience(To.REFERENTS), broadcasts.text_key(tx, "crash"), now)


def by_state(tx: Tx, broadcast_id: int) -> dict[RowState, set[int]]:
    """Return the people of the broadcast, by what became of them."""
    return {
        state: {person for person, _ in broadcasts.in_row_state(tx, broadcast_id, state, READERS)} for state in RowState
    }


async def got(machine: Machine, chats: dict[int, int]) -> dict[int, int]:
    """Count how often each of them got it."""
    found = {}
    for person, chat_id in chats.items():
        texts = [message.get("text") for message in await machine.messages(chat_id)]
        found[person] = texts.count("Bonjour à tous")
    return found


async def until_confirmed(records: Store, broadcast_id: int, count: int) -> None:
    for _ in range(int(PATIENCE / 0.05)):
        if (await records.read(broadcasts.counts, broadcast_id))[RowState.SENT] >= count:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it never got that far")


async def until_over(machine: Machine, records: Store, broadcast_id: int) -> Broadcast:
    for _ in range(int(PATIENCE / 0.1)):
        one = await records.read(broadcasts.by_id, broadcast_id)
        assert one is not None
        if one.state is BroadcastState.DONE:
            return one
        await asyncio.sleep(0.1)
    raise AssertionError(f"it never ended\n{machine.log()[-2000:]}")


@pytest.mark.slow
async def test_killed_in_the_middle_nobody_confirmed_gets_it_twice_and_nobody_is_skipped(
    machine: Machine, records: Store
) -> None:
    author, chats = await team(machine, records)
    broadcast_id = await records.run(announce, author)
    await machine.begins()
    for kill in range(1, KILLS + 1):
        await until_confirmed(records, broadcast_id, kill * READERS // (KILLS + 1))
        await machine.ends(signal.SIGKILL)
        await machine.begins()
    await until_over(machine, records, broadcast_id)

    states, counts = await records.read(by_state, broadcast_id), await got(machine, chats)
    assert states[RowState.SENT] | states[RowState.UNCERTAIN] == set(chats), "nobody is skipped"
    assert {counts[person] for person in states[RowState.SENT]} == {1}
    assert {counts[person] for person in states[RowState.UNCERTAIN]} <= {0, 1}
    assert 0 < len(states[RowState.UNCERTAIN]) <= KILLS * IN_FLIGHT, "only what was in flight"

    queued = await records.run(broadcasts.repeat, broadcast_id)
    assert queued == len(states[RowState.UNCERTAIN])
    await until_over(machine, records, broadcast_id)
    again = await got(machine, chats)
    assert {person: again[person] - counts[person] for person in chats} == {
        person: int(person in states[RowState.UNCERTAIN]) for person in chats
    }
    assert min(again.values()) >= 1
    assert (await machine.asks("GET", "summary"))["flood"] == 0
    assert '"level": "ERROR"' not in machine.log()


@pytest.mark.slow
async def test_asked_to_end_it_leaves_nothing_uncertain(machine: Machine, records: Store) -> None:
    author, chats = await team(machine, records)
    broadcast_id = await records.run(announce, author)
    await machine.begins()
    await until_confirmed(records, broadcast_id, READERS // 3)
    assert await machine.ends(signal.SIGTERM) == 0
    await machine.begins()
    await until_over(machine, records, broadcast_id)
    states = await records.read(by_state, broadcast_id)
    assert states[RowState.SENT] == set(chats)
    assert set((await got(machine, chats)).values()) == {1}
