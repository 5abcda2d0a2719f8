"""The town of every dialogue, on both databases."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.town import Town


@pytest.fixture
async def town(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with Town.founded(database_url, tmp_path) as founded:
        yield founded
        await founded.settles()
        counted = await founded.summary()
        assert counted["refused"] == 0, await founded.refusals()
        assert counted["unanswered_taps"] == 0, counted
