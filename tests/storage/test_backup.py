"""A backup: one snapshot of everything, restored on either database, refused when it is not whole."""

import asyncio
import gzip
import json
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.domain.people import Role
from bot.storage import audit, backup, networks, people
from bot.storage.backup import BackupInvalid, NotEmpty
from bot.storage.kernel import integrity, migrate
from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.store import Store, Tx
from bot.storage.tables import metadata

NOW = datetime(2027, 3, 1, 9, 30, 15, 123456, tzinfo=UTC)


def furnish(tx: Tx) -> None:
    network = networks.add_network(tx, "Réseau des Tilleuls")
    for name in ("Awa", "Samira"):
        person = people.add(
            tx, NOW, network, name, frozenset({Role.BENEFICIARY}), chat_id=2**40 + 10 * network + len(name)
        )
        audit.append(tx, f"plan:{person}", NOW, None, "begin", None, {"name": name})


def add_a_person(tx: Tx) -> None:
    people.add(tx, NOW, 1, "Lina", frozenset({Role.REFERENT}))


def everything(tx: Tx) -> dict[str, list[tuple[Any, ...]]]:
    return {
        table.name: [tuple(row) for row in tx.connection.execute(sa.select(table).order_by(*table.primary_key))]
        for table in metadata.sorted_tables
    }


async def test_one_database_is_restored_on_the_other_as_it_was(
    store: Store, database_url: str, sqlite_url: str, postgres_url: str, cipher: Cipher, tmp_path: Path
) -> None:
    await store.run(furnish)
    file = tmp_path / "copy.backup"
    summary = await store.read(backup.write, file, NOW)
    assert summary == backup.check(file, cipher)

    other = await Store.open(postgres_url if database_url == sqlite_url else sqlite_url, cipher)
    assert await other.run(backup.load, file) == summary.rows
    assert await other.read(everything) == await store.read(everything)
    assert await other.read(audit.verify_all) == []
    assert await other.read(integrity.damages) == []
    await other.run(add_a_person)  # numbers go on after the highest
    await other.close()


async def test_one_of_an_earlier_schema_is_restored_and_then_brought_forward(
    sqlite_url: str, empty_database_url: str, cipher: Cipher, tmp_path: Path
) -> None:
    now = await Store.open(sqlite_url, cipher)
    await now.run(networks.add_network, "Réseau des Tilleuls")
    await now.read(backup.write, tmp_path / "copy.backup", NOW)
    await now.close()
    earlier = with_networks_alone(tmp_path / "copy.backup")

    await asyncio.to_thread(migrate.upgrade, empty_database_url, "0008")  # tables of today are not there yet
    other = await Store.open(empty_database_url, cipher)
    assert await other.run(backup.load, earlier) == 1
    await other.close()
    await asyncio.to_thread(migrate.upgrade, empty_database_url)
    other = await Store.open(empty_database_url, cipher)
    assert await other.run(networks.add_network, "Réseau du Val") == 2
    assert [each.name for each in await other.read(networks.all_networks)] == ["Réseau des Tilleuls", "Réseau du Val"]
    await other.close()


def with_networks_alone(file: Path) -> Path:
    """Return the same backup with one table, as if all others had come later."""
    lines = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if b'"table":"networks"' in line)
    earlier = file.with_suffix(".earlier")
    earlier.write_bytes(gzip.compress(b"".join([lines[0], *lines[first : first + 2], lines[-1]])))
    return earlier


async def test_a_backup_under_load_is_one_moment(store: Store, tmp_path: Path) -> None:
    async def write() -> None:
        for _ in range(60):
            await store.run(furnish)

    writing = asyncio.create_task(write())
    await store.run(furnish)
    counts = []
    for number in range(5):
        await store.read(backup.write, tmp_path / str(number), NOW)
        counts.append(tables(tmp_path / str(number)))
    await writing
    for found in counts:
        assert found["people"] == found["roles"] == found["audit"] == 2 * found["networks"]


def tables(file: Path) -> dict[str, int]:
    """Count the rows of each table that a backup holds."""
    found, name = dict[str, int](), ""
    for line in map(json.loads, gzip.decompress(file.read_bytes()).splitlines()):
        if isinstance(line, dict):
            name = line.get("table", name)
            found.setdefault(name, 0)
        else:
            found[name] += 1
    return found


async def test_names_stay_sealed_and_the_file_is_its_owners_alone(store: Store, tmp_path: Path) -> None:
    await store.run(furnish)
    file = tmp_path / "copy.backup"
    await store.read(backup.write, file, NOW)
    written = gzip.decompress(file.read_bytes())
    assert b"Awa" not in written
    assert b"Tilleuls" not in written
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert drafts(tmp_path) == []


def drafts(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name.startswith(".")]


async def test_nothing_is_overwritten(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "copy.backup"
    file.write_text("precious")
    with pytest.raises(FileExistsError, match="another name"):
        await store.read(backup.write, file, NOW)
    assert file.read_text() == "precious"


async def test_only_an_empty_database_is_filled(store: Store, tmp_path: Path) -> None:
    await store.run(furnish)
    file = tmp_path / "copy.backup"
    await store.read(backup.write, file, NOW)
    before = await store.read(everything)
    with pytest.raises(NotEmpty, match="VALISE_DATABASE_URL"):
        await store.run(backup.load, file)
    assert await store.read(everything) == before


def rewrite(file: Path, change: Callable[[bytes], bytes]) -> None:
    file.write_bytes(gzip.compress(change(gzip.decompress(file.read_bytes()))))


def without_its_first_row(content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if line.startswith(b"["))
    return b"".join(lines[:first] + lines[first + 1 :])


class TestBadFiles:
    @pytest.fixture
    async def file(self, store: Store, tmp_path: Path) -> Path:
        await store.run(furnish)
        await store.read(backup.write, tmp_path / "copy.backup", NOW)
        return tmp_path / "copy.backup"

    @pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
    @pytest.mark.parametrize("cut", [1, 9, 100, 800])
    def test_one_cut_short(self, file: Path, cipher: Cipher, cut: int) -> None:
        file.write_bytes(file.read_bytes()[:-cut])
        with pytest.raises(BackupInvalid, match="cut short"):
            backup.check(file, cipher)

    @pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
    async def test_one_without_a_line(self, file: Path, cipher: Cipher) -> None:
        rewrite(file, without_its_first_row)
        with pytest.raises(BackupInvalid, match="altered"):
            backup.check(file, cipher)

    @pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
    async def test_one_of_a_later_format(self, file: Path, cipher: Cipher) -> None:
        rewrite(file, lambda content: content.replace(b'"format":1', b'"format":2', 1))
        with pytest.raises(BackupInvalid, match="newer Valise"):
            backup.check(file, cipher)

    @pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
    async def test_one_under_another_key(self, file: Path) -> None:
        with pytest.raises(BackupInvalid, match="another key"):
            backup.check(file, Cipher(["not the key of this backup"]))

    @pytest.mark.parametrize(
        "content", [b"", b"a text\n", gzip.compress(b"a text\n"), gzip.compress(b"[1]\n")], ids=range(4)
    )
    def test_what_is_none(self, tmp_path: Path, cipher: Cipher, content: bytes) -> None:
        file = tmp_path / "text"
        file.write_bytes(content)
        with pytest.raises(BackupInvalid, match="no backup"):
            backup.check(file, cipher)
