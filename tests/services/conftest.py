"""The house that services work in: the real programmes, texts and holidays, and no Telegram; fresh databases."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from itertools import count
from pathlib import Path
from shutil import copy

import pytest
from hypothesis import HealthCheck

from bot import config
from bot.app import app_context
from bot.plan.context import AppContext
from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.store import Store
from tests.support import postgres

ONE_HOUSE = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)
"""The fixtures only open databases: each example has one of its own."""

Opens = Callable[[], AbstractAsyncContextManager[Store]]
_numbers = count()


@pytest.fixture
def on_sqlite(sqlite_template: Path, tmp_path: Path) -> Opens:
    """Open a fresh database each time it is called."""

    @asynccontextmanager
    async def fresh() -> AsyncIterator[Store]:
        path = tmp_path / f"{next(_numbers)}.db"
        copy(sqlite_template, path)
        async with opened(f"sqlite:///{path}") as store:
            yield store

    return fresh


@pytest.fixture
def on_postgres(postgres_server: str, postgres_template: str) -> Opens:
    """Open a fresh PostgreSQL database each time it is called."""

    @asynccontextmanager
    async def fresh() -> AsyncIterator[Store]:
        name = f"interleaving_{os.getpid()}_{next(_numbers)}"
        with postgres.temporary(postgres_server, name, postgres_template) as url:
            async with opened(url) as store:
                yield store

    return fresh


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Store]:
    store = await Store.open(url, Cipher(["a key for tests only"]))
    try:
        yield store
    finally:
        await store.close()


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> AppContext:
    folder: Path = tmp_path_factory.mktemp("house")
    return app_context(config.load({"VALISE_TOKEN": "1:token-of-a-house-without-telegram"}, folder))
