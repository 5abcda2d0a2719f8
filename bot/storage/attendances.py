"""Who comes to an event, who waits for a seat, who cannot come: one answer a person, in the order of asking."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from bot.storage.kernel.schema import Moment, insert_or_change, metadata
from bot.storage.kernel.transaction import Tx

attendances = sa.Table(
    "attendances",
    metadata,
    sa.Column("event_id", sa.ForeignKey("events.id"), primary_key=True),
    sa.Column("person_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("answer", sa.String(10), nullable=False),
    sa.Column("at", Moment, nullable=False),
)


class Answer(StrEnum):
    """What an invited person said, or got."""

    COMING = "coming"
    WAITING = "waiting"
    NOT_COMING = "not_coming"


def answer_of(tx: Tx, event_id: int, person_id: int) -> Answer | None:
    """Return what that person said last about an event, or None."""
    query = sa.select(attendances.c.answer).where(
        attendances.c.event_id == event_id, attendances.c.person_id == person_id
    )
    found = tx.connection.execute(query).scalar()
    return None if found is None else Answer(found)


def keep(tx: Tx, event_id: int, person_id: int, answer: Answer, now: datetime) -> None:
    """Keep the answer of a person, whose place in the order of asking is that of the last one."""
    values = {"event_id": event_id, "person_id": person_id, "answer": answer.value, "at": now}
    tx.connection.execute(insert_or_change(tx.dialect, attendances, ("answer", "at")), values)


def promote(tx: Tx, event_id: int, person_id: int) -> bool:
    """Give a person who waits the seat that was taken for them; False when they wait no more."""
    update = attendances.update().where(
        attendances.c.event_id == event_id,
        attendances.c.person_id == person_id,
        attendances.c.answer == Answer.WAITING.value,
    )
    return bool(tx.connection.execute(update.values(answer=Answer.COMING.value)).rowcount)


def with_answer(tx: Tx, event_id: int, *answers: Answer) -> list[int]:
    """Return the ids of those who gave one of these answers, in the order of asking."""
    query = sa.select(attendances.c.person_id).where(
        attendances.c.event_id == event_id, attendances.c.answer.in_([answer.value for answer in answers])
    )
    return list(tx.connection.scalars(query.order_by(attendances.c.at, attendances.c.person_id)))
