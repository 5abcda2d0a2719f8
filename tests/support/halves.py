"""A pytest plugin: of the tests that run on any database, a stable half runs on each of the two.

A test belongs to its half by its name, so that it stays there whatever tests are added. `--both-databases`, or asking
for a test by its name (`FILE::TEST`), has it run on both.
"""

import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

NAMES: Final = ("sqlite", "postgresql")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.addoption("--both-databases", action="store_true", help="run every dialogue on SQLite and on PostgreSQL")


def keep_halves(config: pytest.Config, items: list[pytest.Item], folder: Path, both: Mapping[str, str]) -> None:
    """Deselect the other half of the tests of a folder, but for files and tests that need both databases."""
    if config.getoption("--both-databases"):
        return
    named = {Path(argument.partition("::")[0]).resolve() for argument in config.args if "::" in argument}
    left = [
        item
        for item in items
        if item.path.parent == folder
        and not needs_both(item.nodeid, both)
        and item.path.resolve() not in named
        and (database := database_of(item)) is not None
        and database != its_half(item.nodeid)
    ]
    if left:
        config.hook.pytest_deselected(items=left)
        gone = set(left)
        items[:] = [item for item in items if item not in gone]


def needs_both(nodeid: str, both: Mapping[str, str]) -> bool:
    """Return whether a file or a test of it (`FILE::TEST`, without `.py` and parameters) is among those."""
    path, _, test = nodeid.partition("::")
    return Path(path).stem in both or f"{Path(path).stem}::{test.partition('[')[0]}" in both


def database_of(item: pytest.Item) -> str | None:
    """Return the database a test is about to run on; None for a test without one, or with one of its own choice."""
    spec = getattr(item, "callspec", None)
    return None if spec is None else spec.params.get("database_url")


def its_half(nodeid: str) -> str:
    """Return the database that a test belongs to, whichever of the two its name says."""
    for name in NAMES:
        nodeid = nodeid.replace(name, "")
    return NAMES[zlib.crc32(nodeid.encode()) % 2]
