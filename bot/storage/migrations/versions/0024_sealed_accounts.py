"""Numbers of accounts are no longer plain: a keyed hash finds one, a sealed value is written to

Revision: 0024, after 0023.
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.storage.kernel.migrate import installation_keys

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

PURPOSE = "people.chat"
OPEN = sa.text("state IN ('new', 'applied')")
TOGETHER = 500


def upgrade() -> None:
    """Seal whose account a person has, and who sent what is not answered; forget who sent what failed."""
    known = accounts("people", "chat_id IS NOT NULL")
    waiting = accounts("inbox", "state IN ('new', 'applied')")
    forget_strangers()
    op.drop_index("ix_inbox_open", "inbox")
    without_the_plain_ones()
    kept = installation_keys() if known or waiting else None
    for table, rows in (("people", known), ("inbox", waiting)):
        for start in range(0, len(rows), TOGETHER):
            if kept is not None:
                fill(table, rows[start : start + TOGETHER], kept.blind, kept.seal)
    op.create_index(
        "ix_inbox_open", "inbox", ["chat_key", "id"], unique=False, sqlite_where=OPEN, postgresql_where=OPEN
    )


def accounts(table: str, which: str) -> list[tuple[int, int]]:
    """Return rows, and the number of the account of each."""
    query = sa.text(f"SELECT id, chat_id FROM {table} WHERE {which} ORDER BY id")  # noqa: S608 - words of this file
    return [(row.id, row.chat_id) for row in op.get_bind().execute(query)]


def forget_strangers() -> None:
    """Empty what failed and came from a chat that nobody has."""
    known = "SELECT chat_id FROM people WHERE chat_id IS NOT NULL"
    op.get_bind().execute(
        sa.text(f"UPDATE inbox SET body = :nothing WHERE state = 'dead' AND chat_id NOT IN ({known})"),  # noqa: S608
        {"nothing": b""},
    )


def without_the_plain_ones() -> None:
    """Put the two columns in place of the plain one, and leave nothing of that one behind."""
    if op.get_bind().dialect.name == "postgresql":
        # A dropped column stays in the rows as they lie; a change of its type writes all of them anew.
        for table in ("people", "inbox"):
            op.execute(f"ALTER TABLE {table} ALTER COLUMN chat_id DROP NOT NULL")
            op.execute(f"ALTER TABLE {table} ALTER COLUMN chat_id TYPE bytea USING NULL")
            op.alter_column(table, "chat_id", new_column_name="chat_key")
            op.add_column(table, sa.Column("chat", sa.LargeBinary()))
        op.execute("ALTER TABLE people RENAME CONSTRAINT uq_people_chat_id TO uq_people_chat_key")
        return
    with op.batch_alter_table("people") as people:
        people.drop_constraint("uq_people_chat_id", type_="unique")
        people.drop_column("chat_id")
        people.add_column(sa.Column("chat_key", sa.LargeBinary()))
        people.add_column(sa.Column("chat", sa.LargeBinary()))
        people.create_unique_constraint("uq_people_chat_key", ["chat_key"])
    op.drop_column("inbox", "chat_id")
    op.add_column("inbox", sa.Column("chat_key", sa.LargeBinary()))
    op.add_column("inbox", sa.Column("chat", sa.LargeBinary()))


def fill(
    table: str, rows: list[tuple[int, int]], blind: Callable[[str, str], bytes], seal: Callable[[str, str], bytes]
) -> None:
    """Write whose these rows are."""
    values: list[dict[str, Any]] = [
        {"id": number, "hash": blind(str(chat), PURPOSE), "seal": seal(str(chat), f"{table}.chat")}
        for number, chat in rows
    ]
    statement = sa.text(f"UPDATE {table} SET chat_key = :hash, chat = :seal WHERE id = :id")  # noqa: S608
    op.get_bind().execute(statement, values)
