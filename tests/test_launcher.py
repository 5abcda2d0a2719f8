"""The launcher `./valise`, without a network: what it refuses, and that a second use starts at once."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ("basename", "cat", "cksum", "dirname", "readlink", "rm", "sh")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Make a folder with a space in its name: the launcher, its locks, and a bot that says where it stands."""
    folder = tmp_path / "a place"
    (folder / "bot").mkdir(parents=True)
    for name in ("valise", "requirements.lock", "requirements-test.lock", "requirements-uv.lock"):
        shutil.copy(ROOT / name, folder)
    (folder / "bot" / "__init__.py").touch()
    (folder / "bot" / "__main__.py").write_text("import os, sys\nprint('our bot', os.getcwd(), sys.argv[1:])\n")
    return folder


def install(folder: Path) -> None:
    """Leave the folder as a first use does, with a Python that reaches no package index."""
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(
        f"""#!/bin/sh
        case "$2" in pip) echo "no index here" >&2; exit 1 ;; esac
        exec '{sys.executable}' "$@"
        """
    )
    python.chmod(0o755)
    for lock in ("requirements.lock", "requirements-test.lock"):
        with (folder / lock).open() as content:
            checksum = subprocess.run(["cksum"], stdin=content, capture_output=True, check=True).stdout
        (folder / ".venv" / f"{lock}.sum").write_bytes(checksum)


def launch(copy: Path, *arguments: str, cwd: Path, path: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | ({} if path is None else {"PATH": path})
    return subprocess.run(
        [copy / "valise", *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def a_path(folder: Path, **scripts: str) -> str:
    """Make a PATH with the few tools the launcher needs, and the given scripts."""
    folder.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found
        (folder / tool).symlink_to(found)
    for name, body in scripts.items():
        script = folder / name
        script.write_text(f"#!/bin/sh\n{body}\n")
        script.chmod(0o755)
    return str(folder)


def test_a_second_use_starts_at_once_in_the_callers_folder(copy: Path, tmp_path: Path) -> None:
    install(copy)
    (tmp_path / "bot.py").write_text("raise SystemExit('a stranger named bot')\n")

    done = launch(copy, "invite", "two words", cwd=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"our bot {tmp_path} ['invite', 'two words']\n"


def test_a_link_to_the_launcher_finds_its_folder(copy: Path, tmp_path: Path) -> None:
    install(copy)
    link = tmp_path / "link"
    link.symlink_to(Path("a place") / "valise")

    done = subprocess.run([link], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.stdout.startswith("our bot ")


def test_tests_run_from_anywhere(copy: Path, tmp_path: Path) -> None:
    install(copy)

    done = launch(copy, "test", "--version", cwd=tmp_path)

    assert done.stdout.startswith("pytest ")


@pytest.mark.parametrize("script", ["echo 0", "exit 127"], ids=["too old", "a shim that does not run"])
def test_without_a_recent_python_it_says_so_in_one_line(copy: Path, tmp_path: Path, script: str) -> None:
    path = a_path(tmp_path / "path", python3=script)

    done = launch(copy, "run", cwd=tmp_path, path=path)

    assert done.returncode == 1
    assert done.stderr.splitlines()[1:] == [
        "valise: needs Python 3.11 or newer on PATH, and found none; install it and try again"
    ]


def test_without_the_venv_module_it_names_the_package(copy: Path, tmp_path: Path) -> None:
    path = a_path(tmp_path / "path", python3='case "$2" in *ensurepip*) exit 1 ;; *) echo 12 ;; esac')

    done = launch(copy, "run", cwd=tmp_path, path=path)

    assert done.returncode == 1
    assert done.stderr.splitlines()[1:] == [
        "valise: Python 3.12 has no venv module; install it (on Debian: apt install python3.12-venv)"
    ]


def test_a_changed_lock_is_installed_again(copy: Path, tmp_path: Path) -> None:
    install(copy)
    with (copy / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")

    done = launch(copy, "run", cwd=tmp_path)

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "valise: installing requirements.lock into .venv, once; this takes some seconds",
        "no index here",
        (
            "valise: could not install requirements.lock (reasons above);"
            " check the network to your package index and try again"
        ),
    ]
