"""Databases that cannot be used: locked, newer, damaged, out of reach. One line, and nothing changes."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from tests.commands.conftest import Installation

OPEN_IT = [["doctor"], ["invite", "--role", "referent", "--organisation", "R"]]


@contextmanager
def writing(valise: Installation) -> Iterator[sqlite3.Connection]:
    """Keep another program at work on the database."""
    with closing(sqlite3.connect(valise.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


def stamp(valise: Installation, revision: str) -> None:
    with closing(sqlite3.connect(valise.database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))


@pytest.mark.parametrize("command", [*OPEN_IT, ["rekey"]], ids=" ".join)
def test_a_newer_database_is_left_to_the_version_that_made_it(valise: Installation, command: list[str]) -> None:
    stamp(valise, "9999")
    before = valise.contents()
    valise(*command).fails(1, "9999", "newer Valise")
    assert valise.contents() == before


def test_a_newer_database_is_not_migrated_back(valise: Installation) -> None:
    stamp(valise, "9999")
    valise("migrate").fails(1, "9999", "newer Valise")


@pytest.mark.parametrize("command", OPEN_IT, ids=" ".join)
def test_an_older_database_asks_for_migrate(valise: Installation, command: list[str]) -> None:
    stamp(valise, "0001")
    valise(*command).fails(1, "0001", "./valise migrate")


def test_run_asks_for_migrate_too(valise: Installation) -> None:
    stamp(valise, "0001")
    valise("run", VALISE_TOKEN="1:a").fails(1, "./valise migrate")


@pytest.mark.parametrize("command", [["doctor"], ["migrate"]], ids=" ".join)
def test_what_is_no_database_is_said_to_be_damaged(valise: Installation, command: list[str]) -> None:
    rubbish = b"once a database, now something else " * 1000
    valise.database.write_bytes(rubbish)
    valise(*command).fails(1, "damaged", "./valise restore")
    assert valise.database.read_bytes() == rubbish


def test_doctor_finds_a_damaged_page(valise: Installation) -> None:
    with closing(sqlite3.connect(valise.database)) as connection:
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_outbox_plan_id'").fetchone()[0]
    with valise.database.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)

    found = valise("doctor")

    assert found.status == 1
    assert "damage" in found.err or "database: " in found.err
    assert "Traceback" not in found.err


@pytest.mark.slow
def test_a_locked_database_is_said_after_a_patient_wait(valise: Installation) -> None:
    before = valise.contents()
    with writing(valise):
        valise("invite", "--role", "referent", "--organisation", "R").fails(1, "locked", "another program holds it")
    assert valise.contents() == before


def test_a_reader_does_not_wait_for_a_writer(valise: Installation) -> None:
    with writing(valise):
        assert valise("doctor").status == 0
        assert valise("backup", "copy").status == 0


@pytest.mark.parametrize("address", ["sqlite:////proc/valise/data.db", "sqlite:////dev/null/data.db"])
def test_an_unwritable_folder_is_named(empty: Installation, address: str) -> None:
    empty("init", "--network", "N", VALISE_DATABASE_URL=address).fails(1, "secret.key", "writable")


def test_an_unwritable_folder_with_a_key_of_ones_own(empty: Installation) -> None:
    key = "a key that is long enough for a test"
    address = "sqlite:////proc/valise/data.db"
    empty("init", "--network", "N", VALISE_DATABASE_URL=address, VALISE_SECRET_KEY=key).fails(
        1, "cannot be used", "VALISE_DATABASE_URL"
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="for root every folder is writable")
def test_a_folder_without_the_right_to_write(empty: Installation) -> None:
    empty.folder.chmod(0o500)
    empty("init", "--network", "N").fails(1, "writable")
    empty.folder.chmod(0o700)


def test_a_folder_in_place_of_the_database(empty: Installation) -> None:
    empty("init", "--network", "N", VALISE_DATABASE_URL="sqlite:///.").fails(1, "cannot be used", "VALISE_DATABASE_URL")


def test_a_lost_key_is_never_replaced_silently(valise: Installation) -> None:
    (valise.folder / "data" / "secret.key").unlink()
    valise("doctor").fails(1, "VALISE_SECRET_KEY", "backup")


def test_another_key_is_found_out(valise: Installation) -> None:
    other = "another key long enough for a test"
    assert "networks.name: 1 values cannot be opened" in valise("doctor", VALISE_SECRET_KEY=other).err
    valise("invite", "--role", "referent", "--organisation", "R", VALISE_SECRET_KEY=other).fails(1, "VALISE_SECRET_KEY")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("postgresql://nobody:hush@127.0.0.1:1/valise", ["cannot be used"]),
        ("postgresql://nobody:hush@nowhere.invalid/valise", ["cannot be used"]),
    ],
)
def test_a_server_out_of_reach_is_said_without_the_password(
    empty: Installation, address: str, words: list[str]
) -> None:
    key = "a key that is long enough for a test"
    outcome = empty("doctor", VALISE_DATABASE_URL=address, VALISE_SECRET_KEY=key)
    outcome.fails(1, *words)
    assert "hush" not in outcome.err
