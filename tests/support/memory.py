"""A pytest plugin: the folders of tests lie in memory where there is some, as what is tested is not the disk.

A third of the time of a dialogue on SQLite is waiting for a disk that other tests keep busy. `--basetemp` has the last
word; a kill of the process loses nothing in memory either, so that tests of crashes mean the same.
"""

import shutil
import tempfile
from pathlib import Path
from typing import Final

import pytest

MEMORY: Final = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
ROOM: Final = 2 * 1024**3
"""Bytes that must be free: a whole run needs less than a quarter of it."""


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Choose the folder, once, in the process that starts the workers."""
    if hasattr(config, "workerinput") or config.option.basetemp is not None or (memory := room()) is None:
        return
    folder = tempfile.mkdtemp(prefix="valise-tests-", dir=memory)
    config.option.basetemp = folder
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def room() -> Path | None:
    """Return a folder in memory with enough room, if there is one."""
    try:
        return MEMORY if shutil.disk_usage(MEMORY).free >= ROOM else None
    except OSError:
        return None
