"""What is typed wrongly: one line that says what and how, exit 2 for usage, 1 for a setting; nothing is made."""

import pytest

from bot.__main__ import COMMANDS
from tests.commands.conftest import Installation

CALL = {
    "--model": "apv",
    "--name": "Été",
    "--people-by": "2027-06-01",
    "--closes-at": "2027-06-15T18:00",
    "--from": "2027-06-20",
    "--until": "2027-09-15",
    "--places": "40",
    "--envelope": "20000",
}


def call_with(**changes: str) -> list[str]:
    options = CALL | {f"--{name.replace('_', '-')}": value for name, value in changes.items()}
    return ["call", "open", *(word for option in options.items() for word in option)]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["opne"], ["'opne'", "./valise --help"]),
        (["run", "--fast"], ["'--fast'", "./valise run --help"]),
        (["run", "now"], ["now"]),
        (["demo", "--port", "80800"], ["80800", "65535"]),
        (["demo", "--port", "http"], ["'http'"]),
        (["init"], ["--network"]),
        (["init", "--network", "  "], ["--network", "1 to 200"]),
        (["init", "--network", "x" * 201], ["1 to 200"]),
        (["init", "--network", "Tilleuls\x1b[31m"], ["1 to 200"]),
        (["invite", "--role", "chief", "--organisation", "R"], ["'chief'", "referent"]),
        (["invite", "--role", "referent"], ["--organisation"]),
        (["invite", "--role", "beneficiary", "--organisation", "R", "--referent", "Lina"], ["'Lina'"]),
        (["invite", "--role", "beneficiary", "--organisation", "R", "--name", "\u3164"], ["--name", "1 to 200"]),
        (["call", "shut"], ["'shut'", "./valise call --help"]),
        (call_with(people_by="2027-02-30"), ["--people-by", "2027-02-30", "write it as"]),
        (call_with(people_by="1/6/2027"), ["1/6/2027", "write it as"]),
        (call_with(closes_at="2027-06-15T25:00"), ["--closes-at", "write it as 2027-06-15T18:00"]),
        (call_with(closes_at="2027-06-15T18:00+02:00"), ["--closes-at", "write it as"]),
        (call_with(places="0"), ["--places"]),
        (call_with(places="many"), ["--places"]),
        (call_with(envelope="-5"), ["--envelope", "above 0"]),
        (call_with(envelope="nan"), ["--envelope"]),
        (call_with(envelope="1.005"), ["--envelope"]),
        (["backup"], ["FILE"]),
        (["restore", "."], ["'.'", "directory"]),
        (["outbox", "repeat"], ["ID"]),
        (["outbox", "repeat", "all"], ["'all'"]),
    ],
    ids=lambda value: " ".join(value)[:60] if isinstance(value, list) else None,
)
def test_wrong_usage_is_one_line_and_exit_2(empty: Installation, arguments: list[str], words: list[str]) -> None:
    empty(*arguments).fails(2, *words)
    assert list(empty.folder.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("VALISE_TOKEN", "not-a-token", ["VALISE_TOKEN", "@BotFather"]),
        ("VALISE_TOKEN_FILE", "nowhere", ["VALISE_TOKEN_FILE", "nowhere"]),
        ("VALISE_API_URL", "telegram", ["VALISE_API_URL", "https://"]),
        ("VALISE_DATABASE_URL", "mysql://db", ["VALISE_DATABASE_URL", "sqlite:///PATH"]),
        ("VALISE_SECRET_KEY", "short", ["VALISE_SECRET_KEY", "16"]),
        ("VALISE_LISTEN", "8443", ["VALISE_LISTEN", "host:port"]),
        ("VALISE_TIMEZONE", "Paris", ["VALISE_TIMEZONE", "Europe/Paris"]),
        ("VALISE_PROGRAMMES", "nowhere", ["VALISE_PROGRAMMES", "nowhere"]),
        ("VALISE_RATE", "fast", ["VALISE_RATE", "messages a second"]),
        ("VALISE_LOG", "loud", ["VALISE_LOG", "debug"]),
    ],
)
def test_a_wrong_setting_is_named_with_its_remedy(empty: Installation, name: str, value: str, words: list[str]) -> None:
    empty("doctor", **{name: value}).fails(1, *words)


def test_without_a_command_the_help_is_shown(empty: Installation) -> None:
    shown = empty()
    assert (shown.status, shown.err) == (2, "")
    assert [name for name in COMMANDS if f"  {name} " not in shown.out] == []


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself(empty: Installation, command: str) -> None:
    shown = empty(command, "--help")
    assert (shown.status, shown.err) == (0, "")
    assert shown.out.startswith(f"Usage: valise {command} ")
