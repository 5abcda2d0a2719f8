"""The inbox: every update Telegram handed over, until it is answered. What it says is not read here.

A row is ``new``, then ``applied`` (its effects are saved), then ``answered`` (its reply left), or ``dead``. A
process leases a chat's rows; ``owner`` is a name it keeps across restarts, so that it finds its own at once.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import sqlalchemy as sa

from bot.storage import accounts
from bot.storage.kernel.schema import Id, Moment, Sealed, insert_new, metadata
from bot.storage.kernel.transaction import Conflict, Tx
from bot.storage.people import people

FAILURES: Final = 3
KEPT: Final = timedelta(hours=48)  # Telegram offers an update for 24 hours; then it cannot come again
DEAD_KEPT: Final = timedelta(days=30)  # update ids restart at random: an old row must not shadow a new update
LEASE: Final = timedelta(seconds=30)


class UpdateState(StrEnum):
    """How far an update is."""

    NEW = "new"
    APPLIED = "applied"
    ANSWERED = "answered"
    DEAD = "dead"


# Written out, because SQLite uses a partial index only where a query repeats its condition to the letter. The
# migration gives PostgreSQL the same ones: naming it here would load its dialect, 3 MB, wherever SQLite runs.
_NEW = sa.text("state = 'new'")
_OPEN = sa.text("state IN ('new', 'applied')")

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("bot_id", sa.BigInteger, nullable=False),
    sa.Column("update_id", sa.BigInteger, nullable=False),
    sa.Column("chat_key", sa.LargeBinary),
    sa.Column("chat", Sealed),
    sa.Column("arrived_at", Moment, nullable=False),
    sa.Column("body", Sealed, nullable=False),
    sa.Column("state", sa.String(8), nullable=False, server_default=UpdateState.NEW),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
    sa.Column("owner", sa.String(64)),
    sa.Column("lease_until", Moment),
    sa.UniqueConstraint("bot_id", "update_id"),
    sa.Index("ix_inbox_open", "chat_key", "id", sqlite_where=_OPEN),
    sqlite_autoincrement=True,  # an id is never given twice, even after a sweep
)
_BODY: Final = "inbox.body"
_CHAT: Final = "inbox.chat"
_NOBODYS: Final = {"chat_key": None, "chat": None}
"""In place of the chat of what is over: nobody is written to about it any more."""
_STRANGERS: Final = inbox.c.chat_key.not_in(sa.select(people.c.chat_key).where(people.c.chat_key.is_not(None)))


@dataclass(frozen=True, slots=True)
class Received:
    """An update waiting to be applied."""

    id: int
    bot_id: int
    update_id: int
    chat_id: int
    arrived_at: datetime
    body: bytes
    failures: int


def store_updates(
    tx: Tx,
    bot_id: int,
    updates: Sequence[tuple[int, int, bytes]],
    now: datetime,
    *,
    owner: str | None = None,
    elsewhere: Collection[int] = (),
    lease: timedelta = LEASE,
    state: UpdateState = UpdateState.NEW,
) -> list[int]:
    """Keep updates as they arrive; one already known is left alone.

    Args:
        tx: the transaction.
        bot_id: whose updates; a database can serve a new bot after an old one.
        updates: (update id, chat id, body), in the order they came.
        now: the time of arrival.
        owner: the process that holds them at once; a tenth of the cost of a ``claim`` for each chat.
        elsewhere: the chats it does not hold (``held_elsewhere``).
        lease: for how long.
        state: applied, where their effects are saved in this same transaction.

    Returns:
        The row ids of those that were new, in that order.
    """
    if not updates:
        return []
    rows = [
        {
            "bot_id": bot_id,
            "update_id": update_id,
            "chat_key": accounts.key(tx, chat_id),
            "chat": accounts.sealed(tx, chat_id, _CHAT),
            "arrived_at": now,
            "body": tx.cipher.seal(body, _BODY),
            "state": state,
            "owner": owner if chat_id not in elsewhere else None,
            "lease_until": now + lease if owner and chat_id not in elsewhere else None,
        }
        for update_id, chat_id, body in updates
    ]
    insert = insert_new(tx.dialect, inbox).returning(inbox.c.id)
    # One row as one: SQLAlchemy's way of inserting many costs twice as much for it.
    ids = sorted(tx.connection.scalars(insert, rows if len(rows) > 1 else rows[0]))
    if state is UpdateState.DEAD:
        _bury(tx, ids)
    return ids


def held_elsewhere(tx: Tx, chat_ids: Collection[int], owner: str, now: datetime) -> set[int]:
    """Return those of the chats that another process holds."""
    chats = accounts.by_key(tx, chat_ids)
    held = sa.select(inbox.c.chat_key).where(
        _OPEN, inbox.c.chat_key.in_(chats), inbox.c.owner != owner, inbox.c.lease_until > now
    )
    return {chats[hashed] for hashed in tx.connection.scalars(held)}


def chats_waiting(tx: Tx, owner: str, now: datetime) -> list[int]:
    """Return the chats with updates to apply that no other process holds, the longest waiting first."""
    first = sa.select(sa.func.min(inbox.c.id)).where(_NEW, _OPEN, _free(owner, now)).group_by(inbox.c.chat_key)
    query = sa.select(inbox.c.chat).where(inbox.c.id.in_(first)).order_by(inbox.c.id)
    # The same chat twice where the key was replaced in between.
    return list(dict.fromkeys(accounts.opened(tx, chat, _CHAT) for chat in tx.connection.scalars(query)))


def claim(tx: Tx, chat_id: int, owner: str, now: datetime, lease: timedelta = LEASE) -> bool:
    """Take a chat's updates for a process, until the lease ends; False if another one holds them.

    Call it again before the lease ends, to keep it and to take what arrived meanwhile.
    """
    rows = tx.connection.execute(
        sa.select(inbox.c.owner, inbox.c.lease_until)
        .where(_OPEN, _of(tx, chat_id))
        .order_by(inbox.c.id)
        .with_for_update()
    ).all()
    if any(row.owner not in {None, owner} and row.lease_until > now for row in rows):
        return False
    tx.connection.execute(inbox.update().where(_OPEN, _of(tx, chat_id)).values(owner=owner, lease_until=now + lease))
    return True


def extend(tx: Tx, owner: str, now: datetime, lease: timedelta = LEASE) -> None:
    """Keep everything a process holds for another lease."""
    tx.connection.execute(inbox.update().where(_OPEN, inbox.c.owner == owner).values(lease_until=now + lease))


def owners(tx: Tx) -> set[str]:
    """Return the names of the processes that hold something."""
    return set(tx.connection.scalars(sa.select(inbox.c.owner).where(_OPEN, inbox.c.owner.is_not(None)).distinct()))


def release(tx: Tx, owner: str) -> None:
    """Let go of everything a process holds, as it stops."""
    tx.connection.execute(inbox.update().where(_OPEN, inbox.c.owner == owner).values(owner=None, lease_until=None))


def oldest(tx: Tx, chat_id: int) -> Received | None:
    """Return the next update of a chat to apply.

    The order is that of arrival: update ids restart at random after a quiet week.
    """
    row = tx.connection.execute(
        sa.select(
            inbox.c.id,
            inbox.c.bot_id,
            inbox.c.update_id,
            inbox.c.arrived_at,
            inbox.c.body,
            inbox.c.failures,
        )
        .where(_NEW, _OPEN, _of(tx, chat_id))
        .order_by(inbox.c.id)
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    return Received(
        row.id,
        row.bot_id,
        row.update_id,
        chat_id,
        row.arrived_at,
        tx.cipher.open(row.body, _BODY),
        row.failures,
    )


_APPLY: Final = inbox.update().where(inbox.c.id == sa.bindparam("row"), _NEW).values(state=UpdateState.APPLIED)


def mark_applied(tx: Tx, row_id: int) -> None:
    """Say that an update's effects are saved, in the transaction that saves them.

    Raises:
        Conflict: it was applied by another process.
    """
    if tx.connection.execute(_APPLY, {"row": row_id}).rowcount == 0:
        raise Conflict


def mark_answered(tx: Tx, row_ids: Iterable[int]) -> None:
    """Say that the replies left; the bodies, and whose they were, are of no more use and go.

    What stays tells an update that comes a second time.
    """
    tx.connection.execute(
        inbox.update()
        .where(inbox.c.id.in_(list(row_ids)), inbox.c.state == UpdateState.APPLIED)
        .values(state=UpdateState.ANSWERED, owner=None, lease_until=None, body=b"", **_NOBODYS)
    )


def mark_failed(tx: Tx, row_id: int, now: datetime) -> int:
    """Count a failure and let go of the row; the third makes it ``dead``, kept to be looked at.

    Whose it was is not kept then: this process tells them. Of a stranger's nothing is left but that it came.

    Returns:
        How often it failed.
    """
    failures: int = tx.connection.scalars(
        inbox.update()
        .where(inbox.c.id == row_id)
        .values(
            failures=inbox.c.failures + 1,
            lease_until=now,
            state=sa.case((inbox.c.failures + 1 >= FAILURES, UpdateState.DEAD), else_=inbox.c.state),
        )
        .returning(inbox.c.failures)
    ).one()
    if failures >= FAILURES:
        _bury(tx, [row_id])
    return failures


def _bury(tx: Tx, row_ids: Collection[int]) -> None:
    """Forget what dead rows say of strangers, and whose they all were."""
    dead = inbox.update().where(inbox.c.id.in_(row_ids))
    tx.connection.execute(dead.where(_STRANGERS).values(body=b""))
    tx.connection.execute(dead.values(**_NOBODYS))


def unanswered(tx: Tx, owner: str, now: datetime) -> list[tuple[int, int]]:
    """Return (row id, chat id) of what was applied but maybe never answered, and that no other process holds.

    To be asked at start, before anything is applied, and for the chats of a process whose lease ended.
    """
    rows = tx.connection.execute(
        sa.select(inbox.c.id, inbox.c.chat)
        .where(_OPEN, inbox.c.state == UpdateState.APPLIED, _free(owner, now))
        .order_by(inbox.c.id)
    )
    return [(row.id, accounts.opened(tx, row.chat, _CHAT)) for row in rows]


def applied(tx: Tx, chat_id: int) -> list[tuple[int, bytes]]:
    """Return (row id, body) of a chat's updates that were applied but maybe never answered."""
    rows = tx.connection.execute(
        sa.select(inbox.c.id, inbox.c.body)
        .where(_OPEN, inbox.c.state == UpdateState.APPLIED, _of(tx, chat_id))
        .order_by(inbox.c.id)
    )
    return [(row.id, tx.cipher.open(row.body, _BODY)) for row in rows]


def sweep(tx: Tx, now: datetime, limit: int = 500) -> int:
    """Forget updates answered 48 hours ago, and dead ones after a month.

    Returns:
        How many went; ask again while it equals ``limit``.
    """
    # The oldest first, by id: no index on the time, which every arrival would pay for.
    oldest_over = (
        sa.select(inbox.c.id, inbox.c.state, inbox.c.arrived_at)
        .where(inbox.c.state.in_((UpdateState.ANSWERED, UpdateState.DEAD)))
        .order_by(inbox.c.id)
        .limit(limit)
        .subquery()
    )
    kept_long_enough = sa.select(oldest_over.c.id).where(
        oldest_over.c.arrived_at < sa.case((oldest_over.c.state == UpdateState.DEAD, now - DEAD_KEPT), else_=now - KEPT)
    )
    return tx.connection.execute(inbox.delete().where(inbox.c.id.in_(kept_long_enough))).rowcount


def counts(tx: Tx) -> dict[UpdateState, int]:
    """Return how many updates are in each state."""
    rows = tx.connection.execute(sa.select(inbox.c.state, sa.func.count()).group_by(inbox.c.state))
    return dict.fromkeys(UpdateState, 0) | {UpdateState(state): count for state, count in rows}


def _of(tx: Tx, chat_id: int) -> sa.ColumnElement[bool]:
    """Select what came from a chat."""
    return inbox.c.chat_key.in_(accounts.keys(tx, chat_id))


def _free(owner: str, now: datetime) -> sa.ColumnElement[bool]:
    """Select what no other process holds."""
    held = inbox.alias("held")
    theirs = sa.select(held.c.chat_key).where(_OPEN, held.c.owner != owner, held.c.lease_until > now)
    return inbox.c.chat_key.not_in(theirs)
