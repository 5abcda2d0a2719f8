"""The one MetaData and the column types that mean the same on both databases. No table lives here."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import Dialect

if TYPE_CHECKING:
    from sqlalchemy.dialects.postgresql import Insert as PostgresInsert

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite counts by itself only in a column declared exactly INTEGER; PostgreSQL and Telegram need 64 bits.
Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Cents = sa.BigInteger
Sealed = sa.LargeBinary  # what Cipher.seal returns


class Moment(sa.types.TypeDecorator[datetime]):
    """A point in time: aware in, aware UTC out. Sortable UTC text on SQLite, else ``timestamptz``."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a time without zone: nobody can say when it is.

        Raises:
            ValueError: the time is naive.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return it aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Json(sa.types.TypeDecorator[Any]):
    """A JSON value kept as text: never selected on, and byte for byte the same on both databases."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write compact text."""
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read it back."""
        return None if value is None else json.loads(value)


@cache
def insert_new(dialect: str, table: sa.Table) -> "PostgresInsert | SqliteInsert":
    """Insert, leaving alone the rows a unique constraint already knows."""
    return _insert(dialect, table).on_conflict_do_nothing()


@cache
def insert_or_change(dialect: str, table: sa.Table, columns: tuple[str, ...]) -> "PostgresInsert | SqliteInsert":
    """Insert a row, or change these columns of the one that its primary key already names."""
    statement = _insert(dialect, table)
    new = {name: statement.excluded[name] for name in columns}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=new)


def insert_many(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert thousands of rows in a fraction of the time, leaving alone those that a unique constraint already knows.

    Values go to the driver as they are: text, numbers, bytes, and times as `for_driver` gives them.
    """
    if not rows:
        return
    insert = insert_new(connection.dialect.name, table).compile(dialect=connection.dialect, column_keys=[*rows[0]])
    order = insert.positiontup
    given = rows if order is None else [tuple(row[name] for name in order) for row in rows]
    connection.exec_driver_sql(str(insert), list(given))


def for_driver(connection: sa.Connection, at: datetime) -> Any:
    """Return a time as the driver takes it: put into that form once instead of once a row."""
    process = Moment().dialect_impl(connection.dialect).bind_processor(connection.dialect)
    return at if process is None else process(at)


def _insert(dialect: str, table: sa.Table) -> "PostgresInsert | SqliteInsert":
    if dialect == "sqlite":
        return sqlite_insert(table)
    from sqlalchemy.dialects.postgresql import insert as postgres_insert  # noqa: PLC0415  3 MB SQLite never needs

    return postgres_insert(table)
