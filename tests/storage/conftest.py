"""One transaction on each of the two databases in turn, undone at the end."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.store import Tx, parse
from tests.support.books import Books


@pytest.fixture
def tx(database_url: str, cipher: Cipher) -> Iterator[Tx]:
    url = parse(database_url)
    if url.get_backend_name() == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url, hide_parameters=True)
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys = ON")
        yield Tx(connection, cipher)
    engine.dispose()


@pytest.fixture
def books(tx: Tx) -> Books:
    return Books(tx)
