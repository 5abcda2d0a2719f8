"""Updates from their arrival to their answer: nothing doubled, nothing forgotten, one chat in order."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.domain.people import Role
from bot.storage import inbox, networks, people
from bot.storage.inbox import UpdateState
from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.store import Conflict, Store, Tx
from tests.support.databases import KEY

BOT = 7_000_000_001
NOW = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
AWA, SAMIRA = 101, 102
ME, OTHER = "bot-a", "bot-b"


async def arrive(store: Store, *updates: tuple[int, int], at: datetime = NOW) -> list[int]:
    return await store.run(inbox.store_updates, BOT, [(update, chat, b"%d" % update) for update, chat in updates], at)


async def test_an_update_is_kept_once_however_often_it_is_offered(store: Store) -> None:
    first = await arrive(store, (1, AWA), (2, SAMIRA))
    again = await arrive(store, (2, SAMIRA), (3, AWA))
    assert (len(first), len(again)) == (2, 1)
    assert first < again
    assert await arrive(store) == []


async def test_two_bots_may_use_the_same_update_id(store: Store) -> None:
    await arrive(store, (1, AWA))
    assert len(await store.run(inbox.store_updates, BOT + 1, [(1, AWA, b"")], NOW)) == 1


async def test_what_a_person_wrote_is_not_readable_in_the_table(store: Store) -> None:
    await store.run(inbox.store_updates, BOT, [(1, AWA, b"my husband must not know")], NOW)
    raw = await store.read(lambda tx: tx.connection.scalars(sa.select(inbox.inbox.c.body)).one())
    assert b"husband" not in raw
    received = await store.read(inbox.oldest, AWA)
    assert received is not None
    assert (received.body, received.arrived_at) == (b"my husband must not know", NOW)


async def test_a_chat_is_taken_in_the_order_of_arrival_even_when_ids_restart(store: Store) -> None:
    await arrive(store, (900, AWA))
    await arrive(store, (5, AWA))
    received = await store.read(inbox.oldest, AWA)
    assert received is not None
    assert received.update_id == 900
    await store.run(inbox.mark_applied, received.id)
    received = await store.read(inbox.oldest, AWA)
    assert received is not None
    assert received.update_id == 5


async def test_an_update_is_applied_by_one_process_only(store: Store) -> None:
    [row] = await arrive(store, (1, AWA))
    await store.run(inbox.mark_applied, row)
    with pytest.raises(Conflict):
        await store.run(inbox.mark_applied, row)


async def test_an_answered_update_is_over_and_its_body_gone(store: Store) -> None:
    rows = await arrive(store, (1, AWA), (2, AWA))
    await store.run(inbox.mark_applied, rows[0])
    assert await store.read(inbox.unanswered, ME, NOW) == [(rows[0], AWA)]
    await store.run(inbox.mark_answered, rows)
    assert await store.read(inbox.unanswered, ME, NOW) == []
    assert await store.read(inbox.counts) == {
        UpdateState.NEW: 1,  # never applied, so the answer cannot have been its own
        UpdateState.APPLIED: 0,
        UpdateState.ANSWERED: 1,
        UpdateState.DEAD: 0,
    }
    kept = await store.read(
        lambda tx: tx.connection.execute(
            sa.select(inbox.inbox.c.body, inbox.inbox.c.chat_key, inbox.inbox.c.chat).where(inbox.inbox.c.id == rows[0])
        ).one()
    )
    assert tuple(kept) == (b"", None, None)
    assert await arrive(store, (1, AWA)) == []


async def test_the_third_failure_is_the_last(store: Store) -> None:
    [row, _] = await arrive(store, (1, AWA), (2, AWA))
    assert [await store.run(inbox.mark_failed, row, NOW) for _ in range(3)] == [1, 2, 3]
    received = await store.read(inbox.oldest, AWA)
    assert received is not None
    assert received.update_id == 2
    assert (await store.read(inbox.counts))[UpdateState.DEAD] == 1
    assert await store.read(said_and_by_whom, row) == (b"", None, None)


async def test_what_failed_of_a_known_person_is_kept_to_be_looked_at_without_whose_it_was(store: Store) -> None:
    [row] = await arrive(store, (1, AWA))
    await store.run(an_account, AWA)
    for _ in range(inbox.FAILURES):
        await store.run(inbox.mark_failed, row, NOW)
    body, *whose = await store.read(said_and_by_whom, row)
    assert (body != b"", whose) == (True, [None, None])


def an_account(tx: Tx, chat_id: int) -> None:
    network = networks.add_network(tx, "Tilleuls", "Tilleuls", "dpo@example.org")
    people.add(tx, NOW, network, "Awa", frozenset({Role.BENEFICIARY}), chat_id=chat_id)


def said_and_by_whom(tx: Tx, row: int) -> tuple[object, ...]:
    columns = (inbox.inbox.c.body, inbox.inbox.c.chat_key, inbox.inbox.c.chat)
    return tuple(tx.connection.execute(sa.select(*columns).where(inbox.inbox.c.id == row)).one())


async def test_a_chat_is_one_while_its_key_is_replaced(store: Store, database_url: str) -> None:
    await arrive(store, (1, AWA), (2, SAMIRA))
    both = await Store.open(database_url, Cipher(["a key that follows the first one", KEY]))
    await arrive(both, (3, AWA))
    assert await both.read(inbox.chats_waiting, ME, NOW) == [AWA, SAMIRA]
    assert await both.run(inbox.claim, AWA, OTHER, NOW)
    assert await both.read(inbox.held_elsewhere, {AWA, SAMIRA}, ME, NOW) == {AWA}
    for number in (1, 3):
        received = await both.read(inbox.oldest, AWA)
        assert received is not None
        assert (received.update_id, received.chat_id) == (number, AWA)
        await both.run(inbox.mark_applied, received.id)
    await both.close()


async def test_chats_wait_by_who_came_first(store: Store) -> None:
    await arrive(store, (1, SAMIRA), (2, AWA), (3, SAMIRA))
    assert await store.read(inbox.chats_waiting, ME, NOW) == [SAMIRA, AWA]


async def test_a_chat_belongs_to_one_process_until_its_lease_ends(store: Store) -> None:
    await arrive(store, (1, AWA), (2, SAMIRA))
    assert await store.run(inbox.claim, AWA, OTHER, NOW)
    await arrive(store, (3, AWA))  # arrives meanwhile, and belongs to the same process
    assert not await store.run(inbox.claim, AWA, ME, NOW)
    assert await store.read(inbox.chats_waiting, ME, NOW) == [SAMIRA]
    assert await store.read(inbox.chats_waiting, OTHER, NOW) == [AWA, SAMIRA]
    later = NOW + inbox.LEASE
    assert await store.read(inbox.chats_waiting, ME, later) == [AWA, SAMIRA]
    assert await store.run(inbox.claim, AWA, ME, later)
    assert not await store.run(inbox.claim, AWA, OTHER, later)


async def test_a_process_that_lives_keeps_its_chats(store: Store) -> None:
    await arrive(store, (1, AWA))
    await store.run(inbox.claim, AWA, OTHER, NOW)
    await store.run(inbox.extend, OTHER, NOW + timedelta(seconds=20))
    assert not await store.run(inbox.claim, AWA, ME, NOW + inbox.LEASE)


async def test_a_process_that_stops_lets_go_at_once(store: Store) -> None:
    await arrive(store, (1, AWA))
    await store.run(inbox.claim, AWA, OTHER, NOW)
    await store.run(inbox.release, OTHER)
    assert await store.run(inbox.claim, AWA, ME, NOW)


async def test_what_a_dead_process_applied_is_answered_by_another(store: Store) -> None:
    [row] = await arrive(store, (1, AWA))
    await store.run(inbox.claim, AWA, OTHER, NOW)
    await store.run(inbox.mark_applied, row)
    assert await store.read(inbox.unanswered, ME, NOW) == []
    assert await store.read(inbox.unanswered, OTHER, NOW) == [(row, AWA)]  # restarted, it finds its own
    assert await store.read(inbox.unanswered, ME, NOW + inbox.LEASE) == [(row, AWA)]


async def test_answered_updates_go_after_two_days_dead_ones_after_a_month_others_never(store: Store) -> None:
    answered, dead, _new = await arrive(store, (1, AWA), (2, AWA), (3, SAMIRA))
    await store.run(inbox.mark_applied, answered)
    await store.run(inbox.mark_answered, [answered])
    for _ in range(inbox.FAILURES):
        await store.run(inbox.mark_failed, dead, NOW)
    assert await store.run(inbox.sweep, NOW + timedelta(hours=47)) == 0
    assert await store.run(inbox.sweep, NOW + timedelta(hours=49)) == 1
    assert await store.run(inbox.sweep, NOW + timedelta(days=31)) == 1
    assert sum((await store.read(inbox.counts)).values()) == 1


async def test_a_sweep_goes_in_pieces(store: Store) -> None:
    rows = await arrive(store, *((number, AWA) for number in range(5)))
    for row in rows:
        await store.run(inbox.mark_applied, row)
    await store.run(inbox.mark_answered, rows)
    later = NOW + timedelta(days=3)
    assert [await store.run(inbox.sweep, later, 2) for _ in range(3)] == [2, 2, 1]


async def test_waiting_chats_are_found_without_reading_every_row(store: Store) -> None:
    await arrive(store, (1, AWA))
    plan = await store.read(explain, "SELECT id FROM inbox WHERE state = 'new' AND state IN ('new', 'applied')")
    assert not plan or "ix_inbox_open" in plan


def explain(tx: Tx, query: str) -> str:
    """Return SQLite's plan; PostgreSQL reads a tiny table whole, whatever the indexes."""
    if tx.dialect != "sqlite":
        return ""
    return str(tx.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query} AND chat_key = 'a'").all())


async def test_a_process_can_hold_what_arrives_at_once(store: Store) -> None:
    two = [(1, AWA, b""), (2, SAMIRA, b"")]
    await store.run(inbox.store_updates, BOT, two, NOW, owner=ME, elsewhere={SAMIRA})

    assert await store.run(inbox.held_elsewhere, {AWA, SAMIRA}, OTHER, NOW) == {AWA}
    assert await store.run(inbox.held_elsewhere, {AWA, SAMIRA}, ME, NOW) == set()
    assert await store.run(inbox.held_elsewhere, {SAMIRA}, OTHER, NOW) == set()
    assert await store.run(inbox.held_elsewhere, {AWA}, OTHER, NOW + inbox.LEASE) == set()


async def test_who_holds_something_and_what_was_applied_of_a_chat(store: Store) -> None:
    first, _, _ = await arrive(store, (1, AWA), (2, AWA), (3, SAMIRA))
    assert await store.run(inbox.owners) == set()
    await store.run(inbox.claim, AWA, ME, NOW)
    assert await store.run(inbox.owners) == {ME}
    await store.run(inbox.mark_applied, first)
    assert [row for row, _ in await store.run(inbox.applied, AWA)] == [first]
    assert await store.run(inbox.applied, SAMIRA) == []
