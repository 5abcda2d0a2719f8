"""How much waits and since when, for the operator of a running bot: times and counts, never a content."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.storage.inbox import inbox
from bot.storage.kernel.schema import Moment
from bot.storage.kernel.transaction import Tx
from bot.storage.outbox import outbox
from bot.storage.people import people

# To the letter as in `inbox.py` and `outbox.py`, so that SQLite uses their partial indexes.
_OPEN = sa.text("state IN ('new', 'applied')")
_WAITING = sa.text("state IN ('queued', 'later', 'uncertain') AND due_at IS NOT NULL")


def last_arrival(tx: Tx) -> datetime | None:
    """Return when the last update came in."""
    return tx.connection.scalar(sa.select(inbox.c.arrived_at).order_by(inbox.c.id.desc()).limit(1))


def unanswered_for(tx: Tx, now: datetime) -> timedelta:
    """Return how long the oldest update has waited for its answer; zero when none waits."""
    return _since(tx, sa.select(sa.func.min(inbox.c.arrived_at, type_=Moment)).where(_OPEN), now)


def stuck_chats(tx: Tx, since: datetime) -> int:
    """Count the chats of known people that have waited since then, or longer, for an answer.

    Strangers are not counted.
    """
    of_people = sa.select(people.c.chat_key).where(people.c.chat_key.is_not(None))
    waiting = sa.select(sa.func.count(inbox.c.chat_key.distinct())).where(
        _OPEN, inbox.c.arrived_at <= since, inbox.c.chat_key.in_(of_people)
    )
    return int(tx.connection.scalar(waiting) or 0)


def overdue_for(tx: Tx, now: datetime) -> timedelta:
    """Return how long the oldest notice has been due; zero when none is."""
    return _since(tx, sa.select(sa.func.min(outbox.c.due_at, type_=Moment)).where(_WAITING), now)


def size(tx: Tx) -> int:
    """Return the bytes of the database on disk."""
    question = "SELECT pg_database_size(current_database())"
    if tx.dialect == "sqlite":
        question = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    return int(tx.connection.exec_driver_sql(question).scalar_one())


def _since(tx: Tx, query: sa.Select[Any], now: datetime) -> timedelta:
    first: datetime | None = tx.connection.scalar(query)
    return timedelta() if first is None else max(now - first, timedelta())
