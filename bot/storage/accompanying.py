"""What a referent keeps about beneficiaries: private notes, how a quotient was worked out, which news was told.

Words and figures are sealed. None of it is ever shown to the person, a lead or a coordinator.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.ids import NoteId, PersonId
from bot.domain.plans import State
from bot.storage import account_moves
from bot.storage.kernel.schema import Id, Moment, Sealed, insert_or_change, metadata
from bot.storage.kernel.transaction import Tx
from bot.storage.people import by_id, people

notes = sa.Table(
    "notes",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("person_id", sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    sa.Column("owner_id", sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    sa.Column("author_id", sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    sa.Column("text", Sealed, nullable=False),
    sa.Column("written_at", Moment, nullable=False),
    sa.Column("changed_at", Moment),
    sa.Index("ix_notes_of", "person_id", "owner_id"),
)

quotients = sa.Table(
    "quotients",
    metadata,
    sa.Column("plan_id", sa.ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    sa.Column("figures", Sealed, nullable=False),
    sa.Column("by_id", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("at", Moment, nullable=False),
)

told = sa.Table(
    "told",
    metadata,
    sa.Column("person_id", sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    sa.Column("plan_id", sa.ForeignKey("plans.id", ondelete="CASCADE"), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("by_id", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("at", Moment, nullable=False),
)


# Notes


@dataclass(frozen=True, slots=True)
class Note:
    """One private note about a person. `owner_id` is the referent it is for, `author_id` who wrote it."""

    id: NoteId
    person_id: PersonId
    owner_id: PersonId
    author_id: PersonId
    text: str
    written_at: datetime
    changed_at: datetime | None


def _note(tx: Tx, row: sa.Row[Any]) -> Note:
    text = tx.cipher.open(row.text, "notes.text").decode()
    return Note(row.id, row.person_id, row.owner_id, row.author_id, text, row.written_at, row.changed_at)


def _readable_by(tx: Tx, reader_id: int) -> sa.ColumnElement[bool]:
    """Select the notes that this reader wrote, or got from a colleague: no others, and nothing that stays shut here."""
    return sa.and_(sa.or_(notes.c.owner_id == reader_id, notes.c.author_id == reader_id), _open_to(tx, reader_id))


def _open_to(tx: Tx, reader_id: int) -> sa.ColumnElement[bool]:
    shut_before = account_moves.shut_before(tx, reader_id, by_id(tx, reader_id).chat_id)
    return sa.true() if shut_before is None else notes.c.written_at > shut_before


def write_note(tx: Tx, person_id: int, owner_id: int, author_id: int, text: str, now: datetime) -> int:
    """Keep a note; returns its id."""
    values = {
        "person_id": person_id, "owner_id": owner_id, "author_id": author_id,
        "text": tx.cipher.seal(text, "notes.text"), "written_at": now,
    }  # fmt: skip
    return int(tx.connection.execute(notes.insert().returning(notes.c.id), values).scalar_one())


def note_of(tx: Tx, note_id: int, reader_id: int) -> Note | None:
    """Return that note, or None where this referent may not read it."""
    row = tx.connection.execute(sa.select(notes).where(notes.c.id == note_id, _readable_by(tx, reader_id))).first()
    return None if row is None else _note(tx, row)


def notes_about(tx: Tx, person_id: int, reader_id: int) -> list[Note]:
    """Return the notes about a person that this referent may read, the latest first."""
    query = (
        sa.select(notes)
        .where(notes.c.person_id == person_id, _readable_by(tx, reader_id))
        .order_by(notes.c.written_at.desc(), notes.c.id.desc())
    )
    return [_note(tx, row) for row in tx.connection.execute(query)]


def has_notes(tx: Tx, person_id: int, owner_id: int) -> bool:
    """Return whether this referent has a note about that person."""
    own = (notes.c.person_id == person_id, notes.c.owner_id == owner_id, _open_to(tx, owner_id))
    query = sa.select(notes.c.id).where(*own)
    return tx.connection.execute(query.limit(1)).first() is not None


def change_note(tx: Tx, note_id: int, text: str, now: datetime) -> None:
    """Change the words of a note; the day it was written stays."""
    values = {"text": tx.cipher.seal(text, "notes.text"), "changed_at": now}
    tx.connection.execute(notes.update().where(notes.c.id == note_id).values(**values))


def forget_note(tx: Tx, note_id: int) -> None:
    """Remove a note for good."""
    tx.connection.execute(notes.delete().where(notes.c.id == note_id))


def hand_notes_on(tx: Tx, person_id: int, owner_id: int, to_id: int | None) -> int:
    """Hand the notes of one referent to a colleague, or remove them; returns how many there were.

    What that referent cannot read here is not handed on.
    """
    own = sa.and_(notes.c.person_id == person_id, notes.c.owner_id == owner_id)
    if to_id is None:
        return tx.connection.execute(notes.delete().where(own)).rowcount
    given = notes.update().where(own, _open_to(tx, owner_id)).values(owner_id=to_id)
    return tx.connection.execute(given).rowcount


# How a quotient was worked out


@dataclass(frozen=True, slots=True)
class Worked:
    """The figures a quotient was worked out from, by whom and when."""

    figures: dict[str, Any]
    by_id: int
    at: datetime


def keep_figures(tx: Tx, plan_id: int, figures: dict[str, Any], by_id: int, now: datetime) -> None:
    """Keep how it was worked out; an earlier calculation of the same plan is replaced."""
    sealed = tx.cipher.seal_json(figures, "quotients.figures")
    values = {"plan_id": plan_id, "figures": sealed, "by_id": by_id, "at": now}
    tx.connection.execute(insert_or_change(tx.dialect, quotients, ("figures", "by_id", "at")), values)


def figures_of(tx: Tx, plan_id: int) -> Worked | None:
    """Return how the plan's quotient was worked out, or None."""
    row = tx.connection.execute(sa.select(quotients).where(quotients.c.plan_id == plan_id)).first()
    return None if row is None else Worked(tx.cipher.open_json(row.figures, "quotients.figures"), row.by_id, row.at)


# News told face to face


def known_since(tx: Tx, person_id: int) -> datetime | None:
    """Return when that person was first entered here."""
    since: datetime | None = tx.connection.execute(
        sa.select(people.c.created_at).where(people.c.id == person_id)
    ).scalar()
    return since


def note_told(tx: Tx, person_id: int, plan_id: int, state: State, by_id: int, now: datetime) -> None:
    """Note that a beneficiary was told where a plan stands; only the last news is kept."""
    values = {"person_id": person_id, "plan_id": plan_id, "state": state.value, "by_id": by_id, "at": now}
    tx.connection.execute(insert_or_change(tx.dialect, told, ("plan_id", "state", "by_id", "at")), values)


def told_to(tx: Tx, person_ids: Collection[int]) -> dict[int, tuple[int, State, datetime]]:
    """Return the last news told to each of these people: plan, state, and when."""
    rows = tx.connection.execute(sa.select(told).where(told.c.person_id.in_(person_ids)))
    return {row.person_id: (row.plan_id, State(row.state), row.at) for row in rows}
