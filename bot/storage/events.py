"""Events that people are asked to: their hour, place and seats. Who comes is in `attendances.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Unpack

import sqlalchemy as sa

from bot.domain.ids import EventId, NetworkId, PersonId
from bot.storage.changes import EventChanges
from bot.storage.kernel.schema import Id, Moment, Sealed, metadata
from bot.storage.kernel.transaction import Tx

events = sa.Table(
    "events",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("network_id", sa.ForeignKey("networks.id"), nullable=False, index=True),
    sa.Column("author_id", sa.BigInteger, nullable=False),
    sa.Column("name", Sealed, nullable=False),
    sa.Column("place", Sealed, nullable=False),
    sa.Column("starts_at", Moment, nullable=False, index=True),
    sa.Column("minutes", sa.Integer, nullable=False),
    sa.Column("seats", sa.Integer),
    sa.Column("taken", sa.Integer, nullable=False, server_default="0"),
    sa.Column("revision", sa.Integer, nullable=False, server_default="0"),
    sa.Column("cancelled_at", Moment),
    sa.Column("reminded_at", Moment),
    sa.Column("created_at", Moment, nullable=False),
    sa.CheckConstraint("taken >= 0 AND (seats IS NULL OR taken <= seats)", name="seats"),
)


@dataclass(frozen=True, slots=True)
class Event:
    """An event.

    `seats` is None where there is room for everybody; `revision` counts its changes (SEQUENCE in RFC 5545).
    """

    id: EventId
    network_id: NetworkId
    author_id: PersonId
    name: str
    place: str
    starts_at: datetime
    minutes: int
    seats: int | None
    taken: int
    revision: int
    cancelled_at: datetime | None
    created_at: datetime

    @property
    def ends_at(self) -> datetime:
        """When it ends."""
        return self.starts_at + timedelta(minutes=self.minutes)


def _event(tx: Tx, row: sa.Row[Any]) -> Event:
    return Event(
        id=row.id,
        network_id=row.network_id,
        author_id=row.author_id,
        name=tx.cipher.open(row.name, "events.name").decode(),
        place=tx.cipher.open(row.place, "events.place").decode(),
        starts_at=row.starts_at,
        minutes=row.minutes,
        seats=row.seats,
        taken=row.taken,
        revision=row.revision,
        cancelled_at=row.cancelled_at,
        created_at=row.created_at,
    )


def _sealed(tx: Tx, values: Mapping[str, Any]) -> dict[str, Any]:
    names = {"name", "place"} & values.keys()
    return {**values, **{name: tx.cipher.seal(values[name], f"events.{name}") for name in names}}


def add(tx: Tx, values: dict[str, Any], now: datetime) -> int:
    """Add an event, name and place in clear; returns its id."""
    stored = {**_sealed(tx, values), "created_at": now}
    return int(tx.connection.execute(events.insert().returning(events.c.id), stored).scalar_one())


def by_id(tx: Tx, event_id: int) -> Event | None:
    """Return the event of that id, or None."""
    row = tx.connection.execute(sa.select(events).where(events.c.id == event_id)).first()
    return None if row is None else _event(tx, row)


def to_come(tx: Tx, network_id: int, now: datetime) -> list[Event]:
    """Return the events of a network that are not over, the next first; those called off are not among them."""
    query = sa.select(events).where(
        events.c.network_id == network_id, events.c.starts_at > now, events.c.cancelled_at.is_(None)
    )
    return [_event(tx, row) for row in tx.connection.execute(query.order_by(events.c.starts_at, events.c.id))]


def change(tx: Tx, event_id: int, **values: Unpack[EventChanges]) -> bool:
    """Change an event, as its next revision. False, with nothing written, for fewer seats than are taken."""
    update = events.update().where(events.c.id == event_id)
    if values.get("seats") is not None:
        update = update.where(events.c.taken <= values["seats"])
    stored = {**_sealed(tx, values), "revision": events.c.revision + 1}
    return bool(tx.connection.execute(update.values(**stored)).rowcount)


def take_seat(tx: Tx, event_id: int) -> bool:
    """Take one seat; False when there is none: no crowd can take more than there are."""
    free = sa.or_(events.c.seats.is_(None), events.c.taken < events.c.seats)
    update = events.update().where(events.c.id == event_id, free)
    return bool(tx.connection.execute(update.values(taken=events.c.taken + 1)).rowcount)


def free_seat(tx: Tx, event_id: int) -> None:
    """Give one seat back."""
    tx.connection.execute(events.update().where(events.c.id == event_id).values(taken=events.c.taken - 1))


def to_remind(tx: Tx, now: datetime, within: timedelta) -> list[Event]:
    """Return the events that begin within that time and of which nobody was reminded yet."""
    query = sa.select(events).where(
        events.c.starts_at > now,
        events.c.starts_at <= now + within,
        events.c.reminded_at.is_(None),
        events.c.cancelled_at.is_(None),
    )
    return [_event(tx, row) for row in tx.connection.execute(query.order_by(events.c.id))]


def reminded(tx: Tx, event_id: int, now: datetime | None) -> None:
    """Note that everybody who comes is being reminded; None: to be reminded again, as it was put off."""
    tx.connection.execute(events.update().where(events.c.id == event_id).values(reminded_at=now))
