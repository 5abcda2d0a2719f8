"""The doctor: what is wrong ends it with 1; what is only worth a look is said, and all else is well."""

from pathlib import Path

import pytest

from tests.commands.conftest import Installation


def env(valise: Installation, mode: int) -> Path:
    """Write a file of settings, with these rights."""
    path = valise.folder / ".env"
    path.write_text("VALISE_LOG=info\n")
    path.chmod(mode)
    return path


def test_settings_that_others_on_this_machine_can_read_are_told(valise: Installation) -> None:
    path = env(valise, 0o644)
    assert valise("doctor").remarks == [f"{path} can be read by everybody on this machine: chmod o-r {path}"]


@pytest.mark.parametrize("mode", [0o600, 0o640])
def test_settings_for_the_owner_and_a_group_are_no_matter(valise: Installation, mode: int) -> None:
    env(valise, mode)
    assert valise("doctor").remarks == []


def test_a_key_that_others_can_read_is_told_too(valise: Installation) -> None:
    (valise.folder / "data" / "secret.key").chmod(0o604)
    (told,) = valise("doctor").remarks
    assert "secret.key can be read by everybody" in told


def test_nobody_who_answers_for_data_is_a_remark(empty: Installation) -> None:
    empty("init", "--network", "Tilleuls")
    controller, contact = empty("doctor").remarks
    assert "--controller" in controller
    assert "--data-contact" in contact


def test_something_wrong_is_said_with_the_remarks_and_ends_with_1(valise: Installation) -> None:
    env(valise, 0o644)
    found = valise("doctor", VALISE_SECRET_KEY="another key long enough for a test")
    assert found.status == 1
    assert "can be read by everybody" in found.err
    assert "cannot be opened" in found.err
    assert found.err.splitlines()[-1] == "valise: 3 things to see to, named above"


def test_a_restored_installation_with_a_remark_is_restored(valise: Installation) -> None:
    assert valise("backup", "copy").status == 0
    env(valise, 0o644)
    (valise.folder / "new").mkdir()
    where = {"VALISE_DATABASE_URL": "sqlite:///new/valise.db", "VALISE_SECRET_KEY_FILE": "data/secret.key"}
    (told,) = valise("restore", "copy", **where).remarks
    assert "can be read by everybody" in told
