"""A pytest plugin: freshly migrated databases. ``database_url`` and ``store`` run a test on SQLite and PostgreSQL."""

import itertools
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Final

import pytest

from bot.storage.kernel import migrate
from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.store import Store
from tests.support import postgres

KEY: Final = "a key for tests only"
_numbers = itertools.count(1)


def pytest_configure(config: pytest.Config) -> None:
    """Prepare the server's folder once, in the process that starts the workers."""
    if not hasattr(config, "workerinput"):
        postgres.prepare()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server once every worker is done."""
    if not hasattr(config, "workerinput"):
        postgres.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a migrated, empty file, to be copied."""
    path = tmp_path_factory.mktemp("template") / "valise.db"
    migrate.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Return a migrated SQLite database of this test's own."""
    path = tmp_path / "valise.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """Return the address of a running PostgreSQL."""
    return postgres.address()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """Return the name of a migrated, empty database, to be copied."""
    name = f"template_{os.getpid()}"
    migrate.upgrade(postgres.create(postgres_server, name))
    return name


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    """Make a PostgreSQL database without any table."""
    with postgres.temporary(postgres_server, _name()) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """Make a migrated PostgreSQL database of this test's own."""
    with postgres.temporary(postgres_server, _name(), postgres_template) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Return a migrated database of this test's own, on each of the two in turn."""
    fixture = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(fixture))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return a database before its first migration, on each of the two in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return str(request.getfixturevalue("empty_postgres_url"))


@pytest.fixture
def cipher() -> Cipher:
    """Return the cipher every test database is written with."""
    return Cipher([KEY])


@pytest.fixture
async def store(database_url: str, cipher: Cipher) -> AsyncIterator[Store]:
    """Open a store on each of the two databases in turn."""
    opened = await Store.open(database_url, cipher)
    yield opened
    await opened.close()


def _name() -> str:
    return f"test_{os.getpid()}_{next(_numbers)}"
