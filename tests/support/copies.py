"""Exact copies of where a story stands: the database, the strict Telegram, the time, and what the bot has in mind.

A copy is loaded into a town that stands elsewhere; nothing of it is played. What a machine counts by itself goes on:
Telegram's clock from the moment of the copy, its numbers of updates beyond those that the bot has confirmed.
"""

import pickle
import sqlite3
import time
import zlib
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from typing import Any, Final, Protocol

import psycopg
from psycopg import sql

from bot.app import App
from bot.sandbox.world import World

PARTS: Final = ("people", "updates", "taps", "files", "profile", "journal", "events", "flood", "faults")
"""What a world consists of, besides what is the same in all towns."""
LIVE: Final = frozenset({"_archive", "_bell", "_clock", "_closed", "_limits", "_poll", "closed"})
"""Attributes of these that belong to a running server, or are other parts."""
MIND: Final = (("_screens", "_cards"), ("_acknowledged",))
"""What the bot remembers of its talks and could not read again."""

NO_JOURNAL: Final = b"\x01\x01"
"""What the head of a SQLite file says that has no journal beside it: in memory there can be none."""


class Rows(Protocol):
    """The rows of a database, as they stood."""

    def load(self, url: str) -> None:
        """Put them in the place of all that a database of the same kind holds."""


def rows_of(url: str) -> Rows:
    """Copy what a database holds."""
    return SqliteRows.of(url) if url.startswith("sqlite") else PostgresRows.of(url)


@dataclass(frozen=True, slots=True)
class SqliteRows:
    """A file, page by page."""

    packed: bytes

    @classmethod
    def of(cls, url: str) -> "SqliteRows":
        with closing(sqlite3.connect(_path(url))) as file, closing(sqlite3.connect(":memory:")) as memory:
            file.backup(memory)
            image = bytearray(memory.serialize())
        image[18:20] = NO_JOURNAL
        return cls(zlib.compress(image, 1))

    def load(self, url: str) -> None:
        with closing(sqlite3.connect(_path(url))) as file, closing(sqlite3.connect(":memory:")) as memory:
            memory.deserialize(zlib.decompress(self.packed))
            memory.backup(file)


@dataclass(frozen=True, slots=True)
class PostgresRows:
    """Tables that hold anything, in the order in which they lie there, and where the numbering stands."""

    tables: Mapping[str, bytes]
    numbers: Mapping[str, int | None]

    @classmethod
    def of(cls, url: str) -> "PostgresRows":
        with psycopg.connect(url) as connection:
            return cls(
                {table: _rows(connection, table) for table in _filled(connection)},
                dict(connection.execute("SELECT sequencename, last_value FROM pg_sequences").fetchall()),
            )

    def load(self, url: str) -> None:
        with psycopg.connect(url) as connection:
            connection.execute("SET LOCAL session_replication_role = replica")  # triggers and keys were heeded once
            for table in _filled(connection):  # so early in a story that to truncate them would take longer
                connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            for table, content in self.tables.items():
                into = sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(sql.Identifier(table))
                with connection.cursor().copy(into) as writing:
                    writing.write(content)
            given = [(name, last or 1, last is not None) for name, last in self.numbers.items()]
            with connection.cursor() as cursor:
                cursor.executemany("SELECT setval(quote_ident(%s)::regclass, %s, %s)", given)


def _path(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def _filled(connection: psycopg.Connection[Any]) -> list[str]:
    """Name the tables with at least one row."""
    tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
    looks = [
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(sql.Literal(name), sql.Identifier(name))
        for (name,) in tables
    ]
    return [name for (name,) in connection.execute(sql.SQL(" UNION ALL ").join(looks)).fetchall()]


def _rows(connection: psycopg.Connection[Any], table: str) -> bytes:
    out = sql.SQL("COPY (SELECT * FROM {} ORDER BY ctid) TO STDOUT (FORMAT binary)").format(sql.Identifier(table))
    with connection.cursor().copy(out) as reading:
        return b"".join(bytes(part) for part in reading)


@dataclass(frozen=True, slots=True)
class Copy:
    """Where a story stands.

    Attributes:
        rows: What the database holds.
        world: What the strict Telegram holds, pickled.
        offset: How far Telegram's clock was from the machine's.
        taken: When, by the machine's clock.
        mind: What the bot has in mind, pickled.
        now: The time of the story.
        screens: Which screen each text came from.
    """

    rows: Rows
    world: bytes
    offset: float
    taken: float
    mind: bytes
    now: datetime
    screens: Mapping[str, Any]

    @classmethod
    def of(cls, url: str, world: World, app: App, now: datetime, screens: Mapping[str, Any]) -> "Copy":
        """Copy a story in which nothing is under way."""
        under_way = len(world.updates) + world.taps.unanswered + app.queues.busy
        assert not under_way, "a story can be copied only where nothing is under way"
        return cls(
            rows_of(url),
            pickle.dumps({part: _state(getattr(world, part)) for part in PARTS}),
            world.clock.offset,
            time.time(),
            pickle.dumps({path: attrgetter(".".join(path))(app.talk) for path in MIND}),
            now,
            dict(screens),
        )

    def load_world(self, world: World) -> None:
        """Put everything that Telegram holds in the place of what it holds there."""
        confirmed = world.updates.last_id
        for part, state in pickle.loads(self.world).items():  # noqa: S301  our own
            vars(getattr(world, part)).update(state)
        world.updates.last_id = max(confirmed, world.updates.last_id)
        world.clock.offset = self.offset - (time.time() - self.taken)

    def load_mind(self, app: App) -> None:
        """Let a bot that has done nothing yet know what the other one knew."""
        for (*owner, name), value in pickle.loads(self.mind).items():  # noqa: S301  our own
            setattr(attrgetter(".".join(owner))(app.talk) if owner else app.talk, name, value)


def _state(part: object) -> dict[str, Any]:
    return {name: value for name, value in vars(part).items() if name not in LIVE}
