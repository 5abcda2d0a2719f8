"""Migrations: the only place that imports alembic, 20 MB that a running bot does not need."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from alembic import command, op
from alembic.config import Config

from bot.storage.kernel.cipher import Cipher, Unreadable
from bot.storage.kernel.revision import KeyNeeded, current, refuse_newer
from bot.storage.kernel.sqlite import make_private
from bot.storage.kernel.store import parse
from bot.storage.kernel.transaction import Unavailable

SCRIPTS: Final = Path(__file__).parents[1] / "migrations"
_LOCK: Final = 0x76616C697365  # "valise": two processes migrating one server wait for each other


def upgrade(url: str, to: str = "head", cipher: Cipher | None = None) -> None:
    """Bring a database to the newest schema, or up to an older one, in one transaction: all of it or nothing.

    Args:
        url: its address.
        to: the revision.
        cipher: the keys of what is in it; a database without people has nothing to seal, and needs none.

    Raises:
        KeyNeeded: there is something to seal, and the keys are missing, or are not those of this database.
        SchemaNewer: a newer version migrated it already.
        Unavailable: it cannot be opened or written now.
        AddressInvalid: the address is wrong.
    """
    with _connection(url) as connection:
        refuse_newer(current(connection))
        command.upgrade(_config(connection, cipher), to)


def revision(url: str) -> str | None:
    """Return the revision a database has; errors as ``upgrade``."""
    with _connection(url) as connection:
        return current(connection)


def installation_keys() -> Cipher:
    """Return the keys, to a migration that has something to seal.

    Raises:
        KeyNeeded: see `upgrade`.
    """
    cipher: Cipher | None = op.get_context().opts["cipher"]
    sealed = op.get_bind().execute(sa.text("SELECT name FROM networks ORDER BY id LIMIT 1")).scalar()
    try:
        if cipher is not None and sealed is not None:
            cipher.open(sealed, "networks.name")
    except Unreadable:
        cipher = None
    if cipher is None:
        raise KeyNeeded(
            "the database has to be sealed further, which needs the key it was made with; nothing is changed:"
            " put that key into VALISE_SECRET_KEY, or its secret.key in place, and run ./valise migrate again"
        )
    return cipher


def draft(url: str, number: str, message: str) -> None:
    """Write a migration from what the tables have and a migrated database lacks, for its author to finish."""
    with _connection(url) as connection:
        command.revision(_config(connection), message, autogenerate=True, rev_id=number)


@contextmanager
def _connection(url: str) -> Iterator[sa.Connection]:
    engine = _engine(parse(url))
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            yield connection
    except (sa.exc.OperationalError, sa.exc.DatabaseError) as error:
        raise Unavailable(str(error.orig).strip().partition("\n")[0]) from error
    finally:
        engine.dispose()


def _engine(url: sa.URL) -> sa.Engine:
    if url.get_backend_name() == "postgresql":
        return sa.create_engine(url.set(drivername="postgresql+psycopg"), hide_parameters=True)
    make_private(Path(url.database or ""))
    engine = sa.create_engine(url, hide_parameters=True, connect_args={"isolation_level": None, "timeout": 15})
    # The driver would commit before each change of schema; ours is one transaction.
    sa.event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA secure_delete = ON"))
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _config(connection: sa.Connection, cipher: Cipher | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes |= {"connection": connection, "cipher": cipher}
    return config
