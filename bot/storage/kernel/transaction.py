"""What a service is given, and how storage fails. No connection is opened here."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from bot.storage.kernel.cipher import Cipher


class Tx:
    """One transaction, handed to services, which pass it on to named queries and never look inside.

    Attributes:
        connection: the plain SQLAlchemy connection; only ``bot.storage`` may touch it.
        cipher: seals and opens the values this database keeps encrypted.
        dialect: ``"sqlite"`` or ``"postgresql"``.
    """

    __slots__ = ("cipher", "connection", "dialect")

    def __init__(self, connection: sa.Connection, cipher: Cipher) -> None:
        self.connection = connection
        self.cipher = cipher
        self.dialect = connection.dialect.name

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Undo what is written inside if it raises, while the transaction goes on: a refusal has its screen.

        For acts, not for every answer: a nested transaction costs as much as some statements.
        """
        with self.connection.begin_nested():
            yield


class Conflict(Exception):  # noqa: N818  named for what happened
    """The row moved on since it was read: an optimistic version matched nothing, nothing was written."""


class Unavailable(Exception):  # noqa: N818  named for what happened
    """The database cannot do it now (locked, full, unreachable, damaged); the text is its short reason."""
