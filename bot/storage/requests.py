"""Requests of strangers to join: no account is made of them, and all they said is forgotten within thirty days."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Unpack

import sqlalchemy as sa

from bot.domain.ids import JoinRequestId, NetworkId
from bot.storage.changes import RequestChanges
from bot.storage.kernel.schema import Id, Moment, Sealed, metadata
from bot.storage.kernel.transaction import Conflict, Tx

KEPT: Final = timedelta(days=30)
BEGUN_KEPT: Final = timedelta(days=1)
"""How long an unfinished request waits: it was not sent, so nobody needs it."""


class RequestState(StrEnum):
    """How far a request is."""

    BEGUN = "begun"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    """Taken back by the asker: nothing is left of it but that there was one."""


requests = sa.Table(
    "requests",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("chat_key", sa.LargeBinary, nullable=False, index=True),
    sa.Column("chat", Sealed, nullable=False),
    sa.Column("language", sa.String(16), nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("answers", Sealed, nullable=False),
    sa.Column("focus", sa.String(60), nullable=False, server_default=""),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("network_id", sa.ForeignKey("networks.id")),
    sa.Column("code", Sealed),
    sa.Column("reason", sa.String(30), nullable=False, server_default=""),
    sa.Column("created_at", Moment, nullable=False, index=True),
    sa.Column("sent_at", Moment),
)


@dataclass(frozen=True, slots=True)
class JoinRequest:
    """What a stranger asks. `network_id` is whose coordinators are asked: None is every network's.

    `focus` is the question being asked; `code` opens the bot once, when the request was accepted.
    """

    id: JoinRequestId
    chat_id: int
    language: str
    state: RequestState
    answers: dict[str, Any]
    focus: str
    version: int
    network_id: NetworkId | None
    code: str
    reason: str
    created_at: datetime
    sent_at: datetime | None


def _request(tx: Tx, row: sa.Row[Any]) -> JoinRequest:
    return JoinRequest(
        id=row.id,
        chat_id=int(tx.cipher.open_text(row.chat, "requests.chat")),
        language=row.language,
        state=RequestState(row.state),
        answers=tx.cipher.open_json(row.answers, "requests.answers"),
        focus=row.focus,
        version=row.version,
        network_id=row.network_id,
        code=tx.cipher.open_text(row.code, "requests.code") if row.code else "",
        reason=row.reason,
        created_at=row.created_at,
        sent_at=row.sent_at,
    )


def begin(tx: Tx, chat_id: int, language: str, now: datetime) -> JoinRequest:
    """Begin a request, with nothing said yet."""
    values = {
        "chat_key": tx.cipher.blind(str(chat_id), "requests.chat"),
        "chat": tx.cipher.seal(str(chat_id), "requests.chat"),
        "language": language,
        "state": RequestState.BEGUN.value,
        "answers": tx.cipher.seal_json({}, "requests.answers"),
        "version": 1,
        "created_at": now,
    }
    return _request(tx, tx.connection.execute(requests.insert().returning(requests), values).one())


def of_chat(tx: Tx, chat_id: int) -> list[JoinRequest]:
    """Return the requests of a chat that are not forgotten, the latest first."""
    keys = tx.cipher.blinds(str(chat_id), "requests.chat")
    query = sa.select(requests).where(requests.c.chat_key.in_(keys)).order_by(requests.c.id.desc())
    return [_request(tx, row) for row in tx.connection.execute(query)]


def by_id(tx: Tx, request_id: int) -> JoinRequest | None:
    """Return the request of that id, or None when it is forgotten."""
    row = tx.connection.execute(sa.select(requests).where(requests.c.id == request_id)).first()
    return None if row is None else _request(tx, row)


def awaiting(tx: Tx, network_id: int) -> list[JoinRequest]:
    """Return the requests that the coordinators of that network have to answer, in order of arrival."""
    query = sa.select(requests).where(_waits_for(network_id)).order_by(requests.c.sent_at, requests.c.id)
    return [_request(tx, row) for row in tx.connection.execute(query)]


def count_awaiting(tx: Tx, network_id: int) -> int:
    """Count the requests that the coordinators of that network have to answer."""
    query = sa.select(sa.func.count()).select_from(requests).where(_waits_for(network_id))
    return int(tx.connection.scalar(query) or 0)


def since(tx: Tx, network_id: int) -> datetime | None:
    """Return when the first of the requests that are not answered was sent; None where none waits."""
    found: datetime | None = tx.connection.scalar(
        sa.select(sa.func.min(requests.c.sent_at)).where(_waits_for(network_id))
    )
    return found


def _waits_for(network_id: int) -> sa.ColumnElement[bool]:
    asked = requests.c.network_id.is_(None) | (requests.c.network_id == network_id)
    return sa.and_(requests.c.state == RequestState.SENT.value, asked)


def sent(tx: Tx) -> int:
    """Count the requests that were sent and are kept, of whatever chat; those that are only begun do not count."""
    return _count(tx, requests.c.state != RequestState.BEGUN.value)


def begun_since(tx: Tx, moment: datetime) -> int:
    """Count the requests that were begun since then and not sent."""
    return _count(tx, requests.c.state == RequestState.BEGUN.value, requests.c.created_at > moment)


def _count(tx: Tx, *which: sa.ColumnElement[bool]) -> int:
    return int(tx.connection.scalar(sa.select(sa.func.count()).select_from(requests).where(*which)) or 0)


def save(tx: Tx, request: JoinRequest, **values: Unpack[RequestChanges]) -> int:
    """Change a request; returns its new version. Raises Conflict when it is no longer as it was read."""
    stored: dict[str, Any] = {**values}
    if "answers" in values:
        stored["answers"] = tx.cipher.seal_json(values["answers"], "requests.answers")
    if "code" in values:
        stored["code"] = tx.cipher.seal(values["code"], "requests.code")
    done = tx.connection.execute(
        requests.update()
        .where(requests.c.id == request.id, requests.c.version == request.version)
        .values(version=request.version + 1, **stored)
    )
    if done.rowcount == 0:
        raise Conflict(f"request {request.id}")
    return request.version + 1


def drop(tx: Tx, request_id: int) -> None:
    """Forget a request at once."""
    tx.connection.execute(requests.delete().where(requests.c.id == request_id))


def forget(tx: Tx, now: datetime) -> int:
    """Forget what was begun yesterday, and everything else after thirty days; returns how many."""
    begun = (requests.c.state == RequestState.BEGUN.value) & (requests.c.created_at <= now - BEGUN_KEPT)
    return tx.connection.execute(requests.delete().where(begun | (requests.c.created_at <= now - KEPT))).rowcount
