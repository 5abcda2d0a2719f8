"""What a service is given, and how storage fails. No connection is opened here."""

import sqlalchemy as sa

from bot.storage.cipher import Cipher


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


class Conflict(Exception):  # noqa: N818  named for what happened
    """The row moved on since it was read: an optimistic version matched nothing, nothing was written."""


class Unavailable(Exception):  # noqa: N818  named for what happened
    """The database cannot do it now (locked, full, unreachable, damaged); the text is its short reason."""
