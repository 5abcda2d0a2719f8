"""Every sealed column, for what concerns them all: can they be opened, and are they under the newest key.

What a single column means is its noun's matter. The audit trail is not among them: its chain covers ciphertext, so
a line once written keeps its key, and an older key stays needed to read it.
"""

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

import sqlalchemy as sa

from bot.storage.kernel.cipher import Unreadable
from bot.storage.kernel.transaction import Tx
from bot.storage.tables import metadata

SEALED: Final[Mapping[str, tuple[str, ...]]] = {
    "networks": ("name", "controller", "data_contact"),
    "organisations": ("name",),
    "organisation_kinds": ("words",),
    "people": ("chat", "name", "support"),
    "account_moves": ("chat",),
    "invitations": ("word",),
    "calls": ("name", "neutral"),
    "departures": ("ticks", "change"),
    "handovers": ("numbers", "issuer"),
    "plans": ("answers", "reopened", "consent", "word", "households", "stay", "trail_key", "ancv_reference"),
    "group_members": ("answers",),
    "group_asks": ("chat", "name"),
    "sessions": ("scratch",),
    "shown": ("chat",),
    "sheets": ("answers",),
    "imports": ("entries", "seed"),
    "broadcasts": ("texts",),
    "events": ("name", "place"),
    "requests": ("chat", "answers", "code"),
    "messages": ("body",),
    "guides": ("title", "content"),
    "stories": ("before", "answers", "after", "quote"),
    "reminders": ("days",),
    "reports": ("stay", "words"),
    "report_waivers": ("reason",),
    "notes": ("text",),
    "quotients": ("figures",),
    "inbox": ("chat", "body"),
    "outbox": ("context",),
}
"""Columns by table. A test holds every other binary column to be a hash or a line of the audit trail."""

HASHED: Final[Mapping[str, tuple[str, str]]] = {
    "people.chat": ("chat_key", "people.chat"),
    "inbox.chat": ("chat_key", "people.chat"),
    "requests.chat": ("chat_key", "requests.chat"),
    "group_asks.chat": ("chat_key", "group_asks.chat"),
}
"""Sealed columns that are also looked up: in which column their keyed hash is, and for which purpose it is made."""

CHUNK: Final = 200
"""Rows re-sealed in one transaction: a few milliseconds, so that a running bot hardly waits."""
Key: TypeAlias = tuple[int, ...]
"""Which row: the values of its primary key, of one column or of several."""
_ROW_KEY: Final = bytes(4)  # what was sealed under a person's own key begins so


def unreadable(tx: Tx) -> dict[str, int]:
    """Count the values that no key here opens, by column; empty when all is well."""
    found: dict[str, int] = {}
    for name, columns in SEALED.items():
        for row in _rows(tx, metadata.tables[name], columns):
            for column in columns:
                if not _opens(tx, row[column], f"{name}.{column}"):
                    found[f"{name}.{column}"] = found.get(f"{name}.{column}", 0) + 1
    return found


def reseal(tx: Tx, name: str, after: Key | None) -> tuple[Key | None, int]:
    """Seal a chunk of a table again under the first key. A value that was changed meanwhile is left as it is.

    Args:
        tx: the transaction.
        name: one of `SEALED`.
        after: where the chunk before this one ended; None begins.

    Returns:
        Where this chunk ended (None: the table is done), and how many values were sealed again.

    Raises:
        Unreadable: a value cannot be opened; nothing of this chunk is changed.
    """
    table, columns = metadata.tables[name], SEALED[name]
    key = tuple(table.primary_key.columns)
    query = sa.select(*key, *(table.c[column] for column in columns)).order_by(*key).limit(CHUNK)
    if after is not None:
        query = query.where(sa.tuple_(*key) > sa.tuple_(*after))
    rows = tx.connection.execute(query).mappings().all()
    changed = sum(_resealed(tx, table, row, column) for row in rows for column in columns)
    return (tuple(rows[-1][part.name] for part in key) if len(rows) == CHUNK else None), changed


def _resealed(tx: Tx, table: sa.Table, row: sa.RowMapping, column: str) -> int:
    sealed: bytes | None = row[column]
    if not sealed or tx.cipher.is_current(sealed):
        return 0
    place = f"{table.name}.{column}"
    plain = tx.cipher.open(sealed, place)
    values = {column: tx.cipher.seal(plain, place)}
    if place in HASHED:
        hashed, purpose = HASHED[place]
        values[hashed] = tx.cipher.blind(plain.decode(), purpose)
    same = (part == row[part.name] for part in table.primary_key.columns)
    statement = table.update().where(*same, table.c[column] == sealed).values(values)
    return tx.connection.execute(statement).rowcount


def _opens(tx: Tx, sealed: bytes | None, place: str) -> bool:
    if not sealed or sealed.startswith(_ROW_KEY):
        return True
    try:
        tx.cipher.open(sealed, place)
    except Unreadable:
        return False
    return True


def _rows(tx: Tx, table: sa.Table, columns: tuple[str, ...]) -> Iterator[sa.RowMapping]:
    query = sa.select(*(table.c[column] for column in columns)).execution_options(yield_per=1000)
    yield from tx.connection.execute(query).mappings()
