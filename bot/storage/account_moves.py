"""Telephones that ask for an account which another one has: tables and queries. The asking chat is sealed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from bot.storage.kernel.schema import Id, Moment, Sealed, metadata
from bot.storage.kernel.transaction import Conflict, Tx

account_moves = sa.Table(
    "account_moves",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("person_id", sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("made_by", sa.ForeignKey("people.id")),
    sa.Column("chat", Sealed, nullable=False),
    sa.Column("language", sa.String(16), nullable=False),
    sa.Column("left_hash", sa.LargeBinary, nullable=False),
    sa.Column("asked_at", Moment, nullable=False),
    sa.Column("ended_at", Moment),
    sa.Column("outcome", sa.String(10), nullable=False, server_default="asked"),
)
_OPEN = sa.text("ended_at IS NULL")
sa.Index("one_move", account_moves.c.person_id, unique=True, sqlite_where=_OPEN)

_CHAT, _LEFT = "account_moves.chat", "account_moves.left"


class Outcome(StrEnum):
    """What became of it."""

    ASKED = "asked"
    YES = "yes"
    """The old telephone said so."""
    SILENCE = "silence"
    """The old telephone could not be reached, and said nothing for a day."""
    NO = "no"
    """The old telephone said no, or a lead or a coordinator stopped it."""
    KEPT = "kept"
    """The old telephone is in use."""


@dataclass(frozen=True, slots=True)
class Move:
    """One telephone that asks for a person's account; `made_by` made the link it opened."""

    id: int
    person_id: int
    made_by: int | None
    chat_id: int
    language: str
    asked_at: datetime
    ended_at: datetime | None
    outcome: Outcome


def ask(
    tx: Tx, person_id: int, made_by: int | None, chat_id: int, language: str, leaving: int, now: datetime
) -> int:  # fmt: skip
    """Note that a telephone asks for an account, instead of any that asked before; returns the number of the move."""
    before = account_moves.update().where(account_moves.c.person_id == person_id, _OPEN)
    tx.connection.execute(before.values(ended_at=now, outcome=Outcome.KEPT))
    values = {
        "person_id": person_id, "made_by": made_by, "chat": tx.cipher.seal(str(chat_id), _CHAT), "language": language,
        "left_hash": tx.cipher.blind(str(leaving), _LEFT), "asked_at": now,
    }  # fmt: skip
    return int(tx.connection.execute(account_moves.insert().returning(account_moves.c.id), values).scalar_one())


def end(tx: Tx, move_id: int, outcome: Outcome, now: datetime) -> None:
    """End a move with its answer. Raises Conflict when another answer came first."""
    asked = account_moves.update().where(account_moves.c.id == move_id, _OPEN)
    if tx.connection.execute(asked.values(ended_at=now, outcome=outcome)).rowcount == 0:
        raise Conflict(f"move {move_id}")


def open_of(tx: Tx, person_id: int) -> Move | None:
    """Return the move by which a telephone asks for this person's account now, or None."""
    return _first(tx, account_moves.c.person_id == person_id, _OPEN)


def newest_of(tx: Tx, person_id: int) -> Move | None:
    """Return the last move by which a telephone asked for this person's account, answered or not, or None."""
    return _first(tx, account_moves.c.person_id == person_id)


def by_id(tx: Tx, move_id: int) -> Move | None:
    """Return the move of that number, or None."""
    return _first(tx, account_moves.c.id == move_id)


def asked_until(tx: Tx, moment: datetime) -> list[Move]:
    """Return the moves that were asked for by then and have no answer."""
    query = sa.select(account_moves).where(_OPEN, account_moves.c.asked_at <= moment).order_by(account_moves.c.id)
    return [_move(tx, row) for row in tx.connection.execute(query)]


def shut_before(tx: Tx, person_id: int, chat_id: int | None) -> datetime | None:
    """Return until when what this person wrote privately stays shut in that chat; None where nothing does.

    An account that moved while its old telephone said nothing may be in any hands: what was private there is read
    there alone, should the account ever come back to it.
    """
    query = sa.select(sa.func.max(account_moves.c.ended_at)).where(
        account_moves.c.person_id == person_id,
        account_moves.c.outcome == Outcome.SILENCE,
        account_moves.c.left_hash.not_in(tx.cipher.blinds(str(chat_id), _LEFT)),
    )
    found: datetime | None = tx.connection.scalar(query)
    return found


def _first(tx: Tx, *conditions: sa.ColumnElement[bool] | sa.TextClause) -> Move | None:
    query = sa.select(account_moves).where(*conditions).order_by(account_moves.c.id.desc()).limit(1)
    row = tx.connection.execute(query).first()
    return None if row is None else _move(tx, row)


def _move(tx: Tx, row: sa.Row[Any]) -> Move:
    return Move(
        row.id,
        row.person_id,
        row.made_by,
        int(tx.cipher.open(row.chat, _CHAT).decode()),
        row.language,
        row.asked_at,
        row.ended_at,
        Outcome(row.outcome),
    )
