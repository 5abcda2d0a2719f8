"""Lists of organisations that a coordinator has sent: kept sealed from the check to the tap, then a day longer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from bot.domain.ids import PersonId
from bot.domain.organisation_list import Entry
from bot.storage.kernel.schema import Id, Moment, Sealed, metadata
from bot.storage.kernel.transaction import Tx

KEPT: Final = timedelta(days=1)
"""How long a list waits for a word, and how long its links can be sent once more."""

imports = sa.Table(
    "imports",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("person_id", sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    sa.Column("entries", Sealed, nullable=False),
    sa.Column("seed", Sealed, nullable=False),
    sa.Column("created_at", Moment, nullable=False, index=True),
    sa.Column("stored_at", Moment),
)


@dataclass(frozen=True, slots=True)
class Import:
    """A list that waits for a word, or was stored within the day.

    `seed` is what the codes of its links are made from: the same links can be told twice, and are kept nowhere.
    """

    id: int
    person_id: PersonId
    entries: tuple[Entry, ...]
    seed: str
    created_at: datetime
    stored_at: datetime | None


@dataclass(frozen=True, slots=True)
class Ready:
    """All that one tap will store, sealed already, and the file of links that it then hands out.

    `entries` are what is new of the list, `links` the name and the content of the file. `seen` is the newest
    invitation there was: if there is a newer one, another coordinator has stored something meanwhile.
    """

    list: Import
    entries: tuple[Entry, ...]
    organisations: tuple[Mapping[str, Any], ...]
    newcomers: tuple[Mapping[str, Any], ...]
    links: tuple[str, bytes]
    seen: int


def keep(tx: Tx, person_id: int, fingerprint: str, entries: tuple[Entry, ...], seed: str, now: datetime) -> int:
    """Keep a checked list until a word; another waiting one of that person is forgotten. Returns its id."""
    waiting = (imports.c.person_id == person_id) & imports.c.stored_at.is_(None)
    tx.connection.execute(imports.delete().where(waiting))
    values = {
        "person_id": person_id,
        "fingerprint": fingerprint,
        "entries": _sealed(tx, entries),
        "seed": tx.cipher.seal(seed, "imports.seed"),
        "created_at": now,
    }
    return int(tx.connection.execute(imports.insert().returning(imports.c.id), values).scalar_one())


def _sealed(tx: Tx, entries: tuple[Entry, ...]) -> bytes:
    # Without the cells, which are for the file to correct. Lists, as asdict() takes ten times as long.
    lines = [[e.line, e.organisation, e.kind, e.region, e.department, e.referent] for e in entries]
    return tx.cipher.seal_json(lines, "imports.entries")


def keep_only(tx: Tx, import_id: int, entries: tuple[Entry, ...]) -> None:
    """Keep only these lines of a list: the others were stored by another coordinator meanwhile."""
    tx.connection.execute(imports.update().where(imports.c.id == import_id).values(entries=_sealed(tx, entries)))


def of_person(tx: Tx, person_id: int, import_id: int) -> Import | None:
    """Return a list of that person, or None when it is forgotten or was never theirs."""
    query = sa.select(imports).where(imports.c.id == import_id, imports.c.person_id == person_id)
    row = tx.connection.execute(query).first()
    if row is None:
        return None
    entries = tuple(Entry(*line) for line in tx.cipher.open_json(row.entries, "imports.entries"))
    seed = tx.cipher.open_text(row.seed, "imports.seed")
    return Import(row.id, row.person_id, entries, seed, row.created_at, row.stored_at)


def stored_already(tx: Tx, person_id: int, fingerprint: str) -> int | None:
    """Return the id of the same file that this person stored within the day, if there is one."""
    query = sa.select(imports.c.id).where(
        imports.c.person_id == person_id, imports.c.fingerprint == fingerprint, imports.c.stored_at.is_not(None)
    )
    return tx.connection.scalar(query.order_by(imports.c.id.desc()).limit(1))


def mark_stored(tx: Tx, import_id: int, now: datetime) -> bool:
    """Mark a list as stored; False when it already was."""
    statement = imports.update().where(imports.c.id == import_id, imports.c.stored_at.is_(None)).values(stored_at=now)
    return tx.connection.execute(statement).rowcount == 1


def forget(tx: Tx, now: datetime) -> int:
    """Forget the lists of yesterday; returns how many."""
    return tx.connection.execute(imports.delete().where(imports.c.created_at <= now - KEPT)).rowcount
