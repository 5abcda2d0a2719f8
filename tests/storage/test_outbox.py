"""What is owed to people: once for each occasion, the urgent first, never lost, withdrawn while nobody saw it."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.storage import outbox
from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.store import Store, Tx
from bot.storage.outbox import NoticeState, Outgoing

NOW = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
AWA, SAMIRA = 1, 2
ME = "bot-a"


def notice(key: str = "plan:1:endorsed", recipient: int = AWA, **changes: Any) -> Outgoing:
    settings: dict[str, Any] = {"context": {"plan": 1}, "created_at": NOW, "due_at": NOW} | changes
    return Outgoing(**{"key": key, "recipient_id": recipient, "kind": key.rpartition(":")[2], **settings})


async def claimed(store: Store, now: datetime = NOW, limit: int = 30, owner: str = ME) -> list[str]:
    return [row.key for row in await store.run(outbox.claim, owner, now, limit)]


async def states(store: Store) -> dict[NoticeState, int]:
    return {state: count for state, count in (await store.read(outbox.counts)).items() if count}


async def test_one_occasion_is_told_once_to_each_person(store: Store) -> None:
    assert await store.run(outbox.put, [notice(), notice(recipient=SAMIRA)]) == 2
    assert await store.run(outbox.put, [notice(), notice(key="plan:1:granted")]) == 1
    assert await store.run(outbox.put, []) == 0


async def test_a_refused_service_leaves_no_notice(store: Store) -> None:
    def put_then_refuse(tx: Tx) -> None:
        outbox.put(tx, [notice()])
        raise LookupError

    with pytest.raises(LookupError):
        await store.run(put_then_refuse)
    assert await states(store) == {}


async def test_a_claimed_row_says_all_that_rendering_needs(store: Store) -> None:
    await store.run(outbox.put, [notice(plan_id=12, context={"name": "Awa", "cents": 25_000})])
    [row] = await store.run(outbox.claim, ME, NOW, 30)
    assert (row.kind, row.recipient_id, row.plan_id, row.attempts) == ("endorsed", AWA, 12, 1)
    assert row.context == {"name": "Awa", "cents": 25_000}
    assert (row.created_at, row.due_at, row.state) == (NOW, NOW, NoticeState.CLAIMED)


async def test_what_is_said_is_not_readable_in_the_table(store: Store) -> None:
    await store.run(outbox.put, [notice(context={"name": "Awa"})])
    raw = await store.read(lambda tx: tx.connection.scalars(sa.select(outbox.outbox.c.context)).one())
    assert b"Awa" not in raw


async def test_the_urgent_go_first_then_the_oldest_and_nothing_before_its_time(store: Store) -> None:
    await store.run(
        outbox.put,
        [
            notice("a:broadcast", priority=2),
            notice("b:young", due_at=NOW - MINUTE),
            notice("c:old", due_at=NOW - 2 * MINUTE),
            notice("d:urgent", priority=0),
            notice("e:future", due_at=NOW + MINUTE, priority=0),
        ],
    )
    assert await claimed(store) == ["d:urgent", "c:old", "b:young", "a:broadcast"]
    assert await claimed(store) == []
    assert await claimed(store, NOW + MINUTE) == ["e:future"]


async def test_two_processes_never_take_the_same_row(store: Store) -> None:
    await store.run(outbox.put, [notice(f"n:{number}") for number in range(40)])
    taken = await asyncio.gather(*(claimed(store, limit=7, owner=f"bot-{n}") for n in range(8)))
    keys = [key for some in taken for key in some]
    assert len(keys) == len(set(keys))


async def test_what_became_of_each_is_kept(store: Store) -> None:
    await store.run(outbox.put, [notice(f"n:{number}") for number in range(4)])
    rows = await store.run(outbox.claim, ME, NOW, 30)
    await store.run(outbox.sent, rows[0].id, 555)
    await store.run(outbox.unreachable, rows[1].id, "blocked")
    await store.run(outbox.dead, rows[2].id, "bad_request")
    await store.run(outbox.drop, rows[3].id, "no_longer_due")
    assert await states(store) == {
        NoticeState.SENT: 1,
        NoticeState.UNREACHABLE: 1,
        NoticeState.DEAD: 1,
        NoticeState.DROPPED: 1,
    }
    assert await store.run(outbox.reclaim, NOW + timedelta(days=1)) == 0
    assert await claimed(store, NOW + timedelta(days=1)) == []


async def test_a_busy_telegram_puts_a_row_off(store: Store) -> None:
    await store.run(outbox.put, [notice()])
    [row] = await store.run(outbox.claim, ME, NOW, 30)
    await store.run(outbox.later, row.id, NOW + MINUTE, "retry_after")
    assert await claimed(store) == []
    [row] = await store.run(outbox.claim, ME, NOW + MINUTE, 30)
    assert (row.attempts, row.last_error) == (2, "retry_after")


async def test_undoing_withdraws_what_nobody_saw_and_the_occasion_can_come_again(store: Store) -> None:
    soon = NOW + 2 * MINUTE
    await store.run(
        outbox.put,
        [
            notice("plan:1:endorsed", plan_id=1, due_at=soon),
            notice("plan:1:welcome", plan_id=1, due_at=soon),
            notice("plan:2:endorsed", plan_id=2, due_at=soon),
        ],
    )
    assert await store.run(lambda tx: outbox.withdraw(tx, plan_id=1, kinds=["endorsed"])) == 1
    assert await store.run(outbox.put, [notice("plan:1:endorsed", plan_id=1, due_at=soon)]) == 1


async def test_what_was_sent_or_is_being_sent_cannot_be_withdrawn(store: Store) -> None:
    await store.run(outbox.put, [notice("plan:1:a", plan_id=1), notice("plan:1:b", plan_id=1)])
    rows = await store.run(outbox.claim, ME, NOW, 30)
    await store.run(outbox.sent, rows[0].id, 1)
    assert await store.run(lambda tx: outbox.withdraw(tx, plan_id=1)) == 0


async def test_a_key_prefix_is_taken_literally(store: Store) -> None:
    await store.run(outbox.put, [notice("call_1:x"), notice("callA1:x"), notice("call_10:x")])
    assert await store.run(lambda tx: outbox.withdraw(tx, key_prefix="call_1:")) == 1


async def test_withdrawing_everything_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="plan or"):
        await store.run(outbox.withdraw)


async def test_a_notice_whose_process_died_is_sent_again(store: Store) -> None:
    await store.run(outbox.put, [notice()])
    await claimed(store)
    assert await store.run(outbox.reclaim, NOW + outbox.LEASE - MINUTE / 60) == 0
    after = NOW + outbox.LEASE
    assert await store.run(outbox.reclaim, after) == 1
    assert await states(store) == {NoticeState.UNCERTAIN: 1}
    assert await claimed(store, after) == ["plan:1:endorsed"]


async def test_a_broadcast_whose_process_died_waits_for_somebodys_word(store: Store) -> None:
    await store.run(outbox.put, [notice("broadcast:3", repeatable=False)])
    await claimed(store)
    after = NOW + outbox.LEASE
    await store.run(outbox.reclaim, after)
    assert await claimed(store, after) == []
    [row] = await store.read(outbox.uncertain)
    assert row.due_at is None
    assert await store.run(outbox.repeat, [row.id], after) == 1
    assert await claimed(store, after) == ["broadcast:3"]


async def test_a_long_queue_is_not_read_whole(sqlite_url: str, cipher: Cipher) -> None:
    store = await Store.open(sqlite_url, cipher)

    def plans(tx: Tx) -> list[str]:
        seen: list[str] = []

        def explain(connection: Any, _cursor: Any, sql: str, values: Any, *_rest: Any) -> None:
            if sql.startswith("SELECT"):
                raw = connection.connection.dbapi_connection
                seen.append(str(raw.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()))

        sa.event.listen(tx.connection.engine, "before_cursor_execute", explain)
        outbox.claim(tx, ME, NOW, 30)
        return seen

    [claiming] = await store.run(plans)
    await store.close()
    assert "ix_outbox_waiting" in claiming
    assert "TEMP B-TREE" not in claiming


async def test_what_a_recipient_was_sent_is_of_that_kind_was_due_after_that_moment_and_left(store: Store) -> None:
    await store.run(outbox.put, [notice(), notice("plan:1:granted"), notice(recipient=SAMIRA)])

    async def sent(kind: str = "endorsed", moment: datetime = NOW - MINUTE, recipient: int = AWA) -> bool:
        return await store.read(outbox.sent_since, recipient, [kind], moment)

    assert not await sent(), "it is only queued"
    for row in await store.run(outbox.claim, ME, NOW, 1):
        await store.run(outbox.sent, row.id, 7)
    assert await sent()
    assert not await sent(moment=NOW)
    assert not await sent("granted")
    assert not await sent(recipient=SAMIRA)


async def test_what_is_kept_for_a_message_of_the_day_goes_with_what_waits_to_another_person(store: Store) -> None:
    kept, waits = notice(plan_id=1), notice("plan:1:granted", plan_id=1)
    await store.run(outbox.put, [kept, waits, notice("plan:2:granted", plan_id=2)])
    [row] = await store.run(outbox.claim, ME, NOW, 1)
    assert await store.run(outbox.owners) == {ME}
    await store.run(outbox.gather, row.id)
    assert await store.run(outbox.owners) == set()
    await store.run(outbox.readdress, 1, AWA, SAMIRA)
    assert [each.key for each in await store.run(outbox.gathered, SAMIRA)] == [kept.key]
    assert await store.run(outbox.gathered, AWA) == []
    left = {(each.key, each.recipient_id) for each in await store.run(outbox.claim, ME, NOW, 9)}
    assert left == {(waits.key, SAMIRA), ("plan:2:granted", AWA)}


async def test_what_the_other_person_has_already_is_not_told_twice(store: Store) -> None:
    await store.run(outbox.put, [notice(plan_id=1), notice(recipient=SAMIRA, plan_id=1)])
    await store.run(outbox.readdress, 1, AWA, SAMIRA)
    assert [each.recipient_id for each in await store.run(outbox.claim, ME, NOW, 9)] == [SAMIRA]


async def test_what_the_other_person_was_never_told_is_no_reason_to_keep_silent(store: Store) -> None:
    await store.run(outbox.put, [notice(recipient=SAMIRA, plan_id=1)])
    [dropped] = await store.run(outbox.claim, ME, NOW, 9)
    await store.run(outbox.drop, dropped.id, "nobody to tell")
    await store.run(outbox.put, [notice(plan_id=1)])
    await store.run(outbox.readdress, 1, AWA, SAMIRA)
    assert [each.recipient_id for each in await store.run(outbox.claim, ME, NOW, 9)] == [SAMIRA]


async def test_a_message_of_the_day_is_settled_whatever_became_of_it(store: Store) -> None:
    await store.run(outbox.put, [notice("day:2027-03-01", kind="day"), notice("day:2027-03-02", kind="day")])
    assert await store.run(outbox.settled, "day", [AWA]) == set()
    [first, _] = await store.run(outbox.claim, ME, NOW, 9)
    await store.run(outbox.drop, first.id, "nothing to say")
    assert (AWA, date(2027, 3, 1)) in await store.run(outbox.settled, "day", [AWA])
    assert await store.run(outbox.settled, "day", [SAMIRA]) == set()
    assert await store.run(outbox.settled, "other", [AWA]) == set()


async def test_aside_is_what_goes_out_again_on_a_word_only(store: Store) -> None:
    await store.run(outbox.put, [notice(f"plan:{number}:endorsed") for number in range(4)])
    dead, unreachable, dropped, _ = await store.run(outbox.claim, ME, NOW, 9)
    await store.run(outbox.dead, dead.id, "it cannot be rendered")
    await store.run(outbox.unreachable, unreachable.id, "blocked")
    await store.run(outbox.drop, dropped.id, "no longer true")
    assert {row.id for row in await store.run(outbox.aside)} == {dead.id, unreachable.id}
