"""SQLite gathers services into one commit: the ways this could tell a caller "saved" when it is not."""

import asyncio
import resource
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.store import Store, Tx, Unavailable
from tests.support import scratch
from tests.support.scratch import Refused


@pytest.fixture
async def store(sqlite_url: str, cipher: Cipher) -> AsyncIterator[Store]:
    opened = await Store.open(sqlite_url, cipher)
    await opened.run(scratch.create)
    yield opened
    await opened.close()


@asynccontextmanager
async def held_up(store: Store) -> AsyncIterator[None]:
    """Keep the writer busy, so that whatever is asked inside waits and is gathered."""
    busy, go = threading.Event(), threading.Event()

    def wait(_tx: Tx) -> None:
        busy.set()
        go.wait(30)

    waiting = asyncio.create_task(store.run(wait))
    await asyncio.to_thread(busy.wait, 30)
    yield
    await asyncio.sleep(0)
    go.set()
    await waiting


async def gathered(store: Store, *services: Callable[[Tx], object]) -> list[object]:
    """Run services in one commit; return what each returned or raised."""
    async with held_up(store):
        tasks = [asyncio.create_task(store.run(service)) for service in services]
    return list(await asyncio.gather(*tasks, return_exceptions=True))


class Counted:
    """A service that writes its name, and remembers what it saw at each attempt."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.seen: list[list[str]] = []

    def __call__(self, tx: Tx) -> str:
        self.seen.append(scratch.written(tx))
        scratch.write(tx, self.name)
        return self.name


def fill_the_disk(tx: Tx) -> None:
    scratch.heap(tx, 4_000_000)


async def limit_the_disk(store: Store) -> None:
    def limit(tx: Tx) -> None:
        pages = tx.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        tx.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 20}")

    await store.run(limit)


async def test_a_failing_neighbour_is_undone_alone_in_the_same_commit(store: Store) -> None:
    before, after = Counted("before"), Counted("after")

    def refuse(tx: Tx) -> None:
        scratch.write_then_refuse(tx, "refused")

    results = await gathered(store, before, refuse, after)
    assert results[0] == "before"
    assert isinstance(results[1], Refused)
    assert (before.seen, after.seen) == ([[]], [["before"]])  # ran once each, the second beside the first
    assert await store.read(scratch.written) == ["after", "before"]


async def test_a_full_disk_takes_the_commit_and_every_neighbour_is_run_again_alone(store: Store) -> None:
    await limit_the_disk(store)
    before, after = Counted("before"), Counted("after")
    results = await gathered(store, before, fill_the_disk, after)
    assert (results[0], results[2]) == ("before", "after")
    assert isinstance(results[1], Unavailable)
    assert "full" in str(results[1])
    assert before.seen == [[], []]  # the first attempt left nothing behind
    assert await store.read(scratch.written) == ["after", "before"]


async def test_a_failed_commit_leaves_nothing_of_released_savepoints(store: Store) -> None:
    before, after = Counted("before"), Counted("after")
    results = await gathered(store, before, scratch.refer_to_nothing, after)
    assert (results[0], results[2]) == ("before", "after")
    assert isinstance(results[1], sa.exc.IntegrityError)
    assert before.seen == [[], []]
    assert after.seen == [["before"], ["before"]]
    assert await store.read(scratch.written) == ["after", "before"]


async def test_a_disk_that_fails_during_the_commit_is_told_to_nobody_as_saved(store: Store, sqlite_url: str) -> None:
    """Let no file grow for the length of one commit; SQLite learns of it only as it commits."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    log = Path(f"{sqlite_url.removeprefix('sqlite:///')}-wal")
    attempts: list[int] = []

    def fail_the_first_time(_tx: Tx) -> None:
        attempts.append(1)
        limit = (log.stat().st_size, limits[1]) if len(attempts) == 1 else limits
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)

    one, two = Counted("one"), Counted("two")
    try:
        assert await gathered(store, fail_the_first_time, one, two) == [None, "one", "two"]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (len(attempts), one.seen, two.seen) == (2, [[], []], [["one"], ["one"]])
    assert await store.read(scratch.written) == ["one", "two"]


async def test_a_service_that_goes_on_after_its_transaction_was_lost_saves_nothing(store: Store) -> None:
    await limit_the_disk(store)

    def stubborn(tx: Tx) -> str:
        scratch.write(tx, "half")
        try:
            fill_the_disk(tx)
        except (Unavailable, sa.exc.DBAPIError):
            with suppress(Unavailable, sa.exc.DBAPIError):
                scratch.write(tx, "smuggled")
            return "saved"
        return "no disk is that large"

    results = await gathered(store, stubborn, Counted("neighbour"))
    assert isinstance(results[0], Unavailable)
    assert await store.read(scratch.written) == ["neighbour"]
    with pytest.raises(Unavailable):
        await store.run(stubborn)
    assert await store.read(scratch.written) == ["neighbour"]


async def test_a_second_writer_is_waited_for(store: Store, sqlite_url: str) -> None:
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    writing = asyncio.create_task(store.run(scratch.write, "patient"))
    await asyncio.sleep(0.2)
    assert not writing.done()
    other.execute("COMMIT")
    other.close()
    await writing
    assert await store.read(scratch.written) == ["patient"]


async def test_a_second_writer_who_never_ends_is_told_to_all_and_nobody_was_run(store: Store, sqlite_url: str) -> None:
    await store.run(lambda tx: tx.connection.exec_driver_sql("PRAGMA busy_timeout = 50").fetchall())
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    services = [Counted("one"), Counted("two"), Counted("three")]  # the first alone, the others gathered
    results = await asyncio.gather(*(store.run(service) for service in services), return_exceptions=True)
    assert [str(result) for result in results] == ["database is locked"] * 3
    assert all(isinstance(result, Unavailable) for result in results)
    assert [service.seen for service in services] == [[], [], []]
    other.execute("ROLLBACK")
    other.close()
    await store.run(scratch.write, "afterwards")


async def test_a_caller_who_left_before_the_turn_came_is_not_served(store: Store) -> None:
    left = Counted("left")
    async with held_up(store):
        task = asyncio.create_task(store.run(left))
        await asyncio.sleep(0)
        task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await store.run(scratch.write, "next")
    assert left.seen == []


async def test_a_missing_folder_and_a_damaged_file_are_said_in_one_line(tmp_path: Path, cipher: Cipher) -> None:
    with pytest.raises(Unavailable, match="No such file"):
        await Store.open(f"sqlite:///{tmp_path / 'nowhere' / 'valise.db'}", cipher)
    (tmp_path / "damaged.db").write_bytes(b"not a database" * 100)
    with pytest.raises(Unavailable, match="not a database"):
        await Store.open(f"sqlite:///{tmp_path / 'damaged.db'}", cipher)


async def test_each_answer_is_on_disk_before_its_reply_and_deleted_text_is_overwritten(store: Store) -> None:
    def settings(tx: Tx) -> dict[str, object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "temp_store", "busy_timeout")
        return {name: tx.connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}

    assert await store.run(settings) == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "temp_store": 2,
        "busy_timeout": 15_000,
    }
