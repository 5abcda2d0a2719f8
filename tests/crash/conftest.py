"""A bot as a process of its own that can be killed, and its database looked at from outside."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.store import Store
from tests.crash.machine import KEY, Machine


@pytest.fixture
async def machine(database_url: str, tmp_path: Path) -> AsyncIterator[Machine]:
    async with Machine.at(database_url, tmp_path) as found:
        yield found


@pytest.fixture
async def records(database_url: str) -> AsyncIterator[Store]:
    """Open the same database, looked at from outside."""
    store = await Store.open(database_url, Cipher([KEY]))
    yield store
    await store.close()
