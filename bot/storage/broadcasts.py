"""Broadcasts: what is said to many, and one row for each of them.

The rows are no notices of the outbox: they hold nothing to seal, so that a hundred thousand are one statement's work;
pausing or cancelling all of them changes one row; they are never repeated by themselves; and counting them for the
progress reads one index.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa

from bot.domain.audience import Audience
from bot.domain.ids import BroadcastId, CallId, EventId, NetworkId, PersonId
from bot.storage.kernel.schema import Id, Json, Moment, Sealed, metadata
from bot.storage.kernel.transaction import Tx

LEASE: Final = timedelta(seconds=60)
BETWEEN_EDITS: Final = timedelta(seconds=5)
"""The message that shows the progress is edited at most this often."""


class BroadcastState(StrEnum):
    """How far a broadcast is."""

    SCHEDULED = "scheduled"
    PREPARING = "preparing"
    """Its recipients are being queued."""
    SENDING = "sending"
    QUIET = "quiet"
    """Waits for the hours of its readers."""
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


class RowState(StrEnum):
    """What became of one recipient."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    SENT = "sent"
    ALOUD = "aloud"
    """The referent was asked to tell the beneficiary."""
    UNREACHABLE = "unreachable"
    DROPPED = "dropped"
    """Looked at again when its turn came, it was no longer for that recipient."""
    UNCERTAIN = "uncertain"
    """The process died, or Telegram did not say whether it arrived: sent again only on request."""
    FAILED = "failed"


OVER: Final = frozenset({BroadcastState.DONE, BroadcastState.CANCELLED})

broadcasts = sa.Table(
    "broadcasts",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("network_id", sa.ForeignKey("networks.id"), nullable=False, index=True),
    sa.Column("author_id", sa.BigInteger, nullable=False),
    sa.Column("message", sa.String(20), nullable=False),
    sa.Column("texts", Sealed),
    sa.Column("call_id", sa.ForeignKey("calls.id")),
    sa.Column("event_id", sa.ForeignKey("events.id")),
    sa.Column("day", sa.Date),
    sa.Column("audience", Json, nullable=False),
    sa.Column("text_key", sa.LargeBinary, nullable=False),
    sa.Column("state", sa.String(12), nullable=False, index=True),
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("began_at", Moment),
    sa.Column("ended_at", Moment),
    sa.Column("prepared_to", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("total", sa.Integer, nullable=False, server_default="0"),
    sa.Column("progress_id", sa.BigInteger),
    sa.Column("progress_at", Moment),
    sa.Column("progress_over", sa.Boolean, nullable=False, server_default=sa.false()),
)

rows = sa.Table(
    "broadcast_rows",
    metadata,
    sa.Column("broadcast_id", sa.ForeignKey("broadcasts.id"), primary_key=True),
    sa.Column("recipient_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("reason", sa.String(20)),
    sa.Column("owner", sa.String(64)),
    sa.Column("lease_until", Moment),
    sa.Index("ix_broadcast_rows_state", "broadcast_id", "state", "recipient_id"),
)


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A broadcast as stored. `texts` are its author's own words by language, where the message is no ready one."""

    id: BroadcastId
    network_id: NetworkId
    author_id: PersonId
    message: str
    texts: dict[str, str]
    call_id: CallId | None
    event_id: EventId | None
    day: date | None
    audience: Audience
    state: BroadcastState
    due_at: datetime
    created_at: datetime
    began_at: datetime | None
    ended_at: datetime | None
    total: int
    progress_id: int | None


def add(tx: Tx, values: dict[str, Any], audience: Audience, text_key: bytes, now: datetime) -> int:
    """Add a broadcast whose recipients are still to be queued; returns its id."""
    texts = values.get("texts")
    stored = {
        **values,
        "texts": tx.cipher.seal_json(texts, "broadcasts.texts") if texts else None,
        "audience": audience.dump(),
        "text_key": text_key,
        "created_at": now,
    }
    return int(tx.connection.execute(broadcasts.insert().returning(broadcasts.c.id), stored).scalar_one())


def text_key(tx: Tx, words: str) -> bytes:
    """Return what tells two messages apart without keeping their words in clear."""
    return tx.cipher.blind(words, "broadcasts.text_key")


def _broadcast(tx: Tx, row: sa.Row[Any]) -> Broadcast:
    return Broadcast(
        id=row.id,
        network_id=row.network_id,
        author_id=row.author_id,
        message=row.message,
        texts=tx.cipher.open_json(row.texts, "broadcasts.texts") if row.texts else {},
        call_id=row.call_id,
        event_id=row.event_id,
        day=row.day,
        audience=Audience.load(row.audience),
        state=BroadcastState(row.state),
        due_at=row.due_at,
        created_at=row.created_at,
        began_at=row.began_at,
        ended_at=row.ended_at,
        total=row.total,
        progress_id=row.progress_id,
    )


def by_id(tx: Tx, broadcast_id: int) -> Broadcast | None:
    """Return the broadcast of that id, or None."""
    row = tx.connection.execute(sa.select(broadcasts).where(broadcasts.c.id == broadcast_id)).first()
    return None if row is None else _broadcast(tx, row)


def of_network(tx: Tx, network_id: int, most: int = 8) -> list[Broadcast]:
    """Return the latest broadcasts of a network, the newest first."""
    query = sa.select(broadcasts).where(broadcasts.c.network_id == network_id)
    return [_broadcast(tx, row) for row in tx.connection.execute(query.order_by(broadcasts.c.id.desc()).limit(most))]


def in_state(tx: Tx, state: BroadcastState, now: datetime) -> list[Broadcast]:
    """Return the broadcasts in that state whose time has come, the first due first."""
    query = sa.select(broadcasts).where(broadcasts.c.state == state, broadcasts.c.due_at <= now)
    return [_broadcast(tx, row) for row in tx.connection.execute(query.order_by(broadcasts.c.due_at, broadcasts.c.id))]


def move(tx: Tx, broadcast_id: int, target: BroadcastState, *sources: BroadcastState, **values: Any) -> bool:
    """Bring a broadcast from one of these states to another; False when it is in none of them."""
    update = broadcasts.update().where(broadcasts.c.id == broadcast_id, broadcasts.c.state.in_(sources))
    return bool(tx.connection.execute(update.values(state=target, **values)).rowcount)


def claim(tx: Tx, owner: str, now: datetime, limit: int) -> tuple[int, list[int]] | None:
    """Take the next recipients of the first broadcast that is sending; None when there are none.

    Returns:
        The broadcast's id and the people's. Other processes skip them.
    """
    waits = sa.exists().where(rows.c.broadcast_id == broadcasts.c.id, rows.c.state == RowState.QUEUED)
    first = (
        sa.select(broadcasts.c.id)
        .where(broadcasts.c.state == BroadcastState.SENDING, waits)
        .order_by(broadcasts.c.due_at, broadcasts.c.id)
        .limit(1)
    )
    broadcast_id = tx.connection.execute(first).scalar()
    if broadcast_id is None:
        return None
    mine = (rows.c.broadcast_id == broadcast_id, rows.c.state == RowState.QUEUED)
    ids = tx.connection.scalars(
        sa.select(rows.c.recipient_id)
        .where(*mine)
        .order_by(rows.c.recipient_id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    tx.connection.execute(
        rows.update()
        .where(rows.c.broadcast_id == broadcast_id, rows.c.recipient_id.in_(ids))
        .values(state=RowState.CLAIMED, owner=owner, lease_until=now + LEASE)
    )
    return broadcast_id, list(ids)


def settle(tx: Tx, broadcast_id: int, recipients: Collection[int], state: RowState, reason: str | None = None) -> None:
    """Say what became of recipients that were claimed, even if their lease has ended meanwhile."""
    tx.connection.execute(
        rows.update()
        .where(
            rows.c.broadcast_id == broadcast_id,
            rows.c.recipient_id.in_(list(recipients)),
            rows.c.state.in_([RowState.CLAIMED, RowState.UNCERTAIN]),
        )
        .values(state=state, reason=reason, owner=None, lease_until=None)
    )


def owners(tx: Tx) -> set[str]:
    """Return the names of the processes that are sending a broadcast."""
    return set(tx.connection.scalars(sa.select(rows.c.owner).where(rows.c.state == RowState.CLAIMED).distinct()))


def reclaim(tx: Tx, now: datetime, owner: str | None = None) -> int:
    """Mark rows in the hands of a process that died as uncertain: nobody knows whether they left.

    Args:
        tx: the transaction.
        now: leases that end by then have ended.
        owner: a process known to be dead, whose leases nobody need wait for.

    Returns:
        How many there were.
    """
    going = sa.select(broadcasts.c.id).where(broadcasts.c.state != BroadcastState.DONE)
    over = rows.c.lease_until <= now if owner is None else rows.c.owner == owner
    return tx.connection.execute(
        rows.update()
        .where(rows.c.broadcast_id.in_(going), rows.c.state == RowState.CLAIMED, over)
        .values(state=RowState.UNCERTAIN, owner=None, lease_until=None)
    ).rowcount


def renew(tx: Tx, broadcast_id: int, recipients: Collection[int], now: datetime) -> None:
    """Go on holding recipients whose turn has not come yet, as while Telegram has asked for a pause."""
    tx.connection.execute(
        rows.update()
        .where(
            rows.c.broadcast_id == broadcast_id,
            rows.c.recipient_id.in_(list(recipients)),
            rows.c.state == RowState.CLAIMED,
            rows.c.lease_until <= now + LEASE / 2,
        )
        .values(lease_until=now + LEASE)
    )


def repeat(tx: Tx, broadcast_id: int) -> int:
    """Queue again, on the coordinator's word, what is uncertain or failed; returns how many."""
    again = (RowState.UNCERTAIN, RowState.FAILED)
    queued = tx.connection.execute(
        rows.update()
        .where(rows.c.broadcast_id == broadcast_id, rows.c.state.in_(again))
        .values(state=RowState.QUEUED, reason=None)
    ).rowcount
    if queued:
        move(tx, broadcast_id, BroadcastState.SENDING, BroadcastState.DONE, ended_at=None, progress_over=False)
    return queued


def counts(tx: Tx, broadcast_id: int) -> dict[RowState, int]:
    """Count the recipients in each state."""
    query = sa.select(rows.c.state, sa.func.count()).where(rows.c.broadcast_id == broadcast_id).group_by(rows.c.state)
    return dict.fromkeys(RowState, 0) | {RowState(state): number for state, number in tx.connection.execute(query)}


def in_row_state(tx: Tx, broadcast_id: int, state: RowState, most: int) -> list[tuple[int, str]]:
    """Return people of a broadcast in that state, and why: (person id, reason)."""
    query = sa.select(rows.c.recipient_id, rows.c.reason).where(
        rows.c.broadcast_id == broadcast_id, rows.c.state == state
    )
    found = tx.connection.execute(query.order_by(rows.c.recipient_id).limit(most))
    return [(person_id, reason or "") for person_id, reason in found]


def is_for(tx: Tx, broadcast_id: int, person_id: int) -> bool:
    """Return whether that person is one of the broadcast's recipients."""
    query = sa.select(rows.c.state).where(rows.c.broadcast_id == broadcast_id, rows.c.recipient_id == person_id)
    return tx.connection.execute(query).first() is not None


def asked_to(tx: Tx, event_id: int, person_id: int) -> bool:
    """Return whether a broadcast about that event went to that person."""
    query = (
        sa.select(rows.c.state)
        .join(broadcasts, broadcasts.c.id == rows.c.broadcast_id)
        .where(broadcasts.c.event_id == event_id, rows.c.recipient_id == person_id)
    )
    return tx.connection.execute(query).first() is not None


def finished(tx: Tx, now: datetime) -> list[int]:
    """Close the broadcasts of which nothing is left to send; returns their ids."""
    left = sa.exists().where(
        rows.c.broadcast_id == broadcasts.c.id, rows.c.state.in_([RowState.QUEUED, RowState.CLAIMED])
    )
    update = broadcasts.update().where(broadcasts.c.state == BroadcastState.SENDING, ~left)
    return list(
        tx.connection.scalars(update.values(state=BroadcastState.DONE, ended_at=now).returning(broadcasts.c.id))
    )


def at_rest(tx: Tx) -> bool:
    """Return whether nothing is to be begun, sent, reclaimed or shown, now or later."""
    held = sa.exists().where(rows.c.broadcast_id == broadcasts.c.id, rows.c.state == RowState.CLAIMED)
    ended = broadcasts.c.state.in_([BroadcastState.DONE, BroadcastState.CANCELLED])
    return not tx.connection.scalar(sa.select(sa.exists().where(~(broadcasts.c.progress_over & ended & ~held))))


def to_show(tx: Tx, now: datetime) -> list[Broadcast]:
    """Return the broadcasts whose progress may be shown again now: each for one process only, and not too often."""
    query = sa.select(broadcasts.c.id).where(
        broadcasts.c.state != BroadcastState.SCHEDULED,
        broadcasts.c.progress_over.is_(False),
        sa.or_(broadcasts.c.progress_at.is_(None), broadcasts.c.progress_at <= now - BETWEEN_EDITS),
    )
    ids = list(tx.connection.scalars(query.with_for_update(skip_locked=True)))
    if not ids:
        return []
    update = broadcasts.update().where(broadcasts.c.id.in_(ids)).values(progress_at=now)
    return [_broadcast(tx, row) for row in tx.connection.execute(update.returning(broadcasts))]


def shown(tx: Tx, broadcast_id: int, message_id: int | None, *, over: bool) -> None:
    """Remember which message shows the progress, and whether it showed the end."""
    values: dict[str, Any] = {"progress_over": over}
    if message_id is not None:
        values["progress_id"] = message_id
    tx.connection.execute(broadcasts.update().where(broadcasts.c.id == broadcast_id).values(**values))
