"""A command in a wrong folder, with a wrong key, or among several networks: it says so, and makes nothing."""

import os
import pty

import pytest

from bot.sandbox.server import Sandbox
from tests.commands.conftest import TOKEN, Installation
from tests.commands.test_usage import call_with

KEY = "a key that is long enough for a test"
LOOKING_AFTER = [
    ["backup", "copy"],
    ["doctor"],
    ["migrate"],
    ["rekey"],
    ["run"],
    ["outbox", "list"],
    ["invite", "--role", "referent", "--organisation", "R"],
    call_with(),
]


@pytest.mark.parametrize("command", LOOKING_AFTER, ids=lambda command: command[0])
@pytest.mark.parametrize("key", ["", KEY], ids=["key of the folder", "key of the environment"])
def test_in_a_wrong_folder_nothing_is_made_and_nothing_succeeds(
    empty: Installation, command: list[str], key: str
) -> None:
    outcome = empty(*command, VALISE_SECRET_KEY=key, VALISE_TOKEN=TOKEN, VALISE_API_URL="http://127.0.0.1:1")
    outcome.fails(1, f"there is no database {empty.database}", "go to the folder", "./valise init --network NAME")
    assert list(empty.folder.iterdir()) == []


def test_a_database_that_was_only_touched_is_empty_and_stays_so(empty: Installation) -> None:
    empty.database.parent.mkdir()
    empty.database.touch()
    for command in (["migrate"], ["doctor"], ["backup", "copy"]):
        empty(*command, VALISE_SECRET_KEY=KEY).fails(1, "the database is empty", "./valise init --network NAME")
    assert empty.contents() == {}
    assert not (empty.folder / "copy").exists()


def test_restore_needs_the_key_of_the_backup_and_makes_none(valise: Installation) -> None:
    assert valise("backup", "copy").status == 0
    other = {"VALISE_DATABASE_URL": "sqlite:///new/valise.db"}
    valise("restore", "copy", **other).fails(1, "VALISE_SECRET_KEY is missing", "new/secret.key")
    assert not (valise.folder / "new").exists()


def test_on_a_server_without_its_key_none_is_made(empty: Installation) -> None:
    address = {"VALISE_DATABASE_URL": "postgresql://me:hush@127.0.0.1:1/valise"}
    for command in (["doctor"], ["backup", "copy"], ["run"]):
        outcome = empty(*command, VALISE_TOKEN=TOKEN, **address)
        outcome.fails(1, "VALISE_SECRET_KEY is missing", "data/secret.key")
        assert "hush" not in outcome.err
    assert list(empty.folder.iterdir()) == []


def test_run_refuses_to_start_with_another_key(valise: Installation, telegram: Sandbox) -> None:
    settings = {"VALISE_TOKEN": TOKEN, "VALISE_API_URL": telegram.url, "VALISE_LISTEN": "127.0.0.1:0"}
    valise("run", VALISE_SECRET_KEY=KEY, **settings).fails(1, "sealed under a key", "VALISE_SECRET_KEY")


def test_run_refuses_to_start_when_its_key_is_gone(valise: Installation, telegram: Sandbox) -> None:
    (valise.folder / "data" / "secret.key").unlink()
    outcome = valise("run", VALISE_TOKEN=TOKEN, VALISE_API_URL=telegram.url)
    outcome.fails(1, "VALISE_SECRET_KEY is missing", "put the key back from your backup")


@pytest.mark.parametrize(
    "address",
    [
        "postgres://us er:hush@h/valise",
        "postgres://user:hush@h",
        "postgres://user:hu sh@[h/valise",
        "postgresql://user:hush@h:port/valise",
        "postgresql://user:hush@h:99999/valise",
        "postgresql://user:hu/sh@h/valise",
        "postgresql://user:hush@h/valise?sslmode",
        "postgresql://user:hush@h/valise?colour=hush",
        "postgresql://us\ner:hush@h/valise",
    ],
)
@pytest.mark.parametrize("command", [["doctor"], ["init", "--network", "N"]], ids=["doctor", "init"])
def test_an_address_that_is_none_is_one_line_without_the_password(
    empty: Installation, address: str, command: list[str]
) -> None:
    outcome = empty(*command, VALISE_DATABASE_URL=address, VALISE_SECRET_KEY=KEY)
    outcome.fails(1, "VALISE_DATABASE_URL")
    assert "hush" not in outcome.err.replace("hu sh", "hush")
    assert "us er" not in outcome.err


def test_among_several_networks_each_invitation_names_its_own(valise: Installation) -> None:
    assert valise("init", "--network", "Marronniers").code
    referent = ["invite", "--role", "referent", "--organisation", "R"]
    valise(*referent).fails(1, "several networks", "--network")
    assert valise(*referent, "--network", "Marronniers").code
    assert valise("invite", "--role", "coordinator", "--organisation", "Siège", "--network", "Tilleuls").code
    valise(*referent, "--network", "Platanes").fails(1, "no such network")
    organisations = valise.contents()["organisations"]
    assert sorted(row[1] for row in organisations) == [1, 2], "each in the network that was named"


@pytest.mark.parametrize(("answer", "status", "networks"), [("n", 1, 1), ("y", 0, 2)])
def test_at_a_terminal_a_second_network_is_asked_about(
    valise: Installation, answer: str, status: int, networks: int
) -> None:
    """Check the question, as most often it is a slip of the pen, and no command takes a network away again."""
    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())
    named = ["--network", "Tileuls", "--controller", "Us", "--data-contact", "dpo@us.org"]
    process = valise.starts("init", *named, stdin=theirs)
    out, _ = process.communicate(timeout=60)
    os.close(theirs)
    os.close(ours)
    assert "There is a network already: Tilleuls." in out
    assert process.returncode == status
    assert len(valise.contents()["networks"]) == networks
