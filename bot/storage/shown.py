"""What stands on the screen of a discreet person, and goes when the gate shuts: tables and queries. Numbers alone."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.storage.kernel.schema import Sealed, insert_new, metadata
from bot.storage.kernel.transaction import Tx
from bot.storage.people import people

shown = sa.Table(
    "shown",
    metadata,
    sa.Column("person_id", sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("message_id", sa.BigInteger, primary_key=True),
    sa.Column("chat", Sealed, nullable=False),
)

_CHAT = "shown.chat"
AT_ONCE = 500
"""Messages looked up together."""


@dataclass(frozen=True, slots=True)
class ToHide:
    """Messages of one chat that are to go."""

    person_id: int
    chat_id: int
    message_ids: list[int]


def keep(tx: Tx, person_id: int, chat_id: int, message_ids: Iterable[int]) -> None:
    """Note which messages stand in a chat until the gate shuts."""
    chat = tx.cipher.seal(str(chat_id), _CHAT)
    rows = [{"person_id": person_id, "message_id": number, "chat": chat} for number in message_ids]
    if rows:
        tx.connection.execute(insert_new(tx.dialect, shown), rows)


def to_hide(tx: Tx, now: datetime) -> list[ToHide]:
    """Return what stands in chats whose gate is shut by now, or whose account has left them."""
    query = (
        sa.select(shown)
        .join(people, people.c.id == shown.c.person_id)
        .where(sa.or_(people.c.unlocked_until.is_(None), people.c.unlocked_until <= now, people.c.chat_key.is_(None)))
        .order_by(shown.c.person_id, shown.c.message_id)
        .limit(AT_ONCE)
    )
    found: dict[tuple[int, int], ToHide] = {}
    for row in tx.connection.execute(query):
        chat_id = int(tx.cipher.open_text(row.chat, _CHAT))
        found.setdefault((row.person_id, chat_id), ToHide(row.person_id, chat_id, [])).message_ids.append(
            row.message_id
        )
    return list(found.values())


def forget(tx: Tx, person_id: int, message_ids: Collection[int]) -> None:
    """Forget messages that are gone."""
    gone = shown.delete().where(shown.c.person_id == person_id, shown.c.message_id.in_(message_ids))
    tx.connection.execute(gone)
