"""The migrations make exactly the tables the code speaks of, and a running bot refuses any other schema."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from bot.storage import migrate, revision
from bot.storage.cipher import Cipher
from bot.storage.store import Store, Unavailable, parse
from bot.storage.tables import metadata


@pytest.fixture
def connection(database_url: str) -> Iterator[sa.Connection]:
    url = parse(database_url)
    driver = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}[url.get_backend_name()]
    engine = sa.create_engine(url.set(drivername=driver))
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def test_migrated_tables_equal_the_metadata(connection: sa.Connection) -> None:
    assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_partial_indexes_keep_their_condition(connection: sa.Connection) -> None:
    found = {
        index["name"]: str(index["dialect_options"].get(f"{connection.dialect.name}_where", ""))
        for table in ("inbox", "outbox")
        for index in sa.inspect(connection).get_indexes(table)
    }
    assert "queued" in found["ix_outbox_waiting"]
    assert "claimed" in found["ix_outbox_claimed"]
    assert "applied" in found["ix_inbox_open"]


def test_migrating_twice_changes_nothing(database_url: str) -> None:
    migrate.upgrade(database_url)
    assert migrate.revision(database_url) == revision.head()


def test_an_empty_database_has_no_revision(empty_database_url: str) -> None:
    assert migrate.revision(empty_database_url) is None


async def test_a_current_database_is_accepted(store: Store) -> None:
    await store.run(revision.check)


async def test_an_empty_database_is_refused_with_the_command(empty_database_url: str, cipher: Cipher) -> None:
    store = await Store.open(empty_database_url, cipher)
    with pytest.raises(revision.SchemaOutdated, match=r"is empty.*run \./valise migrate"):
        await store.run(revision.check)
    await store.close()


async def test_a_newer_database_is_refused_by_run_and_by_migrate(store: Store, database_url: str) -> None:
    await store.run(lambda tx: tx.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(revision.SchemaNewer, match="9999"):
        await store.run(revision.check)
    with pytest.raises(revision.SchemaNewer):
        migrate.upgrade(database_url)


def test_a_database_file_is_its_owners_alone(tmp_path: Path) -> None:
    migrate.upgrade(f"sqlite:///{tmp_path / 'valise.db'}")
    assert (tmp_path / "valise.db").stat().st_mode & 0o777 == 0o600


def test_a_missing_folder_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="No such file"):
        migrate.upgrade(f"sqlite:///{tmp_path / 'nowhere' / 'valise.db'}")


def test_a_damaged_file_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "valise.db").write_bytes(b"not a database" * 100)
    with pytest.raises(Unavailable, match="not a database"):
        migrate.upgrade(f"sqlite:///{tmp_path / 'valise.db'}")
