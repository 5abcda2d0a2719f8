"""A whole database in one file, the same for SQLite and PostgreSQL: what one wrote, the other can restore.

A gzip of JSON lines: a head (schema revision, time, a probe of the key), then for each table its name and columns
and one line a row, then a tail (number of rows, SHA-256 of all before). Sealed values stay sealed: the file is as
worthless without the key as the database is, and the key is not in it.
"""

import base64
import gzip
import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from bot.storage.kernel import revision
from bot.storage.kernel.cipher import Cipher, Unreadable
from bot.storage.kernel.schema import Json, Moment
from bot.storage.kernel.transaction import Tx
from bot.storage.tables import metadata

FORMAT: Final = 1
TOGETHER: Final = 500
"""Rows read or written in one statement."""
_PROBE: Final = "backup.probe"


class BackupInvalid(Exception):  # noqa: N818  named for what is wrong
    """The file is no backup, is cut short or altered, or was made under another key; the text says which."""


class NotEmpty(Exception):  # noqa: N818  named for what was found
    """The database has rows already: a backup is only restored where there is nothing to lose."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a backup holds."""

    revision: str
    made_at: datetime
    rows: int


@dataclass(frozen=True, slots=True)
class _Kind:
    """How values of a column are written down and read back."""

    type: type[sa.types.TypeEngine[Any]] | sa.types.TypeEngine[Any]
    dump: Callable[[Any], Any] = lambda value: value
    load: Callable[[Any], Any] = lambda value: value


def _encoded(value: bytes) -> str:
    return base64.b64encode(value).decode()


_KINDS: Final[Mapping[str, _Kind]] = {
    "moment": _Kind(Moment(), datetime.isoformat, datetime.fromisoformat),
    "day": _Kind(sa.Date, date.isoformat, date.fromisoformat),
    "bytes": _Kind(sa.LargeBinary, _encoded, base64.b64decode),
    "flag": _Kind(sa.Boolean),
    "number": _Kind(sa.BigInteger),
    "text": _Kind(sa.Text),
}
_OF_TYPE: Final[tuple[tuple[type[sa.types.TypeEngine[Any]], str], ...]] = (
    (Moment, "moment"),
    (Json, "text"),  # byte for byte as it is stored
    (sa.Date, "day"),
    (sa.LargeBinary, "bytes"),
    (sa.Boolean, "flag"),
    (sa.Integer, "number"),
    (sa.String, "text"),
)


def write(tx: Tx, path: Path, now: datetime) -> Summary:
    """Write everything this transaction sees into a new file, whole or not at all, for its owner alone.

    Run it as a reader: one snapshot, while the bot goes on writing. Running it again begins the file anew.

    Raises:
        FileExistsError: something has that name already.
        OSError: the file cannot be written.
    """
    if path.exists():
        raise FileExistsError(f"{path} exists already: choose another name")
    descriptor, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            summary = _write(tx, file, now)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    finally:
        Path(draft).unlink(missing_ok=True)
    return summary


def _write(tx: Tx, file: Any, now: datetime) -> Summary:
    at = revision.current(tx.connection) or ""
    head = {
        "valise": "backup", "format": FORMAT, "revision": at, "made_at": now.isoformat(),
        "probe": _encoded(tx.cipher.seal(at, _PROBE)),
    }  # fmt: skip
    digest, rows = hashlib.sha256(), 0
    with gzip.GzipFile(fileobj=file, mode="wb", filename="", compresslevel=3) as lines:
        _put(lines, digest, head)
        for table in metadata.sorted_tables:
            kinds = {column.name: _kind_of(column) for column in table.columns}
            _put(lines, digest, {"table": table.name, "columns": list(kinds.items())})
            for row in _rows_of(tx, table, kinds):
                _put(lines, digest, row)
                rows += 1
        lines.write(json.dumps({"rows": rows, "sha256": digest.hexdigest()}).encode() + b"\n")
    return Summary(at, now, rows)


def _put(lines: Any, digest: "hashlib._Hash", value: Any) -> None:
    line = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    digest.update(line)
    lines.write(line)


def _rows_of(tx: Tx, table: sa.Table, kinds: Mapping[str, str]) -> Iterator[list[Any]]:
    columns = [sa.type_coerce(table.c[name], _KINDS[kind].type).label(name) for name, kind in kinds.items()]
    dumps = [_KINDS[kind].dump for kind in kinds.values()]
    query = sa.select(*columns).order_by(*table.primary_key.columns).execution_options(yield_per=TOGETHER)
    for row in tx.connection.execute(query):
        yield [None if value is None else dump(value) for dump, value in zip(dumps, row, strict=True)]


def _kind_of(column: sa.Column[Any]) -> str:
    return next(kind for of_type, kind in _OF_TYPE if isinstance(column.type, of_type))


def check(path: Path, cipher: Cipher) -> Summary:
    """Read a backup from end to end, so that nothing is begun with a bad one.

    Raises:
        BackupInvalid: see there.
        OSError: it cannot be read.
    """
    head, tail, digest, rows = None, None, hashlib.sha256(), 0
    for line in _lines(path):
        if tail is not None:
            raise BackupInvalid(f"{path} goes on after its end: take another copy")
        value = _parsed(path, line)
        if isinstance(value, dict) and "sha256" in value:
            tail = value
            continue
        digest.update(line)
        head = head or value
        rows += isinstance(value, list)
    if not isinstance(head, dict) or head.get("valise") != "backup":
        raise BackupInvalid(f"{path} is no backup of Valise: give a file that ./valise backup made")
    if head.get("format") != FORMAT:
        raise BackupInvalid(f"{path} was written by a newer Valise: restore it with that one")
    if tail is None or tail != {"rows": rows, "sha256": digest.hexdigest()}:
        raise BackupInvalid(f"{path} is cut short or altered: take another copy")
    _refuse_other_key(path, head, cipher)
    return Summary(head["revision"], datetime.fromisoformat(head["made_at"]), rows)


def _refuse_other_key(path: Path, head: Mapping[str, Any], cipher: Cipher) -> None:
    try:
        cipher.open(base64.b64decode(head["probe"]), _PROBE)
    except Unreadable:
        raise BackupInvalid(
            f"{path} was made under another key: put that key into VALISE_SECRET_KEY, or its secret.key in place"
        ) from None


def load(tx: Tx, path: Path) -> int:
    """Write a checked backup's rows into an empty database of the same revision; returns how many.

    Raises:
        NotEmpty: a table has a row already; nothing is changed.
    """
    _refuse_rows(tx)
    written = 0
    for name, kinds, rows in _chunks(path):
        table = sa.table(name, *(sa.column(column, _KINDS[kind].type) for column, kind in kinds.items()))
        tx.connection.execute(table.insert(), [_loaded(kinds, row) for row in rows])
        written += len(rows)
    _count_on(tx)
    return written


def _chunks(path: Path) -> Iterator[tuple[str, dict[str, str], list[list[Any]]]]:
    """Yield tables by name and kinds of columns, as they were when the backup was made, and some of their rows."""
    name, kinds, rows = "", dict[str, str](), list[list[Any]]()
    for line in _lines(path):
        value = json.loads(line)
        if isinstance(value, list):
            rows.append(value)
        if rows and (len(rows) == TOGETHER or isinstance(value, dict)):
            yield name, kinds, rows
            rows = []
        if isinstance(value, dict) and "table" in value:
            name, kinds = value["table"], dict(value["columns"])


def _loaded(kinds: Mapping[str, str], row: list[Any]) -> dict[str, Any]:
    return {
        name: None if value is None else _KINDS[kind].load(value)
        for (name, kind), value in zip(kinds.items(), row, strict=True)
    }


def _refuse_rows(tx: Tx) -> None:
    for name in sa.inspect(tx.connection).get_table_names():
        if name == "alembic_version":
            continue
        if tx.connection.execute(sa.select(sa.literal(1)).select_from(sa.table(name)).limit(1)).first() is not None:
            raise NotEmpty(f"the database has rows in {name}: name a new one in VALISE_DATABASE_URL and restore there")


def _count_on(tx: Tx) -> None:
    """Let PostgreSQL's counters go on after the highest id; SQLite does so by itself."""
    if tx.dialect == "sqlite":
        return
    inspector = sa.inspect(tx.connection)
    there = set(inspector.get_table_names())  # a backup of an earlier schema has fewer, some of them without numbers
    for table in metadata.sorted_tables:
        if table.name in there and "id" in {column["name"] for column in inspector.get_columns(table.name)}:
            tx.connection.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id)) FROM {table.name} "  # noqa: S608
                "HAVING max(id) IS NOT NULL"
            )


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with gzip.open(path) as file:
            yield from file
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise BackupInvalid(f"{path} is no backup of Valise, or is cut short: take another copy") from None


def _parsed(path: Path, line: bytes) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        raise BackupInvalid(f"{path} is no backup of Valise: give a file that ./valise backup made") from None
