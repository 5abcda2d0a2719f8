"""Absences of referents and who stands in, and which waits were told of already: tables and queries."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from bot.domain.absence import Stage
from bot.storage.kernel.schema import Id, Moment, insert_new, metadata
from bot.storage.kernel.transaction import Tx

absences = sa.Table(
    "absences",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False, index=True),
    sa.Column("stand_in_id", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("said_by", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("since", Moment, nullable=False),
    sa.Column("last_day", sa.Date, nullable=False),
    sa.Column("ended_at", Moment),
    sa.Column("begun", sa.Boolean, nullable=False, server_default=sa.true()),
)
_OPEN = sa.text("ended_at IS NULL")
sa.Index("one_absence", absences.c.person_id, unique=True, sqlite_where=_OPEN)

waits_told = sa.Table(
    "waits_told",
    metadata,
    sa.Column("plan_id", sa.ForeignKey("plans.id"), primary_key=True, autoincrement=False),
    sa.Column("since", sa.Date, primary_key=True),
    sa.Column("stage", sa.SmallInteger, primary_key=True, autoincrement=False),
)


@dataclass(frozen=True, slots=True)
class Absence:
    """The absence of a person until the end of `last_day`; `said_by` told so, mostly the person.

    `since` may be to come.
    """

    id: int
    person_id: int
    stand_in_id: int
    said_by: int
    since: datetime
    last_day: date
    begun: bool


_COLUMNS = sa.select(*(absences.c[name] for name in Absence.__dataclass_fields__)).where(_OPEN)
_OF = _COLUMNS.where(absences.c.person_id == sa.bindparam("of"))
_STAND_INS = sa.select(absences.c.person_id, absences.c.stand_in_id).where(_OPEN, absences.c.begun)


def note(
    tx: Tx, person_id: int, stand_in_id: int, since: datetime, last_day: date, said_by: int, *, begun: bool
) -> Absence:
    """Note an absence that begins now, or one to come: that one begins when `begin` is called."""
    values = {
        "person_id": person_id, "stand_in_id": stand_in_id, "said_by": said_by, "since": since, "last_day": last_day,
        "begun": begun,
    }  # fmt: skip
    number = int(tx.connection.execute(absences.insert().returning(absences.c.id), values).scalar_one())
    return Absence(number, person_id, stand_in_id, said_by, since, last_day, begun)


def begin(tx: Tx, absence_id: int, stand_in_id: int) -> None:
    """Begin an absence that was said ahead, with that colleague standing in."""
    update = absences.update().where(absences.c.id == absence_id)
    tx.connection.execute(update.values(begun=True, stand_in_id=stand_in_id))


def due(tx: Tx, now: datetime) -> list[Absence]:
    """Return the absences said ahead whose first day has come."""
    query = _COLUMNS.where(absences.c.begun.is_(False), absences.c.since <= now).order_by(absences.c.id)
    return [Absence(*row) for row in tx.connection.execute(query)]


def end(tx: Tx, person_id: int, now: datetime) -> None:
    """End the absence of a person, who is there again."""
    tx.connection.execute(absences.update().where(absences.c.person_id == person_id, _OPEN).values(ended_at=now))


def absence_of(tx: Tx, person_id: int) -> Absence | None:
    """Return the absence of a person that holds now or is to come, or None."""
    row = tx.connection.execute(_OF, {"of": person_id}).first()
    return None if row is None else Absence(*row)


def away_now(tx: Tx, person_id: int) -> Absence | None:
    """Return the absence of a person that holds now, or None."""
    found = absence_of(tx, person_id)
    return found if found is not None and found.begun else None


def over(tx: Tx, today: date) -> list[Absence]:
    """Return the absences whose last day has passed."""
    query = _COLUMNS.where(absences.c.last_day < today).order_by(absences.c.id)
    return [Absence(*row) for row in tx.connection.execute(query)]


def stand_ins(tx: Tx) -> dict[int, int]:
    """Return who stands in for each person away now: few rows, whatever the number of people."""
    return {row.person_id: row.stand_in_id for row in tx.connection.execute(_STAND_INS)}


def tell_once(tx: Tx, plan_id: int, since: date, stage: Stage) -> bool:
    """Note that this wait is told of; False when it was already."""
    row = {"plan_id": plan_id, "since": since, "stage": int(stage)}
    new = insert_new(tx.dialect, waits_told).returning(waits_told.c.plan_id)
    return tx.connection.execute(new, row).first() is not None
