"""Hours in which people want to be written to, and how professionals are told what awaits them: table and queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.hours import OFFICE, PEOPLE, Hours, Way
from bot.domain.people import AT_WORK
from bot.storage.kernel.schema import Moment, insert_or_change, metadata
from bot.storage.kernel.transaction import Tx
from bot.storage.networks import organisations
from bot.storage.people import people, roles

hours = sa.Table(
    "hours",
    metadata,
    sa.Column("person_id", sa.ForeignKey("people.id"), primary_key=True, autoincrement=False),
    sa.Column("opens", sa.SmallInteger, nullable=False),
    sa.Column("closes", sa.SmallInteger, nullable=False),
    sa.Column("days", sa.String(7), nullable=False),
    sa.Column("holidays_off", sa.Boolean, nullable=False),
    sa.Column("way", sa.String(8), nullable=False),
    sa.Column("summary_at", sa.SmallInteger, nullable=False),
    sa.Column("next_at", Moment, index=True),
)


@dataclass(frozen=True, slots=True)
class Preference:
    """A person's hours; of a professional also how to tell them, and the hour (0 to 23) of their message of the day."""

    hours: Hours = OFFICE
    way: Way = Way.DAILY
    summary_at: int = OFFICE.opens


DEFAULT = Preference()
"""Of a professional who has said nothing."""
OF_PEOPLE = Preference(PEOPLE)
"""Of anybody else who has said nothing."""

_CHOSEN = ("opens", "closes", "days", "holidays_off", "way", "summary_at", "next_at")


def choose(tx: Tx, person_id: int, preference: Preference) -> None:
    """Keep what a person chose; when their next message of the day comes is to be worked out anew."""
    tx.connection.execute(insert_or_change(tx.dialect, hours, _CHOSEN), _values(person_id, preference, None))


def _values(person_id: int, preference: Preference, next_at: datetime | None) -> dict[str, object]:
    chosen = preference.hours
    return {
        "person_id": person_id,
        "opens": chosen.opens,
        "closes": chosen.closes,
        "days": "".join(map(str, sorted(chosen.days))),
        "holidays_off": chosen.holidays_off,
        "way": preference.way.value,
        "summary_at": preference.summary_at,
        "next_at": next_at,
    }


def of(tx: Tx, person_ids: Iterable[int]) -> dict[int, Preference]:
    """Return what each of these people chose; those who said nothing have the default."""
    asked = list(person_ids)
    query = sa.select(hours).where(hours.c.person_id.in_(asked))
    return dict.fromkeys(asked, DEFAULT) | {row.person_id: _of(row) for row in tx.connection.execute(query)}


def one(tx: Tx, person_id: int) -> Preference:
    """Return what that person chose, or the default."""
    return of(tx, [person_id])[person_id]


def chosen(tx: Tx, person_id: int) -> Preference | None:
    """Return what that person chose; None as long as nothing was said."""
    row = tx.connection.execute(sa.select(hours).where(hours.c.person_id == person_id)).first()
    return None if row is None else _of(row)


def _of(row: sa.Row[tuple[object, ...]]) -> Preference:
    chosen = Hours(row.opens, row.closes, frozenset(map(int, row.days)), holidays_off=row.holidays_off)
    return Preference(chosen, Way(row.way), row.summary_at)


@dataclass(frozen=True, slots=True)
class Professional:
    """A professional whose message of the day has come due, or was never worked out (`next_at` is None)."""

    person_id: int
    region: str
    department: str
    next_at: datetime | None


def due(tx: Tx, now: datetime, limit: int) -> list[Professional]:
    """Return the professionals who can be reached and whose next message of the day has come, or is unknown."""
    come = hours.c.next_at <= now
    return _professionals(tx, come, limit) or _professionals(tx, hours.c.next_at.is_(None), limit)


def _professionals(tx: Tx, when: sa.ColumnElement[bool], limit: int) -> list[Professional]:
    """Return the professionals of one case, in a query of its own: one query for both would look at everybody."""
    at_work = sa.select(roles.c.person_id).where(roles.c.role.in_(sorted(AT_WORK))).distinct().subquery()
    query = (
        sa.select(
            people.c.id,
            sa.func.coalesce(organisations.c.region, ""),
            sa.func.coalesce(organisations.c.department, ""),
            hours.c.next_at,
        )
        .select_from(at_work)
        .join(people, people.c.id == at_work.c.person_id)
        .outerjoin(hours, hours.c.person_id == people.c.id)
        .outerjoin(organisations, organisations.c.id == people.c.organisation_id)
        .where(people.c.chat_key.is_not(None), people.c.blocked_at.is_(None), when)
        .order_by(people.c.id)
        .limit(limit)
    )
    return [Professional(*row) for row in tx.connection.execute(query)]


def next_at(tx: Tx, person_id: int, preference: Preference, at: datetime) -> None:
    """Note when a professional's next message of the day comes."""
    columns = ("next_at",)
    tx.connection.execute(insert_or_change(tx.dialect, hours, columns), _values(person_id, preference, at))
