"""What people and professionals write to each other through the bot: tables and queries."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.ids import MessageId, NetworkId, PersonId, ThreadId
from bot.domain.messages import Kind, Side
from bot.storage.kernel.schema import Id, Moment, Sealed, insert_new, metadata
from bot.storage.kernel.transaction import Tx
from bot.storage.people import Person

threads = sa.Table(
    "threads",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("network_id", sa.ForeignKey("networks.id"), nullable=False),
    sa.Column("owner_id", sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    sa.Column("about", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("last_side", sa.String(10), nullable=False, server_default=""),
    sa.Column("last_at", Moment),
    sa.UniqueConstraint("owner_id", "kind", "about"),
    sa.Index("ix_threads_of_network", "network_id", "kind", "last_side", "last_at"),
)

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("thread_id", sa.ForeignKey("threads.id", ondelete="CASCADE"), nullable=False),
    sa.Column("author_id", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("side", sa.String(10), nullable=False),
    sa.Column("plan_id", sa.ForeignKey("plans.id")),
    sa.Column("body", Sealed, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("read_at", Moment),
    sa.Index("ix_messages_of_thread", "thread_id", "id"),
    sqlite_autoincrement=True,  # the number of a message that was taken back is never another's: buttons name it
)

_BODY = "messages.body"


@dataclass(frozen=True, slots=True)
class Thread:
    """One exchange. `owner_id` is the person who asks for help in it; `about` is a plan's id, 0 for none.

    A person has one thread for all plans, as there is one referent: each message says which plan it was written in.
    """

    id: ThreadId
    kind: Kind
    network_id: NetworkId
    owner_id: PersonId
    about: int
    last_side: Side | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Message:
    """One message: words, a file that Telegram keeps (its facts as JSON), or a file with words under it."""

    id: MessageId
    thread_id: ThreadId
    author_id: PersonId
    side: Side
    text: str
    file: Mapping[str, Any] | None
    created_at: datetime
    read_at: datetime | None


def _thread(row: sa.Row[Any]) -> Thread:
    side = Side(row.last_side) if row.last_side else None
    return Thread(row.id, Kind(row.kind), row.network_id, row.owner_id, row.about, side, row.last_at)


def _message(tx: Tx, row: sa.Row[Any]) -> Message:
    body = tx.cipher.open_json(row.body, _BODY)
    return Message(
        id=row.id,
        thread_id=row.thread_id,
        author_id=row.author_id,
        side=Side(row.side),
        text=body.get("text", ""),
        file=body.get("file"),
        created_at=row.created_at,
        read_at=row.read_at,
    )


# Threads


def thread_for(tx: Tx, kind: Kind, owner_id: int, network_id: int, about: int = 0) -> Thread:
    """Return the thread of that owner, begun if there is none yet; the first of two to ask begins it."""
    values = {"kind": kind.value, "owner_id": owner_id, "network_id": network_id, "about": about}
    tx.connection.execute(insert_new(tx.dialect, threads), values)
    same = (threads.c.kind == kind.value, threads.c.owner_id == owner_id, threads.c.about == about)
    return _thread(tx.connection.execute(sa.select(threads).where(*same)).one())


def thread(tx: Tx, thread_id: int) -> Thread | None:
    """Return the thread of that id, or None."""
    row = tx.connection.execute(sa.select(threads).where(threads.c.id == thread_id)).first()
    return None if row is None else _thread(row)


def of_owners(tx: Tx, owner_ids: Collection[int]) -> list[Thread]:
    """Return the threads of these people in which something was said, the latest first."""
    theirs = (threads.c.kind == Kind.PERSON.value, threads.c.owner_id.in_(list(owner_ids)))
    query = (
        sa.select(threads)
        .where(*theirs, threads.c.last_at.is_not(None))
        .order_by(threads.c.last_at.desc(), threads.c.id.desc())
    )
    return [_thread(row) for row in tx.connection.execute(query)]


def asked_by(tx: Tx, owner_id: int, limit: int) -> list[Thread]:
    """Return the threads in which a referent asked the network so far, the latest first."""
    wanted = (threads.c.kind == Kind.SUPPORT.value, threads.c.owner_id == owner_id, threads.c.last_at.is_not(None))
    query = sa.select(threads).where(*wanted).order_by(threads.c.last_at.desc(), threads.c.id.desc()).limit(limit)
    return [_thread(row) for row in tx.connection.execute(query)]


def _asked_of(person: Person, last: Side) -> tuple[sa.ColumnElement[bool], ...]:
    """Select what a coordinator may answer: nobody answers their own questions."""
    return (
        threads.c.network_id == person.network_id,
        threads.c.kind == Kind.SUPPORT.value,
        threads.c.last_side == last.value,
        threads.c.owner_id != person.id,
    )


def to_answer(tx: Tx, coordinator: Person, limit: int) -> list[Thread]:
    """Return the questions of referents that this coordinator may answer and nobody has, the longest waiting first."""
    query = sa.select(threads).where(*_asked_of(coordinator, Side.ASKING))
    found = tx.connection.execute(query.order_by(threads.c.last_at, threads.c.id).limit(limit))
    return [_thread(row) for row in found]


def answered(tx: Tx, coordinator: Person, limit: int) -> list[Thread]:
    """Return the questions that were answered, the latest first."""
    query = sa.select(threads).where(*_asked_of(coordinator, Side.HELPING))
    found = tx.connection.execute(query.order_by(threads.c.last_at.desc(), threads.c.id.desc()).limit(limit))
    return [_thread(row) for row in found]


def count_to_answer(tx: Tx, coordinator: Person) -> int:
    """Count the questions of referents that wait for an answer of this coordinator."""
    query = sa.select(sa.func.count()).select_from(threads).where(*_asked_of(coordinator, Side.ASKING))
    return int(tx.connection.scalar(query) or 0)


def asked_since(tx: Tx, coordinator: Person) -> datetime | None:
    """Return since when the longest waiting question waits for this coordinator; None where none does."""
    found: datetime | None = tx.connection.scalar(
        sa.select(sa.func.min(threads.c.last_at)).where(*_asked_of(coordinator, Side.ASKING))
    )
    return found


def last_asked_about(tx: Tx, plan_ids: Collection[int]) -> dict[int, datetime]:
    """Return when a referent last wrote to the network about each of these plans, by plan."""
    query = (
        sa.select(threads.c.about, sa.func.max(messages.c.created_at).label("at"))
        .join(messages, messages.c.thread_id == threads.c.id)
        .where(
            threads.c.kind == Kind.SUPPORT.value,
            threads.c.about.in_(list(plan_ids)),
            messages.c.side == Side.ASKING.value,
        )
        .group_by(threads.c.about)
    )
    return {row.about: row.at for row in tx.connection.execute(query)}


# Messages


def add(
    tx: Tx, into: Thread, author_id: int, side: Side, text: str, file: Mapping[str, Any] | None, plan_id: int | None,
    now: datetime,
) -> int:  # fmt: skip
    """Keep a message; returns its id."""
    body = {"text": text} if file is None else {"text": text, "file": dict(file)}
    values = {
        "thread_id": into.id, "author_id": author_id, "side": side.value, "plan_id": plan_id,
        "body": tx.cipher.seal_json(body, _BODY), "created_at": now,
    }  # fmt: skip
    number = int(tx.connection.execute(messages.insert().returning(messages.c.id), values).scalar_one())
    _last(tx, into.id, side, now)
    return number


def _last(tx: Tx, thread_id: int, side: Side | None, at: datetime | None) -> None:
    values = {"last_side": side.value if side else "", "last_at": at}
    tx.connection.execute(threads.update().where(threads.c.id == thread_id).values(values))


def message(tx: Tx, message_id: int) -> Message | None:
    """Return the message of that id, or None."""
    row = tx.connection.execute(sa.select(messages).where(messages.c.id == message_id)).first()
    return None if row is None else _message(tx, row)


def newest(tx: Tx, thread_id: int, limit: int, before: int | None = None) -> list[Message]:
    """Return the newest messages of a thread, or those before one of them; the newest first."""
    query = sa.select(messages).where(messages.c.thread_id == thread_id)
    if before is not None:
        query = query.where(messages.c.id < before)
    found = tx.connection.execute(query.order_by(messages.c.id.desc()).limit(limit))
    return [_message(tx, row) for row in found]


def last_of(tx: Tx, thread_ids: Collection[int]) -> dict[int, Message]:
    """Return the newest message of each of these threads, by thread; an empty one has none."""
    newest_ids = sa.select(sa.func.max(messages.c.id)).where(messages.c.thread_id.in_(list(thread_ids)))
    found = sa.select(messages).where(messages.c.id.in_(newest_ids.group_by(messages.c.thread_id)))
    return {row.thread_id: _message(tx, row) for row in tx.connection.execute(found)}


def first_unread(tx: Tx, thread_id: int, written_by: Side) -> int | None:
    """Return the oldest message of that side which the other one has not read yet, or None."""
    new = (messages.c.thread_id == thread_id, messages.c.side == written_by.value, messages.c.read_at.is_(None))
    found = tx.connection.scalar(sa.select(sa.func.min(messages.c.id)).where(*new))
    return None if found is None else int(found)


def read(tx: Tx, thread_id: int, written_by: Side, now: datetime) -> int:
    """Mark what that side wrote as read by the other one; returns how many messages were new."""
    new = (messages.c.thread_id == thread_id, messages.c.side == written_by.value, messages.c.read_at.is_(None))
    return tx.connection.execute(messages.update().where(*new).values(read_at=now)).rowcount


def take_back(tx: Tx, of: Message) -> bool:
    """Take a message away, with all that was sent in the same moment, as long as nobody has read it; whether it was."""
    same = (messages.c.thread_id == of.thread_id, messages.c.author_id == of.author_id)
    unread = (*same, messages.c.created_at == of.created_at, messages.c.read_at.is_(None))
    if not tx.connection.execute(messages.delete().where(*unread)).rowcount:
        return False
    left = next(iter(newest(tx, of.thread_id, 1)), None)
    _last(tx, of.thread_id, left.side if left else None, left.created_at if left else None)
    return True


def unread(tx: Tx, kind: Kind, written_by: Side, owner_ids: Collection[int]) -> dict[int, int]:
    """Count the new messages of that side, by the owner of their thread; owners without any are left out."""
    if not owner_ids:
        return {}
    query = (
        sa.select(threads.c.owner_id, sa.func.count())
        .join(messages, messages.c.thread_id == threads.c.id)
        .where(
            threads.c.owner_id.in_(list(owner_ids)),
            threads.c.kind == kind.value,
            messages.c.side == written_by.value,
            messages.c.read_at.is_(None),
        )
        .group_by(threads.c.owner_id)
    )
    return {row.owner_id: row[1] for row in tx.connection.execute(query)}


def unread_in(tx: Tx, thread_ids: Collection[int], written_by: Side) -> dict[int, int]:
    """Count the new messages of that side, by thread; threads without any are left out."""
    query = (
        sa.select(messages.c.thread_id, sa.func.count())
        .where(
            messages.c.thread_id.in_(list(thread_ids)),
            messages.c.side == written_by.value,
            messages.c.read_at.is_(None),
        )
        .group_by(messages.c.thread_id)
    )
    return {row.thread_id: row[1] for row in tx.connection.execute(query)}
