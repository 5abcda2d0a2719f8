"""An installation in a folder of its own, and the real command run there as an operator runs it."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Any

import pytest

from bot.sandbox.serve import in_background
from bot.sandbox.server import Sandbox
from tests.commands.forks import Forks, forking

ROOT = Path(__file__).parents[2]
LOADED = (
    "bot.app",
    "bot.demo",
    "bot.commands.founding",
    "bot.commands.outbox",
    "bot.commands.upkeep",
    "alembic.command",
)
"""What most commands load first."""
TOKEN = "1234567:token-of-an-operator-with-a-long-secret"


@dataclass(frozen=True)
class Outcome:
    """What a command left: its exit status and what it printed."""

    status: int
    out: str
    err: str

    def fails(self, status: int, *words: str) -> None:
        """Check that it failed with that status, and said why in one line that has all these words."""
        assert self.status == status, self
        assert len(self.err.splitlines()) == 1, self.err
        assert self.err.startswith("valise: ")
        missing = [word for word in words if word not in self.err]
        assert not missing, f"{missing} not in: {self.err}"

    @property
    def remarks(self) -> list[str]:
        """What the doctor remarks where nothing is wrong. That the calendar of schools ends is a matter of the day."""
        assert self.status == 0, self
        assert self.out.splitlines()[-1] == f"All {'else ' if self.err else ''}is well."
        return [line for line in self.err.splitlines() if not line.startswith("the calendar of schools: ")]

    @property
    def code(self) -> str:
        """The code of an invitation: its link is on one line, the code alone on the next."""
        assert self.status == 0, self
        link, code = self.out.splitlines()
        assert link == f"https://t.me/{link.split('/')[3].split('?')[0]}?start={code}"
        return code


@dataclass
class Installation:
    """A folder, its environment, and `./valise` in it."""

    folder: Path
    forks: Forks
    environment: dict[str, str] = field(default_factory=dict)
    started: "list[subprocess.Popen[str]]" = field(default_factory=list)

    @property
    def database(self) -> Path:
        return self.folder / "data" / "valise.db"

    def _surroundings(self, changes: dict[str, str]) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("VALISE_")}
        return kept | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"} | self.environment | changes

    def __call__(self, *arguments: str, **changes: str) -> Outcome:
        """Run a command to its end, with `changes` of the environment."""
        with TemporaryFile() as out, TemporaryFile() as err:
            status = self.forks.run(arguments, self.folder, self._surroundings(changes), out, err)
            return Outcome(status, _all_of(out), _all_of(err))

    def starts(self, *arguments: str, stdin: int = subprocess.DEVNULL, **changes: str) -> "subprocess.Popen[str]":
        """Start a command that goes on, or that asks."""
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "bot", *arguments],
            cwd=self.folder,
            env=self._surroundings(changes),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.started.append(process)
        return process

    def contents(self) -> dict[str, list[Any]]:
        """Return every row of every table: two that are equal mean that nothing changed."""
        with sqlite3.connect(self.database) as connection:
            tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            found = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in tables}
        connection.close()
        return found


def _all_of(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode()


def stops(process: "subprocess.Popen[str]") -> Outcome:
    """Ask a process to stop, as a service manager does, and wait for it."""
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=60)
    return Outcome(process.returncode, out, err)


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    """Load the program once for all commands, each of which would take most of a second to do it."""
    with TemporaryDirectory() as folder, forking(Path(folder) / "forks", LOADED, str(ROOT)) as running:
        yield running


@pytest.fixture
def empty(tmp_path: Path, forks: Forks) -> Iterator[Installation]:
    """Make a folder before its first command; what a failed test left running is ended."""
    installation = Installation(tmp_path, forks)
    yield installation
    for process in installation.started:
        if process.poll() is None:
            process.kill()
            process.communicate()


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory, forks: Forks) -> Path:
    """Make an installation with a network, to be copied."""
    folder = tmp_path_factory.mktemp("installation")
    made = Installation(folder, forks)(
        "init", "--network", "Tilleuls", "--controller", "Us", "--data-contact", "dpo@us.org"
    )
    assert made.status == 0, made
    return folder


@pytest.fixture
def valise(empty: Installation, founded: Path) -> Installation:
    """Copy an installation with a network."""
    shutil.copytree(founded, empty.folder, dirs_exist_ok=True)
    return empty


@pytest.fixture
def telegram() -> Iterator[Sandbox]:
    """Run a Telegram of this machine that knows one token."""
    with in_background(Sandbox(token=TOKEN)) as running:
        yield running
