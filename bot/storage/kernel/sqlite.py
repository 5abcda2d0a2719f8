"""SQLite behind the store: one thread writes, gathering what waits into one commit; others only read.

aiosqlite owns each connection and its thread; a synchronous engine stands on that connection, so that a whole
batch of services costs one hop between threads (four times faster than a hop a statement).
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Final, Generic, Self, TypeVar

import aiosqlite
import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.transaction import Tx, Unavailable

T = TypeVar("T")

TOGETHER: Final = 64  # services in one commit: beyond it the wait grows and the gain does not
BUSY_SECONDS: Final = 15.0

_PRAGMAS: Final = (
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
)
# Result codes that speak of the disk, the file or another process, never of the statement.
_OUTSIDE: Final = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_INTERRUPT,
}


class _Job(Generic[T]):
    """One service waiting for its turn, and what came of it.

    Used as ``with job:`` around an attempt, it keeps whatever that attempt raises: a service may refuse with
    any exception, which belongs to its caller and must not disturb its neighbours.
    """

    __slots__ = ("done", "error", "future", "service", "value")

    def __init__(self, service: Callable[[Tx], T]) -> None:
        self.service = service
        self.future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self.done = False
        self.value: T
        self.error: Exception | None = None

    def __enter__(self) -> Self:
        self.done, self.error = False, None
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> bool:
        if error is not None and not isinstance(error, Exception):
            return False
        self.done, self.error = True, _translated(error) if error else None
        return True

    def attempt(self, tx: Tx) -> None:
        self.value = self.service(tx)

    def deliver(self) -> None:
        """Tell the caller; only called once the commit is over."""
        if self.future.done():
            return
        if not self.done:
            self.future.set_exception(Unavailable("the database thread stopped"))
        elif self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.value)


class _Thread(aiosqlite.Connection):
    """aiosqlite's connection and thread, able to run a function there."""

    async def hop(self, function: Callable[[], T]) -> T:
        if not self._running:
            raise Unavailable("the store is closed")
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._tx.put_nowait((future, function))
        return await future


class _Line:
    """One connection, its thread and the engine on it. Methods without ``async`` run in that thread."""

    def __init__(self, path: Path, cipher: Cipher, *, writes: bool) -> None:
        self._path = path
        self._cipher = cipher
        self._begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
        # Readers leave the file's journal mode alone: only a writer may set it.
        self._pragmas = ("PRAGMA journal_mode = WAL", *_PRAGMAS) if writes else _PRAGMAS
        self._query_only = f"PRAGMA query_only = {'OFF' if writes else 'ON'}"
        self._lost = False
        self._thread = _Thread(self._connect, iter_chunk_size=64)

    async def open(self) -> None:
        """Start the thread and the engine.

        Raises:
            Unavailable: no such folder, no right to it, not a database.
        """
        try:
            await self._thread
            await self._thread.hop(self._prepare)
        except sqlite3.Error as error:
            await self.close()
            raise Unavailable(str(error)) from error

    async def hop(self, function: Callable[[], None]) -> None:
        await self._thread.hop(function)

    async def close(self) -> None:
        await self._thread.close()

    def _connect(self) -> sqlite3.Connection:
        # isolation_level=None: with the driver's own BEGIN a released savepoint outlives the outer rollback.
        self._raw = sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None)
        return self._raw

    def _prepare(self) -> None:
        for pragma in (*self._pragmas, self._query_only):
            self._raw.execute(pragma).fetchall()
        engine = sa.create_engine(
            "sqlite://",
            creator=lambda: self._raw,
            poolclass=StaticPool,
            pool_reset_on_return=None,
            hide_parameters=True,
        )
        sa.event.listen(engine, "begin", self._on_begin)
        sa.event.listen(engine, "handle_error", self._on_error)
        self._connection = engine.connect()
        self._tx = Tx(self._connection, self._cipher)

    def _on_begin(self, connection: sa.Connection) -> None:
        connection.exec_driver_sql(self._begin)

    def _on_error(self, context: sa.engine.ExceptionContext) -> None:
        """Stop a service whose transaction SQLite threw away: what it writes next would commit by itself."""
        if self._connection.in_transaction() and not self._raw.in_transaction:
            self._raw.execute("PRAGMA query_only = ON")
            self._lost = True
            raise Unavailable(str(context.original_exception)) from context.original_exception

    def alone(self, job: _Job[T]) -> None:
        """Run one service in a transaction of its own."""
        with job, self._cleared(), self._connection.begin():
            job.attempt(self._tx)
            if not self._raw.in_transaction:
                raise Unavailable("the transaction was lost")

    def together(self, jobs: Sequence[_Job[T]]) -> None:
        """Run services in one transaction, each undone by itself if it refuses.

        Disk full or a failed commit may take the whole transaction: then nobody is told "saved", and each
        service runs again alone.
        """
        try:
            transaction = self._connection.begin()
        except sa.exc.DBAPIError:
            for job in jobs:
                with job:
                    raise
            return
        try:
            with self._cleared(), transaction:
                for job in jobs:
                    self._guarded(job)
        except (sqlite3.Error, sa.exc.DBAPIError, Unavailable):
            for job in jobs:
                self.alone(job)

    @contextmanager
    def _cleared(self) -> Iterator[None]:
        """Roll back what a failed COMMIT leaves open (SQLAlchemy takes it for over); let write again after a loss."""
        try:
            yield
        finally:
            if self._raw.in_transaction:
                self._raw.rollback()
            if self._lost:
                self._raw.execute(self._query_only)
                self._lost = False

    def _guarded(self, job: _Job[T]) -> None:
        """Run one service between literal savepoints (SQLAlchemy's nested transactions halve the rate).

        Raises:
            sqlite3.Error: the savepoint is gone, and the transaction with it.
        """
        self._raw.execute("SAVEPOINT service")
        with job:
            job.attempt(self._tx)
        if job.error is not None:
            self._raw.execute("ROLLBACK TO service")
        self._raw.execute("RELEASE service")


class SqliteDatabase:
    """One file: a writer for everybody's services, readers for long lists."""

    def __init__(self, writer: _Line, readers: Sequence[_Line]) -> None:
        self._writer = writer
        self._readers = readers
        self._idle: asyncio.Queue[_Line] = asyncio.Queue()
        for reader in readers:
            self._idle.put_nowait(reader)
        self._waiting: deque[_Job[object]] = deque()
        self._pump: asyncio.Task[None] | None = None
        self._closed = False

    @classmethod
    async def open(cls, path: Path, cipher: Cipher, *, readers: int) -> Self:
        """Open the file, made readable by its owner alone if it is new.

        Raises:
            Unavailable: see ``_Line.open``.
        """
        writer = _Line(path, cipher, writes=True)
        lines = [_Line(path, cipher, writes=False) for _ in range(readers)]
        opened: list[_Line] = []
        try:
            make_private(path)
            for line in (writer, *lines):
                await line.open()
                opened.append(line)
        except BaseException:
            for line in opened:
                await line.close()
            raise
        return cls(writer, lines)

    async def run(self, service: Callable[[Tx], T]) -> T:
        """Queue a service for the next commit. A cancelled caller may still have been saved."""
        if self._closed:
            raise Unavailable("the store is closed")
        job = _Job(service)
        self._waiting.append(job)  # type: ignore[arg-type]  # the queue never looks at the value
        if self._pump is None or self._pump.done():
            self._pump = asyncio.create_task(self._work())
        return await job.future

    async def _work(self) -> None:
        while self._waiting:
            jobs = [self._waiting.popleft() for _ in range(min(TOGETHER, len(self._waiting)))]
            wanted = [job for job in jobs if not job.future.cancelled()]
            try:
                if len(wanted) == 1:
                    await self._writer.hop(partial(self._writer.alone, wanted[0]))
                elif wanted:
                    await self._writer.hop(partial(self._writer.together, wanted))
            finally:
                for job in wanted:
                    job.deliver()

    async def read(self, query: Callable[[Tx], T]) -> T:
        """Run a query on an idle reader, against one snapshot."""
        if self._closed:
            raise Unavailable("the store is closed")
        job = _Job(query)
        line = await self._idle.get()
        try:
            await line.hop(partial(line.alone, job))
        finally:
            self._idle.put_nowait(line)
        job.deliver()
        return await job.future

    async def close(self) -> None:
        """Finish what is queued, then close every connection."""
        self._closed = True
        try:
            if self._pump is not None:
                await self._pump
        finally:  # a thread left behind would keep the process from ending
            for line in (*self._readers, self._writer):
                await line.close()


def make_private(path: Path) -> None:
    """Create the file for its owner alone; SQLite gives its journals the same rights.

    Raises:
        Unavailable: the folder is missing or may not be written.
    """
    try:
        path.touch(mode=0o600)
    except OSError as error:
        raise Unavailable(f"{path}: {error.strerror}") from error


def _translated(error: Exception) -> Exception:
    """Turn the driver's word for "not now" into ours; leave refusals and mistakes in a query as they are."""
    if isinstance(error, sa.exc.DBAPIError):
        code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        if code in _OUTSIDE:
            translated = Unavailable(str(error.orig))
            translated.__cause__ = error
            return translated
    return error
