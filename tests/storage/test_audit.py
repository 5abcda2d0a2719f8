"""The trail of decisions: only ever longer, readable to those who may, and proof against a quiet correction."""

import asyncio
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.storage import audit
from bot.storage.kernel.cipher import Cipher, new_row_key
from bot.storage.kernel.store import Conflict, Store, Tx

NOW = datetime(2027, 3, 1, 9, 30, 15, 250, tzinfo=UTC)
PLAN, CALL = "plan:12", "call:3"
SAMIRA = 5
DISARM = {
    "sqlite": ("DROP TRIGGER audit_update", "DROP TRIGGER audit_delete"),
    "postgresql": ("ALTER TABLE audit DISABLE TRIGGER audit_change",),
}


@pytest.fixture
async def three_lines(store: Store) -> Store:
    def live(tx: Tx) -> None:
        audit.append(tx, PLAN, NOW, None, "send", {"state": "draft"}, {"state": "sent"})
        audit.append(tx, CALL, NOW, SAMIRA, "take", {"places": 0}, {"places": 4})
        audit.append(tx, PLAN, NOW, SAMIRA, "ask_changes", "sent", "reopened", "a price is missing")
        audit.append(tx, PLAN, NOW + timedelta(days=1), SAMIRA, "endorse", "sent", "endorsed")

    await store.run(live)
    return store


async def behind_its_back(store: Store, statement: str) -> None:
    """Edit as an intruder with the database in hand would."""

    def edit(tx: Tx) -> None:
        for disarm in DISARM[tx.dialect]:
            tx.connection.exec_driver_sql(disarm)
        tx.connection.exec_driver_sql(statement)

    await store.run(edit)


async def test_a_chain_tells_who_what_when_and_why(three_lines: Store) -> None:
    lines = await three_lines.read(audit.history, PLAN)
    assert [(line.seq, line.action) for line in lines] == [(1, "send"), (2, "ask_changes"), (3, "endorse")]
    assert (lines[0].at, lines[0].actor_id, lines[0].after) == (NOW, None, {"state": "sent"})
    assert (lines[1].actor_id, lines[1].reason) == (SAMIRA, "a price is missing")
    assert lines[2].reason is None


async def test_untouched_chains_are_sound(three_lines: Store) -> None:
    assert await three_lines.read(audit.verify, PLAN) is None
    assert await three_lines.read(audit.verify, "plan:404") is None
    assert await three_lines.read(audit.verify_all) == []


@pytest.mark.parametrize("statement", ["UPDATE audit SET action = 'x'", "DELETE FROM audit"])
async def test_the_database_itself_refuses_to_change_a_line(three_lines: Store, statement: str) -> None:
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        await three_lines.run(lambda tx: tx.connection.exec_driver_sql(statement))
    assert len(await three_lines.read(audit.history, PLAN)) == 3


@pytest.mark.parametrize(
    ("statement", "bad"),
    [
        ("UPDATE audit SET actor_id = 6 WHERE chain = 'plan:12' AND seq = 2", 2),
        ("UPDATE audit SET actor_id = 6 WHERE chain = 'plan:12' AND seq = 1", 1),
        ("UPDATE audit SET action = 'decline' WHERE chain = 'plan:12' AND seq = 3", 3),
        ("UPDATE audit SET reason = NULL WHERE chain = 'plan:12' AND seq = 2", 2),
        ("UPDATE audit SET before = after WHERE chain = 'plan:12' AND seq = 3", 3),
        ("UPDATE audit SET at = '2027-03-02 00:00:00.000000' WHERE chain = 'plan:12' AND seq = 1", 1),
        ("DELETE FROM audit WHERE chain = 'plan:12' AND seq = 2", 3),
        ("DELETE FROM audit WHERE chain = 'plan:12' AND seq = 1", 2),
    ],
)
async def test_an_edit_behind_the_databases_back_is_found(three_lines: Store, statement: str, bad: int) -> None:
    await behind_its_back(three_lines, statement)
    assert await three_lines.read(audit.verify, PLAN) == bad
    assert await three_lines.read(audit.verify_all) == [(PLAN, bad)]


async def test_forgetting_a_persons_key_erases_what_was_said_and_leaves_the_chain_sound(store: Store) -> None:
    key = new_row_key()

    def live(tx: Tx) -> None:
        audit.append(tx, PLAN, NOW, SAMIRA, "decline", "sent", "declined", "she moved away", row_key=key)

    await store.run(live)
    [line] = await store.read(lambda tx: audit.history(tx, PLAN, row_key=key))
    assert line.reason == "she moved away"
    [line] = await store.read(audit.history, PLAN)
    assert (line.readable, line.after, line.reason) == (False, None, None)
    assert (line.action, line.actor_id) == ("decline", SAMIRA)
    assert await store.read(audit.verify_all) == []


async def test_reasons_are_not_readable_in_the_table(three_lines: Store) -> None:
    raw = await three_lines.read(lambda tx: str(tx.connection.execute(audit.audit.select()).all()))
    assert "price" not in raw
    assert "draft" not in raw


async def test_of_two_who_add_the_same_line_at_once_one_gets_a_conflict(postgres_url: str, cipher: Cipher) -> None:
    store = await Store.open(postgres_url, cipher)
    first_added = threading.Event()

    def first(tx: Tx) -> None:
        audit.append(tx, PLAN, NOW, SAMIRA, "endorse", "sent", "endorsed")
        first_added.set()
        while not _a_writer_waits(tx):
            time.sleep(0.01)

    def second(tx: Tx) -> None:
        first_added.wait(30)
        audit.append(tx, PLAN, NOW, SAMIRA, "decline", "sent", "declined")

    results = await asyncio.gather(store.run(first), store.run(second), return_exceptions=True)
    assert results[0] is None
    assert isinstance(results[1], Conflict)
    assert [line.action for line in await store.read(audit.history, PLAN)] == ["endorse"]
    await store.close()


def _a_writer_waits(tx: Tx) -> bool:
    tx.connection.exec_driver_sql("SELECT pg_stat_clear_snapshot()")
    return bool(
        tx.connection.exec_driver_sql(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        ).scalar()
    )


def test_when_something_was_last_done_in_each_chain(tx: Tx) -> None:
    for chain, action, days in (
        ("plan:1", "grant", 0),
        ("plan:1", "grant", 2),
        ("plan:1", "send", 3),
        ("plan:2", "send", 0),
    ):
        audit.append(tx, chain, NOW + timedelta(days=days), 1, action, None, None)
    assert audit.last_done(tx, ["plan:1", "plan:2"], ["grant"]) == {"plan:1": NOW + timedelta(days=2)}
    assert audit.chains_with(tx, ["grant"], NOW, NOW + timedelta(days=1)) == {"plan:1"}
    assert audit.chains_with(tx, ["grant"], NOW + timedelta(days=1), NOW + timedelta(days=2)) == frozenset()
