"""Which schema a database has and which one this version needs. Migrating itself is in ``migrate.py``."""

from pathlib import Path
from typing import Final

import sqlalchemy as sa

from bot.storage.kernel.transaction import Tx

VERSIONS: Final = Path(__file__).parents[1] / "migrations" / "versions"


class SchemaOutdated(Exception):  # noqa: N818  named for what happened
    """The database has an older schema than this version needs; the text says the command."""


class SchemaNewer(Exception):  # noqa: N818  named for what happened
    """The database was migrated by a newer version than this one."""


class KeyNeeded(Exception):  # noqa: N818  named for what happened
    """What an older version kept in plain has to be sealed, and the keys of this database are not here."""


def known() -> list[str]:
    """Return the revisions this version knows, the first one first: file names begin with their number."""
    return sorted(path.stem.partition("_")[0] for path in VERSIONS.glob("[0-9]*.py"))


def head() -> str:
    """Return the revision this version needs."""
    return known()[-1]


def current(connection: sa.Connection) -> str | None:
    """Return the revision a database has; None before its first migration."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return revision


def check(tx: Tx) -> None:
    """Refuse a database whose schema is not exactly the one this version needs.

    Raises:
        SchemaOutdated: it needs ``./valise migrate``.
        SchemaNewer: this version is too old for it.
    """
    found = current(tx.connection)
    if found == head():
        return
    refuse_newer(found)
    at = f"is at revision {found}" if found else "is empty"
    raise SchemaOutdated(f"the database {at}, this version needs {head()}: run ./valise migrate")


def refuse_newer(found: str | None) -> None:
    """Refuse a revision this version does not know.

    Raises:
        SchemaNewer: see above.
    """
    if found is not None and found not in known():
        raise SchemaNewer(f"the database is at revision {found}, unknown here: use the newer Valise that made it")
