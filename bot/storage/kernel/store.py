"""The store: where services are run. How each database does it is in ``sqlite.py`` and ``postgres.py``."""

from collections.abc import Callable
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, Self, TypeVar

import sqlalchemy as sa

from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.postgres import PostgresDatabase
from bot.storage.kernel.sqlite import SqliteDatabase
from bot.storage.kernel.transaction import Conflict, Tx, Unavailable

__all__ = ["Conflict", "Store", "Tx", "Unavailable"]

P = ParamSpec("P")
T = TypeVar("T")


class AddressInvalid(ValueError):  # noqa: N818 - named for what is wrong
    """The address of the database is none. The text never repeats it, as it may hold a password."""

    def __init__(self) -> None:
        super().__init__("the database address is sqlite:///PATH or postgresql://…")


class _Database(Protocol):
    async def run(self, service: Callable[[Tx], T]) -> T: ...

    async def read(self, query: Callable[[Tx], T]) -> T: ...

    async def close(self) -> None: ...


class Store:
    """Runs services, each in one transaction, in a database thread.

    A service is a plain function ``(tx, …)``. It may run twice, so it has no side effect besides the
    transaction: the time and new ids are arguments, and a refusal is an exception, which undoes it.
    """

    def __init__(self, database: _Database) -> None:
        self._database = database

    @classmethod
    async def open(cls, url: str, cipher: Cipher, *, readers: int = 2) -> Self:
        """Connect to ``sqlite:///PATH`` or ``postgresql://…``.

        Raises:
            AddressInvalid: the address is of neither kind.
            Unavailable: it cannot be opened.
        """
        parsed = parse(url)
        if parsed.get_backend_name() == "sqlite":
            return cls(await SqliteDatabase.open(Path(parsed.database or ""), cipher, readers=readers))
        return cls(await PostgresDatabase.open(parsed, cipher, readers=readers))

    async def run(self, service: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a service and save what it wrote; it returns only once that is on disk.

        Whatever the service raises comes back to the caller and undoes this service alone.

        Raises:
            Conflict: raised by the service; reload and decide again.
            Unavailable: nothing was saved, or, if the connection broke while saving, nobody can say.
        """
        return await self._database.run(_bound(service, *args, **kwargs))

    async def read(self, query: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query for a long list, beside the writers and against one snapshot. Writing fails there."""
        return await self._database.read(_bound(query, *args, **kwargs))

    async def close(self) -> None:
        """Finish what is queued and let go of the database."""
        await self._database.close()


def _bound(service: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> Callable[[Tx], T]:
    def call(tx: Tx) -> T:
        try:
            return service(tx, *args, **kwargs)
        except StopIteration as error:  # no future can carry it, and its caller would wait for ever
            raise RuntimeError("a service raised StopIteration") from error

    return call


def parse(url: str) -> sa.URL:
    """Read a database address.

    Raises:
        AddressInvalid: neither ``sqlite:///PATH`` nor ``postgresql://…``.
    """
    try:
        parsed = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):  # a port that is no number is the latter
        raise AddressInvalid from None
    known = {"sqlite", "postgresql"}
    if parsed.drivername not in known or not parsed.database or parsed.database == ":memory:":
        raise AddressInvalid
    return parsed
