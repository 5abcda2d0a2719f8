"""What a service can count on, on both databases."""

import asyncio

import pytest
import sqlalchemy as sa

from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.store import Conflict, Store, Tx, Unavailable
from tests.support import scratch
from tests.support.scratch import Refused


@pytest.fixture(autouse=True)
async def _scratch(store: Store) -> None:
    await store.run(scratch.create)


async def test_what_a_service_returns_comes_back_and_what_it_wrote_is_saved(store: Store) -> None:
    assert await store.run(scratch.write, "one") == 1
    assert await store.read(scratch.written) == ["one"]


async def test_a_refusal_reaches_its_caller_and_undoes_that_service_alone(store: Store) -> None:
    results = await asyncio.gather(
        store.run(scratch.write, "first"),
        store.run(scratch.write_then_refuse, "second"),
        store.run(scratch.write, "third"),
        return_exceptions=True,
    )
    assert isinstance(results[1], Refused)
    assert await store.read(scratch.written) == ["first", "third"]


async def test_a_mistake_in_a_query_is_not_disguised_and_never_shows_its_values(store: Store) -> None:
    await store.run(scratch.write, "her secret")
    with pytest.raises(sa.exc.IntegrityError) as caught:
        await store.run(scratch.write, "her secret")
    assert "her secret" not in str(caught.value).partition("DETAIL")[0]
    assert "parameters hidden" in str(caught.value)


async def test_many_callers_are_all_served(store: Store) -> None:
    await asyncio.gather(*(store.run(scratch.write, f"{n:03}") for n in range(200)))
    assert await store.read(scratch.written) == [f"{n:03}" for n in range(200)]


async def test_of_two_who_read_the_same_version_one_gets_a_conflict(store: Store) -> None:
    note = await store.run(scratch.write, "contested")
    results = await asyncio.gather(
        store.run(scratch.bump, note, 0), store.run(scratch.bump, note, 0), return_exceptions=True
    )
    assert sorted(str(type(result).__name__) for result in results) == ["Conflict", "NoneType"]


async def test_fifty_who_try_again_on_conflict_all_get_through(store: Store) -> None:
    note = await store.run(scratch.write, "contested")

    async def insist() -> None:
        while True:
            try:
                await store.run(scratch.bump, note, await store.read(scratch.version, note))
            except Conflict:
                continue
            return

    await asyncio.gather(*(insist() for _ in range(50)))
    assert await store.read(scratch.version, note) == 50


async def test_a_reader_sees_one_moment_and_cannot_write(store: Store) -> None:
    with pytest.raises((Unavailable, sa.exc.DBAPIError)):
        await store.read(scratch.write, "smuggled")
    assert await store.read(scratch.written) == []


async def test_a_closed_store_says_so(database_url: str, cipher: Cipher) -> None:
    store = await Store.open(database_url, cipher)
    await store.close()
    with pytest.raises(Unavailable, match="closed"):
        await store.run(scratch.written)
    with pytest.raises(Unavailable, match="closed"):
        await store.read(scratch.written)


async def test_closing_finishes_what_is_queued(store: Store, database_url: str, cipher: Cipher) -> None:
    other = await Store.open(database_url, cipher)
    writing = [asyncio.create_task(other.run(scratch.write, f"{n:02}")) for n in range(20)]
    await asyncio.sleep(0)
    await other.close()
    await asyncio.gather(*writing)
    assert len(await store.read(scratch.written)) == 20


async def test_a_service_may_raise_what_a_future_cannot_carry(store: Store) -> None:
    def exhausted(_tx: Tx) -> None:
        raise StopIteration

    with pytest.raises(RuntimeError):
        await store.run(exhausted)
    await store.run(scratch.write, "still alive")


@pytest.mark.parametrize(
    "address", ["", "valise.db", "sqlite://", "sqlite:///:memory:", "mysql://u:secret@h/d", "postgresql://"]
)
async def test_a_wrong_address_is_refused_without_repeating_it(address: str, cipher: Cipher) -> None:
    with pytest.raises(ValueError, match=r"sqlite:///PATH") as caught:
        await Store.open(address, cipher)
    assert "secret" not in str(caught.value)
