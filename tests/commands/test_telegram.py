"""Tokens, networks and ports that do not work: one line, exit 1, nothing written."""

import socket
import urllib.request
from collections.abc import Iterator

import pytest

from bot.sandbox.server import Sandbox
from tests.commands.conftest import TOKEN, Installation, stops

OTHER = "7654321:token-of-another-bot-that-nobody-knows"
NOBODY = "http://127.0.0.1:1"
ASKING = [["run"], ["init", "--network", "N"], ["invite", "--role", "referent", "--organisation", "R"]]


@pytest.fixture
def taken() -> Iterator[int]:
    """Listen on a port, which is then taken."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("command", ASKING, ids=" ".join)
def test_a_wrong_token_changes_nothing(valise: Installation, telegram: Sandbox, command: list[str]) -> None:
    before = valise.contents()
    outcome = valise(*command, VALISE_TOKEN=OTHER, VALISE_API_URL=telegram.url, VALISE_LISTEN="127.0.0.1:0")
    outcome.fails(1, "does not know this token", "@BotFather")
    assert OTHER not in outcome.err
    assert valise.contents() == before


@pytest.mark.parametrize("command", ASKING, ids=" ".join)
def test_an_unreachable_telegram_changes_nothing(valise: Installation, command: list[str]) -> None:
    before = valise.contents()
    valise(*command, VALISE_TOKEN=TOKEN, VALISE_API_URL=NOBODY).fails(1, "cannot be reached", "VALISE_API_URL")
    assert valise.contents() == before


def test_doctor_asks_telegram_where_there_is_a_token(valise: Installation, telegram: Sandbox) -> None:
    settings = {"VALISE_API_URL": telegram.url}
    assert valise("doctor", VALISE_TOKEN=TOKEN, **settings).remarks == []
    assert "does not know this token" in valise("doctor", VALISE_TOKEN=OTHER, **settings).err
    assert "cannot be reached" in valise("doctor", VALISE_TOKEN=TOKEN, VALISE_API_URL=NOBODY).err


def test_run_needs_a_token(valise: Installation) -> None:
    valise("run").fails(1, "VALISE_TOKEN", "@BotFather")


def test_a_token_revoked_while_running_ends_it_with_the_reason(valise: Installation, telegram: Sandbox) -> None:
    process = valise.starts("run", VALISE_TOKEN=TOKEN, VALISE_API_URL=telegram.url, VALISE_LISTEN="127.0.0.1:0")
    assert process.stderr
    assert '"running"' in process.stderr.readline()

    asked = urllib.request.Request(
        f"{telegram.url}/sandbox/bot", b'{"revoked": true}', {"Content-Type": "application/json"}, method="PATCH"
    )
    urllib.request.urlopen(asked).close()
    _, err = process.communicate(timeout=60)

    assert process.returncode == 1
    assert "does not know this token" in err.splitlines()[-1]
    assert "Traceback" not in err


def test_run_stops_in_order_when_it_is_told_to(valise: Installation, telegram: Sandbox) -> None:
    process = valise.starts("run", VALISE_TOKEN=TOKEN, VALISE_API_URL=telegram.url, VALISE_LISTEN="127.0.0.1:0")
    assert process.stderr
    assert '"running"' in process.stderr.readline()
    stopped = stops(process)
    assert (stopped.status, stopped.out, stopped.err) == (0, "", "")


def test_run_says_that_its_port_is_in_use(valise: Installation, telegram: Sandbox, taken: int) -> None:
    address = f"127.0.0.1:{taken}"
    outcome = valise("run", VALISE_TOKEN=TOKEN, VALISE_API_URL=telegram.url, VALISE_LISTEN=address)
    outcome.fails(1, "in use", "VALISE_LISTEN")


def test_demo_and_sandbox_say_that_their_port_is_in_use(empty: Installation, taken: int) -> None:
    empty("demo", "--no-browser", "--port", str(taken)).fails(1, "in use", "--port")
    empty("sandbox", "--port", str(taken)).fails(1, "in use", "--port")


def test_a_sandbox_wants_a_token_that_looks_like_one(empty: Installation) -> None:
    empty("sandbox", "--token", "mine").fails(1, "token", "--token")


def test_a_webhook_that_telegram_refuses_is_said(valise: Installation, telegram: Sandbox) -> None:
    outcome = valise(
        "run",
        VALISE_TOKEN=TOKEN,
        VALISE_API_URL=telegram.url,
        VALISE_LISTEN="127.0.0.1:0",
        VALISE_WEBHOOK_URL="http://bot.example.org",
    )
    outcome.fails(1, "https", "VALISE_WEBHOOK_URL")


def test_demo_prints_its_address_on_a_line_and_keeps_everything(empty: Installation) -> None:
    stories = []
    for _ in range(2):
        process = empty.starts("demo", "--no-browser", "--port", "0")
        assert process.stdout
        address = next(line for line in process.stdout if line.startswith("http")).rstrip("\n")
        assert address.startswith("http://127.0.0.1:")
        assert address.endswith("/")
        with urllib.request.urlopen(address) as page, urllib.request.urlopen(f"{address}sandbox/story") as story:
            assert page.status == 200
            stories.append(story.read())
        stopped = stops(process)
        assert (stopped.status, stopped.err) == (0, "")
    assert stories[0] == stories[1]


@pytest.mark.parametrize("folder", ["/proc/valise", "/dev/null"])
def test_demo_says_that_its_folder_cannot_be_used(empty: Installation, folder: str) -> None:
    empty("demo", "--no-browser", "--port", "0", "--data", folder).fails(1, folder)


def test_demo_says_that_its_folder_is_damaged(empty: Installation) -> None:
    data = empty.folder / "demo-data"
    data.mkdir()
    (data / "telegram.db").write_bytes(b"rubbish" * 1000)
    empty("demo", "--no-browser", "--port", "0").fails(1, "cannot be used")
