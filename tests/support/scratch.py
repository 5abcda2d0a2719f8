"""A table of the tests' own, and tiny services on it, to try the store without any noun of the product."""

import sqlalchemy as sa

from bot.storage.kernel.store import Conflict, Tx

_metadata = sa.MetaData()
notes = sa.Table(
    "scratch_notes",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("text", sa.Text, nullable=False, unique=True),
    sa.Column("version", sa.Integer, nullable=False, server_default="0"),
)
heaps = sa.Table("scratch_heaps", _metadata, sa.Column("body", sa.LargeBinary))
strict = sa.Table(
    "scratch_strict",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("note_id", sa.ForeignKey(notes.c.id, deferrable=True, initially="DEFERRED"), nullable=False),
)


class Refused(Exception):  # noqa: N818  named for what happened
    """What a service of the tests raises when it does not want to."""


def create(tx: Tx) -> None:
    _metadata.create_all(tx.connection)


def write(tx: Tx, text: str) -> int:
    return int(tx.connection.scalars(notes.insert().values(text=text).returning(notes.c.id)).one())


def write_then_refuse(tx: Tx, text: str) -> int:
    write(tx, text)
    raise Refused(text)


def written(tx: Tx) -> list[str]:
    return list(tx.connection.scalars(sa.select(notes.c.text).order_by(notes.c.text)))


def heap(tx: Tx, size: int) -> None:
    """Write bytes nobody reads. Nothing can refuse them but the disk: SQLite then drops the whole transaction."""
    tx.connection.execute(heaps.insert().values(body=bytes(size)))


def refer_to_nothing(tx: Tx) -> None:
    """Write what only a COMMIT refuses."""
    tx.connection.execute(strict.insert().values(note_id=12345))


def version(tx: Tx, note_id: int) -> int:
    return int(tx.connection.scalars(sa.select(notes.c.version).where(notes.c.id == note_id)).one())


def bump(tx: Tx, note_id: int, expected: int) -> None:
    changed = tx.connection.execute(
        notes.update().where(notes.c.id == note_id, notes.c.version == expected).values(version=expected + 1)
    ).rowcount
    if changed == 0:
        raise Conflict
