"""The audit trail: who changed what, when and why; one hash chain a plan, one a call. Lines are only added.

The hash covers ids, times and *ciphertext*: editing, moving or removing a line breaks the chain, while
forgetting a person's row key makes their values unreadable and leaves it valid. The database itself refuses
UPDATE and DELETE here; the chain is for an edit made behind its back.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import sqlalchemy as sa

from bot.storage.kernel.cipher import Unreadable
from bot.storage.kernel.schema import Id, Moment, Sealed, metadata
from bot.storage.kernel.transaction import Conflict, Tx

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("chain", sa.String(40), nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor_id", sa.BigInteger),
    sa.Column("action", sa.String(60), nullable=False),
    sa.Column("before", Sealed, nullable=False),
    sa.Column("after", Sealed, nullable=False),
    sa.Column("reason", Sealed),
    sa.Column("previous", sa.LargeBinary(32), nullable=False),
    sa.Column("hash", sa.LargeBinary(32), nullable=False),
    sa.UniqueConstraint("chain", "seq"),
)
_FIRST: Final = bytes(32)
_LAST: Final = (
    sa.select(audit.c.seq, audit.c.hash)
    .where(audit.c.chain == sa.bindparam("of"))
    .order_by(audit.c.seq.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line, opened. ``readable`` is False once its row key was forgotten; its values are None then."""

    seq: int
    at: datetime
    actor_id: int | None
    action: str
    before: Any
    after: Any
    reason: str | None
    readable: bool = True


def append(
    tx: Tx,
    chain: str,
    at: datetime,
    actor_id: int | None,
    action: str,
    before: Any,
    after: Any,
    reason: str | None = None,
    *,
    row_key: bytes | None = None,
) -> None:
    """Add a line to a chain.

    Args:
        tx: the transaction of the change itself.
        chain: such as ``"plan:12"``.
        at: when.
        actor_id: who; None is the clock.
        action: the domain's name for it.
        before: small JSON value.
        after: small JSON value.
        reason: as it was given.
        row_key: the key of the person spoken of, so that forgetting it erases the values.

    Raises:
        Conflict: another transaction added a line at the same time.
    """
    last = tx.connection.execute(_LAST, {"of": chain}).one_or_none()
    seq, previous = (last.seq + 1, last.hash) if last else (1, _FIRST)

    def column(name: str) -> str:
        return _place(name, chain, seq)

    line = {
        "chain": chain,
        "seq": seq,
        "at": at,
        "actor_id": actor_id,
        "action": action,
        "before": tx.cipher.seal_json(before, column("before"), row_key),
        "after": tx.cipher.seal_json(after, column("after"), row_key),
        "reason": None if reason is None else tx.cipher.seal(reason, column("reason"), row_key),
        "previous": previous,
    }
    try:
        tx.connection.execute(audit.insert().values(**line, hash=_hash(line)))
    except sa.exc.IntegrityError as error:
        raise Conflict from error


def history(tx: Tx, chain: str, *, row_key: bytes | None = None) -> list[Line]:
    """Return a chain's lines, the first one first."""
    rows = tx.connection.execute(audit.select().where(audit.c.chain == chain).order_by(audit.c.seq))
    return [_open(tx, row, row_key) for row in rows.mappings()]


def chains_with(tx: Tx, actions: Iterable[str], since: datetime, until: datetime) -> frozenset[str]:
    """Return the chains in which one of these actions stands, done from `since` on and before `until`."""
    query = sa.select(audit.c.chain).where(audit.c.action.in_(sorted(actions)), audit.c.at >= since, audit.c.at < until)
    return frozenset(tx.connection.scalars(query.distinct()))


def last_done(tx: Tx, chains: Iterable[str], actions: Iterable[str]) -> dict[str, datetime]:
    """Return when one of these actions was last done, for each of these chains that has one."""
    query = (
        sa.select(audit.c.chain, sa.func.max(audit.c.at).label("at"))
        .where(audit.c.chain.in_(list(chains)), audit.c.action.in_(sorted(actions)))
        .group_by(audit.c.chain)
    )
    return {row.chain: row.at for row in tx.connection.execute(query)}


def verify(tx: Tx, chain: str) -> int | None:
    """Return the ``seq`` of the first line that was altered, moved or follows a missing one, if any.

    Lines cut off at a chain's end leave no trace in the chain itself.
    """
    rows = tx.connection.execute(audit.select().where(audit.c.chain == chain).order_by(audit.c.seq))
    return _first_bad(rows.mappings())


def verify_all(tx: Tx) -> list[tuple[str, int]]:
    """Return (chain, seq) of the first bad line of every broken chain."""
    chains = tx.connection.scalars(sa.select(audit.c.chain).distinct().order_by(audit.c.chain)).all()
    checked = ((chain, verify(tx, chain)) for chain in chains)
    return [(chain, bad) for chain, bad in checked if bad is not None]


def _first_bad(rows: Iterable[sa.RowMapping]) -> int | None:
    previous = _FIRST
    for expected, row in enumerate(rows, start=1):
        if row["seq"] != expected or row["previous"] != previous or row["hash"] != _hash(row):
            return int(row["seq"])
        previous = row["hash"]
    return None


def _hash(line: "sa.RowMapping | dict[str, Any]") -> bytes:
    """Hash a line's fields, each with its length, so that nothing can slide from one into the next."""
    at: datetime = line["at"]
    fields = (
        line["previous"],
        line["chain"],
        line["seq"],
        at.astimezone(UTC).isoformat(timespec="microseconds"),
        line["actor_id"],
        line["action"],
        line["before"],
        line["after"],
        line["reason"],
    )
    digest = hashlib.sha256()
    for field in fields:
        value = field if isinstance(field, bytes) else repr(field).encode()
        digest.update(b"%s %d:" % (type(field).__name__.encode(), len(value)))
        digest.update(value)
    return digest.digest()


def _open(tx: Tx, row: sa.RowMapping, row_key: bytes | None) -> Line:
    def column(name: str) -> str:
        return _place(name, row["chain"], row["seq"])

    known = (row["seq"], row["at"], row["actor_id"], row["action"])
    try:
        before = tx.cipher.open_json(row["before"], column("before"), row_key)
        after = tx.cipher.open_json(row["after"], column("after"), row_key)
        reason = row["reason"] and tx.cipher.open_text(row["reason"], column("reason"), row_key)
    except Unreadable:
        return Line(*known, None, None, None, readable=False)
    return Line(*known, before, after, reason)


def _place(column: str, chain: str, seq: int) -> str:
    """Name the very place that a line's values are sealed for, so that one cannot stand in for another."""
    return f"audit.{column}:{chain}:{seq}"
