"""PostgreSQL behind the store: ten threads, one transaction each. The engine loads the driver, only here."""

import asyncio
import itertools
import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Self, TypeVar

import sqlalchemy as sa

from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.transaction import Tx, Unavailable

T = TypeVar("T")

WRITERS: Final = 10
ATTEMPTS: Final = 6
_AGAIN: Final = {"40001", "40P01"}  # serialization failure, deadlock: the other one won, ask again
_OUTSIDE: Final = {"08", "53", "57", "58"}  # connection, resources (disk, memory), operator, system
_SETTINGS: Final = "-c lock_timeout=15s -c idle_in_transaction_session_timeout=60s"


class PostgresDatabase:
    """One database: threads that write under READ COMMITTED, and threads that read one snapshot."""

    def __init__(self, url: sa.URL, cipher: Cipher, *, readers: int) -> None:
        self._cipher = cipher
        self._writing = _engine(url, WRITERS)
        self._reading = _engine(url, readers).execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._writers = ThreadPoolExecutor(WRITERS, thread_name_prefix="storage")
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="storage-read")

    @classmethod
    async def open(cls, url: sa.URL, cipher: Cipher, *, readers: int) -> Self:
        """Connect once, so that a wrong address is known at start.

        Raises:
            Unavailable: the server does not answer, or refuses.
        """
        database = cls(url, cipher, readers=readers)
        try:
            await database.run(lambda tx: tx.connection.exec_driver_sql("SELECT 1"))
        except BaseException:
            await database.close()
            raise
        return database

    async def run(self, service: Callable[[Tx], T]) -> T:
        """Run a service in a transaction; a cancelled caller may still have been saved."""
        return await self._in(self._writers, self._writing, service)

    async def read(self, query: Callable[[Tx], T]) -> T:
        """Run a query against one snapshot, on connections that writers never wait for."""
        return await self._in(self._readers, self._reading, query)

    async def close(self) -> None:
        """Finish what is queued, then close every connection."""
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        for pool, engine in ((self._writers, self._writing), (self._readers, self._reading)):
            pool.shutdown()
            engine.dispose()

    async def _in(self, pool: ThreadPoolExecutor, engine: sa.Engine, service: Callable[[Tx], T]) -> T:
        try:
            future = pool.submit(self._persist, engine, service)
        except RuntimeError as error:  # the pool was shut down
            raise Unavailable("the store is closed") from error
        return await asyncio.wrap_future(future)

    def _persist(self, engine: sa.Engine, service: Callable[[Tx], T]) -> T:
        """Repeat a service that lost to another one, a little later each time."""
        for attempt in itertools.count(1):
            try:
                return self._once(engine, service)
            except sa.exc.DBAPIError as error:
                again = _lost(error) or error.connection_invalidated
                if not again and not _outside(error):
                    raise
                if not again or attempt == ATTEMPTS:
                    raise Unavailable(_reason(error)) from error
            time.sleep(secrets.randbelow(4 * 2**attempt) / 1000)
        raise AssertionError("the loop only ends by returning or raising")

    def _once(self, engine: sa.Engine, service: Callable[[Tx], T]) -> T:
        try:
            connection = engine.connect()
        except sa.exc.OperationalError as error:
            raise Unavailable(_reason(error)) from error
        with connection, connection.begin() as transaction:
            value = service(Tx(connection, self._cipher))
            _commit(transaction)
            return value


def _commit(transaction: sa.RootTransaction) -> None:
    try:
        transaction.commit()
    except sa.exc.DBAPIError as error:
        if error.connection_invalidated:  # saved or not, nobody can say: repeating it could save it twice
            raise Unavailable(_reason(error)) from error
        raise


def _engine(url: sa.URL, size: int) -> sa.Engine:
    return sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=size,
        max_overflow=0,
        isolation_level="READ COMMITTED",
        hide_parameters=True,
        connect_args={"connect_timeout": 10, "options": _SETTINGS},
    )


def _lost(error: sa.exc.DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) in _AGAIN


def _outside(error: sa.exc.DBAPIError) -> bool:
    """Tell a server that cannot now from a mistake in a query."""
    state = getattr(error.orig, "sqlstate", None) or ""
    return state[:2] in _OUTSIDE or state == "55P03"  # lock_timeout


def _reason(error: sa.exc.DBAPIError) -> str:
    return str(error.orig).strip().partition("\n")[0]
