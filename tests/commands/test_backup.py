"""Backup, restore and new keys, as an operator does them."""

import pytest

from tests.commands.conftest import Installation

COPY = "copy.backup"


@pytest.fixture
def kept(valise: Installation) -> Installation:
    """Make an installation with a backup of itself."""
    assert valise("invite", "--role", "referent", "--organisation", "Résidence").code
    made = valise("backup", COPY)
    assert made.status == 0, made
    assert "The key is not in it" in made.out
    return valise


def elsewhere(valise: Installation) -> dict[str, str]:
    (valise.folder / "new").mkdir(exist_ok=True)
    return {"VALISE_DATABASE_URL": "sqlite:///new/valise.db", "VALISE_SECRET_KEY_FILE": "data/secret.key"}


def test_a_restored_installation_is_checked_and_goes_on(kept: Installation) -> None:
    before = kept.contents()

    restored = kept("restore", COPY, **elsewhere(kept))

    assert restored.remarks == []
    assert kept("backup", "again", **elsewhere(kept)).status == 0
    assert kept.contents() == before


def test_a_database_in_use_is_never_overwritten(kept: Installation) -> None:
    before = kept.contents()
    kept("restore", COPY).fails(1, "has rows", "VALISE_DATABASE_URL")
    assert kept.contents() == before


def test_a_backup_never_overwrites_a_file(kept: Installation) -> None:
    kept("backup", COPY).fails(1, COPY, "another name")
    kept("backup", "nowhere/copy").fails(1, "nowhere")


def test_a_bad_backup_begins_nothing(kept: Installation) -> None:
    whole = (kept.folder / COPY).read_bytes()
    (kept.folder / COPY).write_bytes(whole[: len(whole) // 2])
    kept("restore", COPY, **elsewhere(kept)).fails(1, "cut short", "another copy")
    kept("restore", "nowhere", **elsewhere(kept)).fails(1, "nowhere")
    assert list((kept.folder / "new").iterdir()) == []


def test_a_backup_needs_its_key(kept: Installation) -> None:
    settings = elsewhere(kept) | {"VALISE_SECRET_KEY_FILE": "", "VALISE_SECRET_KEY": "another key of the operator"}
    kept("restore", COPY, **settings).fails(1, "another key", "VALISE_SECRET_KEY")


def test_a_new_key_first_then_rekey_then_all_is_read_by_it(valise: Installation) -> None:
    old = (valise.folder / "data" / "secret.key").read_text().strip()
    keys = {"VALISE_SECRET_KEY": f"the new key of this installation,{old}"}

    done = valise("rekey", **keys)

    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("3 values are now under the first key.\n")
    assert "Keep the older keys" in done.out
    assert valise("doctor", **keys).remarks == []
    assert valise("doctor", VALISE_SECRET_KEY="the new key of this installation").remarks == []
    valise("rekey", VALISE_SECRET_KEY="a key that has read nothing").fails(1, "VALISE_SECRET_KEY")
