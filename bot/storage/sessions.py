"""Where each person is looking, and the answers of their short conversations (the plan's own are in `plans.py`)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.ids import FormId, PersonId
from bot.storage.kernel.schema import Id, Moment, Sealed, insert_or_change, metadata
from bot.storage.kernel.transaction import Conflict, Tx

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("person_id", sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("place", sa.String(40), nullable=False, server_default=""),
    sa.Column("focus", sa.String(60), nullable=False, server_default=""),
    sa.Column("via", sa.String(20), nullable=False, server_default=""),
    sa.Column("scratch", Sealed),
    sa.Column("misses", sa.Integer, nullable=False, server_default="0"),
    sa.Column("card_id", sa.BigInteger),
)

sheets = sa.Table(
    "sheets",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("person_id", sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("conversation", sa.String(20), nullable=False),
    sa.Column("subject_id", sa.BigInteger),
    sa.Column("answers", Sealed, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Session:
    """What a chat is looking at. `place` is the sheet or page, `focus` the question; all of it may be lost safely."""

    place: str = ""
    focus: str = ""
    via: str = ""
    scratch: Any = None
    misses: int = 0
    card_id: int | None = None


@dataclass(frozen=True, slots=True)
class FormRow:
    """The answers of a short conversation; `subject_id` is the plan it is about, if any."""

    id: FormId
    person_id: PersonId
    conversation: str
    subject_id: int | None
    answers: dict[str, Any]
    version: int


_SESSION = sa.select(sessions).where(sessions.c.person_id == sa.bindparam("person_id"))


def session_of(tx: Tx, person_id: int) -> Session | None:
    """Return where the person is, or None when they have not been anywhere yet."""
    row = tx.connection.execute(_SESSION, {"person_id": person_id}).first()
    if row is None:
        return None
    scratch = tx.cipher.open_json(row.scratch, "sessions.scratch") if row.scratch else None
    return Session(row.place, row.focus, row.via, scratch, row.misses, row.card_id)


_LOOKED_AT = ("place", "focus", "via", "scratch", "misses")


def save_session(tx: Tx, person_id: int, session: Session) -> None:
    """Keep where the person is; the card's number is kept by `keep_card`."""
    scratch = None if session.scratch is None else tx.cipher.seal_json(session.scratch, "sessions.scratch")
    values = {
        "place": session.place, "focus": session.focus, "via": session.via, "scratch": scratch,
        "misses": session.misses,
    }  # fmt: skip
    tx.connection.execute(insert_or_change(tx.dialect, sessions, _LOOKED_AT), {"person_id": person_id, **values})


_KEEP_CARD = sessions.update().where(sessions.c.person_id == sa.bindparam("of")).values(card_id=sa.bindparam("card"))


def keep_cards(tx: Tx, cards: list[tuple[int, int]]) -> None:
    """Remember which message carries each person's live buttons: (person id, message id)."""
    if cards:
        tx.connection.execute(_KEEP_CARD, [{"of": person_id, "card": card} for person_id, card in cards])


def forget_card(tx: Tx, person_id: int, message_ids: Collection[int]) -> None:
    """Forget that one of these messages, which are gone, carries a person's live buttons."""
    gone = (sessions.c.person_id == person_id, sessions.c.card_id.in_(message_ids))
    tx.connection.execute(sessions.update().where(*gone).values(card_id=None))


_SHEET = sa.select(sheets).where(sheets.c.id == sa.bindparam("sheet_id"))


def form(tx: Tx, sheet_id: int) -> FormRow | None:
    """Return the answers of a short conversation, or None when it is finished or was never there."""
    return _sheet_row(tx, tx.connection.execute(_SHEET, {"sheet_id": sheet_id}).first())


def open_about(tx: Tx, person_id: int, conversation: str, subject_id: int) -> FormRow | None:
    """Return a short conversation that this person began about something and has not finished, or None."""
    wanted = (sheets.c.person_id == person_id, sheets.c.conversation == conversation, sheets.c.subject_id == subject_id)
    return _sheet_row(tx, tx.connection.execute(sa.select(sheets).where(*wanted)).first())


def _sheet_row(tx: Tx, row: sa.Row[Any] | None) -> FormRow | None:
    if row is None:
        return None
    answers = tx.cipher.open_json(row.answers, "sheets.answers")
    return FormRow(row.id, row.person_id, row.conversation, row.subject_id, answers, row.version)


def open_form(
    tx: Tx, person_id: int, conversation: str, now: datetime, subject_id: int | None = None,
    answers: dict[str, Any] | None = None,
) -> FormRow:  # fmt: skip
    """Begin a short conversation; an unfinished one of the same kind is forgotten."""
    tx.connection.execute(sheets.delete().where(sheets.c.person_id == person_id, sheets.c.conversation == conversation))
    begun = answers or {}
    values = {
        "person_id": person_id, "conversation": conversation, "subject_id": subject_id,
        "answers": tx.cipher.seal_json(begun, "sheets.answers"), "version": 1, "created_at": now,
    }  # fmt: skip
    sheet_id = int(tx.connection.execute(sheets.insert().returning(sheets.c.id), values).scalar_one())
    return FormRow(FormId(sheet_id), PersonId(person_id), conversation, subject_id, begun, 1)


_SAVE_SHEET = (
    sheets.update()
    .where(sheets.c.id == sa.bindparam("of"), sheets.c.version == sa.bindparam("seen"))
    .values(answers=sa.bindparam("sealed"), version=sa.bindparam("next"))
)


def save_form(tx: Tx, row: FormRow, answers: dict[str, Any]) -> int:
    """Keep the answers; returns the new version. Raises Conflict when another answer came first."""
    sealed = tx.cipher.seal_json(answers, "sheets.answers")
    done = tx.connection.execute(
        _SAVE_SHEET, {"of": row.id, "seen": row.version, "sealed": sealed, "next": row.version + 1}
    )
    if done.rowcount == 0:
        raise Conflict(f"sheet {row.id}")
    return row.version + 1


def forget(tx: Tx, person_id: int) -> None:
    """Forget where a person is, and all that was begun."""
    for table in (sessions, sheets):
        tx.connection.execute(table.delete().where(table.c.person_id == person_id))


def forget_sheets(tx: Tx, conversation: str, before: datetime) -> int:
    """Forget what was begun of a kind before that moment; returns how many."""
    old = (sheets.c.conversation == conversation, sheets.c.created_at < before)
    return int(tx.connection.execute(sheets.delete().where(*old)).rowcount)


def close_form(tx: Tx, sheet_id: int) -> None:
    """Close a short conversation: what it said has been done."""
    tx.connection.execute(sheets.delete().where(sheets.c.id == sheet_id))
