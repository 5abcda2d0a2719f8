"""PostgreSQL: what is tried again by itself, and what is not."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.store import Store, Tx, Unavailable
from tests.support import scratch


@pytest.fixture
async def store(postgres_url: str, cipher: Cipher) -> AsyncIterator[Store]:
    opened = await Store.open(postgres_url, cipher)
    await opened.run(scratch.create)
    yield opened
    await opened.close()


async def test_the_loser_of_a_deadlock_is_run_again(store: Store) -> None:
    one, two = await store.run(scratch.write, "one"), await store.run(scratch.write, "two")
    both_hold_their_first = threading.Barrier(2)
    attempts: list[int] = []

    def lock_both(tx: Tx, first: int, second: int) -> None:
        attempts.append(first)
        for number, note in enumerate((first, second)):
            tx.connection.execute(
                scratch.notes.update().where(scratch.notes.c.id == note).values(version=scratch.notes.c.version + 1)
            )
            if number == 0 and len(attempts) <= 2:
                both_hold_their_first.wait(30)

    await asyncio.gather(store.run(lock_both, one, two), store.run(lock_both, two, one))
    # At least once again: a loser that comes back before the winner has woken up may lose a second time.
    assert len(attempts) > 2
    assert await store.read(scratch.version, one) == await store.read(scratch.version, two) == 2


async def test_a_service_whose_connection_breaks_is_run_again(store: Store) -> None:
    attempts: list[int] = []

    def interrupted(tx: Tx) -> None:
        attempts.append(1)
        scratch.write(tx, "once")
        if len(attempts) == 1:
            tx.connection.execute(sa.select(sa.func.pg_terminate_backend(sa.func.pg_backend_pid())))

    await store.run(interrupted)
    assert len(attempts) == 2
    assert await store.read(scratch.written) == ["once"]


async def test_a_lock_that_is_never_released_ends_in_unavailable(store: Store) -> None:
    note = await store.run(scratch.write, "held")
    held, go = threading.Event(), threading.Event()

    def hold(tx: Tx) -> None:
        scratch.bump(tx, note, 0)
        held.set()
        go.wait(30)

    def impatient(tx: Tx) -> None:
        tx.connection.exec_driver_sql("SET LOCAL lock_timeout = '50ms'")
        scratch.bump(tx, note, 0)

    holding = asyncio.create_task(store.run(hold))
    await asyncio.to_thread(held.wait, 30)
    with pytest.raises(Unavailable, match="lock timeout"):
        await store.run(impatient)
    go.set()
    await holding


async def test_a_commit_that_is_refused_is_said_and_nothing_is_saved(store: Store) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        await store.run(scratch.refer_to_nothing)


async def test_a_server_that_is_not_there_is_known_at_start(cipher: Cipher) -> None:
    with pytest.raises(Unavailable, match="refused"):
        await Store.open("postgresql://nobody@127.0.0.1:1/valise", cipher)
