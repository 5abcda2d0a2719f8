"""The outbox: what the bot owes its recipients, written with the change that causes it. Nothing is sent here.

A row is ``queued`` or put off (``later``) until it is due, then ``claimed`` by a process for a lease, then
``sent``, ``unreachable``, ``dropped`` (no longer true) or ``dead``; or ``gathered``: told in a professional's message
of the day, and kept until they open it. A row whose process died is
``uncertain``: maybe sent, maybe not. Notices are repeated then; what may not
repeat by itself waits for an operator's word.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa

from bot.domain.ids import NoticeId, PersonId, PlanId
from bot.storage.kernel.schema import Id, Moment, Sealed, insert_new, metadata
from bot.storage.kernel.transaction import Tx

LEASE: Final = timedelta(seconds=60)
NOBODY: Final = 0
"""The recipient of a notice to a chat that belongs to no person: its kind says where it goes."""


class NoticeState(StrEnum):
    """How far a row is."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    GATHERED = "gathered"
    SENT = "sent"
    LATER = "later"
    UNREACHABLE = "unreachable"
    UNCERTAIN = "uncertain"
    DROPPED = "dropped"
    DEAD = "dead"


# Written out, because SQLite uses a partial index only where a query repeats its condition to the letter. The
# migration gives PostgreSQL the same ones: naming it here would load its dialect, 3 MB, wherever SQLite runs.
_WAITING = sa.text("state IN ('queued', 'later', 'uncertain') AND due_at IS NOT NULL")
_CLAIMED = sa.text("state = 'claimed'")

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("key", sa.String(200), nullable=False),
    sa.Column("recipient_id", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.String(60), nullable=False),
    sa.Column("context", Sealed, nullable=False),
    sa.Column("priority", sa.SmallInteger, nullable=False),
    sa.Column("repeatable", sa.Boolean, nullable=False),
    sa.Column("due_at", Moment),
    sa.Column("state", sa.String(12), nullable=False, server_default=NoticeState.QUEUED),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("owner", sa.String(64)),
    sa.Column("lease_until", Moment),
    sa.Column("message_id", sa.BigInteger),
    sa.Column("last_error", sa.String(60)),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("plan_id", sa.BigInteger, index=True),
    sa.UniqueConstraint("key", "recipient_id"),
    sa.Index("ix_outbox_waiting", "priority", "due_at", "id", sqlite_where=_WAITING),
    sa.Index("ix_outbox_claimed", "lease_until", sqlite_where=_CLAIMED),
    sa.Index("ix_outbox_recipient_id", "recipient_id"),
)
_CONTEXT: Final = "outbox.context"
_TO_COME = (NoticeState.QUEUED, NoticeState.LATER, NoticeState.UNCERTAIN)
_IS_GATHERED = outbox.c.state == NoticeState.GATHERED


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Something to tell one person.

    Attributes:
        key: the occasion, made of ids and ISO dates; with the recipient it is unique, so a second tick is
            harmless.
        recipient_id: the person.
        kind: the notice's name, which is its template.
        context: JSON values for the template; rendered only when sent.
        created_at: when it was decided.
        due_at: not before.
        priority: 0 is sent first.
        plan_id: the plan it speaks of, so that undoing can withdraw it.
        repeatable: whether to send again when nobody knows if it left; False for broadcasts.
    """

    key: str
    recipient_id: int
    kind: str
    context: Mapping[str, Any]
    created_at: datetime
    due_at: datetime
    priority: int = 1
    plan_id: int | None = None
    repeatable: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A row in the outbox, opened."""

    id: NoticeId
    key: str
    recipient_id: PersonId
    kind: str
    context: dict[str, Any]
    priority: int
    due_at: datetime | None  # none: waits for an operator's word
    state: NoticeState
    attempts: int
    created_at: datetime
    plan_id: PlanId | None
    last_error: str | None


def put(tx: Tx, notices: Sequence[Outgoing]) -> int:
    """Queue notices; one whose key and recipient are known is left alone.

    Returns:
        How many were new.
    """
    if not notices:
        return 0
    rows = [
        {
            "key": notice.key,
            "recipient_id": notice.recipient_id,
            "kind": notice.kind,
            "context": tx.cipher.seal_json(notice.context, _CONTEXT),
            "priority": notice.priority,
            "repeatable": notice.repeatable,
            "due_at": notice.due_at,
            "created_at": notice.created_at,
            "plan_id": notice.plan_id,
        }
        for notice in notices
    ]
    return len(tx.connection.scalars(insert_new(tx.dialect, outbox).returning(outbox.c.id), rows).all())


def claim(tx: Tx, owner: str, now: datetime, limit: int, lease: timedelta = LEASE) -> list[Row]:
    """Take due rows for one process, the most urgent first; others skip them, and none waits for another."""
    ids = tx.connection.scalars(
        sa.select(outbox.c.id)
        .where(_WAITING, outbox.c.due_at <= now)
        .order_by(outbox.c.priority, outbox.c.due_at, outbox.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    if not ids:
        return []
    tx.connection.execute(
        outbox.update()
        .where(outbox.c.id.in_(ids))
        .values(state=NoticeState.CLAIMED, owner=owner, lease_until=now + lease, attempts=outbox.c.attempts + 1)
    )
    return _rows(tx, outbox.c.id.in_(ids))


def sent(tx: Tx, row_id: int, message_id: int | None) -> None:
    """Say that a message left, and which one it became."""
    _settle(tx, row_id, NoticeState.SENT, message_id=message_id, last_error=None)


def later(tx: Tx, row_id: int, due_at: datetime, error: str) -> None:
    """Put a row off: Telegram was busy or silent. ``error`` is a code, never a text of a person's."""
    _settle(tx, row_id, NoticeState.LATER, due_at=due_at, last_error=error)


def unreachable(tx: Tx, row_id: int, why: str) -> None:
    """Say that the recipient cannot be written to (the bot is blocked, the account is gone)."""
    _settle(tx, row_id, NoticeState.UNREACHABLE, last_error=why)


def dead(tx: Tx, row_id: int, why: str) -> None:
    """Give a row up: it can never be sent as it is. An operator should look at it."""
    _settle(tx, row_id, NoticeState.DEAD, last_error=why)


def drop(tx: Tx, row_id: int, why: str) -> None:
    """Leave a row unsent because, looked at again when due, it is no longer true."""
    _settle(tx, row_id, NoticeState.DROPPED, last_error=why)


def gather(tx: Tx, row_id: int) -> None:
    """Keep a row for the message of the day."""
    _settle(tx, row_id, NoticeState.GATHERED)


def gathered(tx: Tx, recipient_id: int) -> list[Row]:
    """Return what was kept for a recipient's message of the day and not opened yet, the oldest first."""
    return _rows(tx, outbox.c.recipient_id == recipient_id, _IS_GATHERED)


def sent_since(tx: Tx, recipient_id: int, kinds: Iterable[str], moment: datetime) -> bool:
    """Return whether the recipient was sent a notice of these kinds that was due after that moment."""
    query = sa.select(outbox.c.id).where(
        outbox.c.recipient_id == recipient_id, outbox.c.kind.in_(list(kinds)), outbox.c.state == NoticeState.SENT,
        outbox.c.due_at > moment,
    )  # fmt: skip
    return tx.connection.execute(query.limit(1)).first() is not None


def settled(tx: Tx, kind: str, recipients: Iterable[int]) -> set[tuple[int, date]]:
    """Return who has had a message of the day, and of which day: whatever became of it, there is no other that day."""
    query = sa.select(outbox.c.recipient_id, outbox.c.key).where(
        outbox.c.kind == kind, outbox.c.recipient_id.in_(list(recipients)), outbox.c.state.not_in(_TO_COME)
    )
    return {(row.recipient_id, date.fromisoformat(row.key.partition(":")[2])) for row in tx.connection.execute(query)}


def readdress(tx: Tx, plan_id: int, before: int, after: int) -> None:
    """Readdress what nobody has seen yet about a plan, also what was kept for a message of the day.

    An occasion of which the other person knows, or will, goes altogether.
    """
    about = (outbox.c.plan_id == plan_id, outbox.c.recipient_id == before, sa.or_(_WAITING, _IS_GATHERED))
    keys = tx.connection.scalars(sa.select(outbox.c.key).where(*about)).all()
    untold = outbox.c.state.in_([NoticeState.DROPPED, NoticeState.DEAD, NoticeState.UNREACHABLE])
    tx.connection.execute(outbox.delete().where(outbox.c.recipient_id == after, outbox.c.key.in_(keys), untold))
    theirs = outbox.alias()
    told = sa.exists().where(theirs.c.key == outbox.c.key, theirs.c.recipient_id == after)
    tx.connection.execute(outbox.delete().where(*about, told))
    tx.connection.execute(outbox.update().where(*about).values(recipient_id=after))


def withdraw(
    tx: Tx,
    *,
    plan_id: int | None = None,
    key_prefix: str | None = None,
    kinds: Iterable[str] | None = None,
) -> int:
    """Take back what nobody has seen yet, as when a decision is undone within its two minutes.

    The rows go altogether, so that the same occasion can be told again later.

    Returns:
        How many went; what is being sent or was sent stays.

    Raises:
        ValueError: neither a plan nor a prefix is given.
    """
    if plan_id is None and not key_prefix:
        raise ValueError("withdraw needs a plan or the beginning of a key")
    conditions: list[sa.ColumnElement[bool]] = [outbox.c.state.in_((NoticeState.QUEUED, NoticeState.LATER))]
    if plan_id is not None:
        conditions.append(outbox.c.plan_id == plan_id)
    if key_prefix:
        conditions.append(outbox.c.key.startswith(key_prefix, autoescape=True))
    if kinds is not None:
        conditions.append(outbox.c.kind.in_(list(kinds)))
    return tx.connection.execute(outbox.delete().where(*conditions)).rowcount


def owners(tx: Tx) -> set[str]:
    """Return the names of the processes that are sending something."""
    return set(tx.connection.scalars(sa.select(outbox.c.owner).where(_CLAIMED).distinct()))


def reclaim(tx: Tx, now: datetime, owner: str | None = None) -> int:
    """Find the rows of processes that died while sending: due again, or waiting for an operator's word.

    Args:
        tx: the transaction.
        now: leases that end by then have ended.
        owner: a process known to be dead, whose leases nobody need wait for.

    Returns:
        How many became uncertain.
    """
    over = outbox.c.lease_until <= now if owner is None else outbox.c.owner == owner
    return tx.connection.execute(
        outbox.update()
        .where(_CLAIMED, over)
        .values(
            state=NoticeState.UNCERTAIN,
            due_at=sa.case((outbox.c.repeatable, sa.literal(now, Moment)), else_=sa.null()),
            owner=None,
            lease_until=None,
        )
    ).rowcount


def uncertain(tx: Tx, limit: int = 500) -> list[Row]:
    """Return what may or may not have been sent, and is not repeated without being asked to."""
    return _rows(tx, outbox.c.state == NoticeState.UNCERTAIN, outbox.c.due_at.is_(None), limit=limit)


def aside(tx: Tx, limit: int = 500) -> list[Row]:
    """Return what only goes out again on an operator's word: uncertain, unreachable and dead rows."""
    wordless = sa.and_(outbox.c.state == NoticeState.UNCERTAIN, outbox.c.due_at.is_(None))
    return _rows(tx, sa.or_(wordless, outbox.c.state.in_((NoticeState.DEAD, NoticeState.UNREACHABLE))), limit=limit)


def repeat(tx: Tx, row_ids: Iterable[int], now: datetime) -> int:
    """Queue again rows that are uncertain, dead or unreachable; returns how many were."""
    again = (NoticeState.UNCERTAIN, NoticeState.DEAD, NoticeState.UNREACHABLE)
    return tx.connection.execute(
        outbox.update()
        .where(outbox.c.id.in_(list(row_ids)), outbox.c.state.in_(again))
        .values(state=NoticeState.QUEUED, due_at=now)
    ).rowcount


def counts(tx: Tx) -> dict[NoticeState, int]:
    """Return how many rows are in each state."""
    rows = tx.connection.execute(sa.select(outbox.c.state, sa.func.count()).group_by(outbox.c.state))
    return dict.fromkeys(NoticeState, 0) | {NoticeState(state): count for state, count in rows}


def _settle(tx: Tx, row_id: int, state: NoticeState, **values: Any) -> None:
    tx.connection.execute(
        outbox.update().where(outbox.c.id == row_id).values(state=state, owner=None, lease_until=None, **values)
    )


def _rows(tx: Tx, *conditions: sa.ColumnElement[bool], limit: int | None = None) -> list[Row]:
    columns = (
        outbox.c.id,
        outbox.c.key,
        outbox.c.recipient_id,
        outbox.c.kind,
        outbox.c.context,
        outbox.c.priority,
        outbox.c.due_at,
        outbox.c.state,
        outbox.c.attempts,
        outbox.c.created_at,
        outbox.c.plan_id,
        outbox.c.last_error,
    )
    found = tx.connection.execute(
        sa.select(*columns).where(*conditions).order_by(outbox.c.priority, outbox.c.due_at, outbox.c.id).limit(limit)
    )
    return [
        Row(
            **{
                **row,
                "context": tx.cipher.open_json(row["context"], _CONTEXT),
                "state": NoticeState(row["state"]),
            }
        )
        for row in found.mappings()
    ]
