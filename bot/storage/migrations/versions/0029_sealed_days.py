"""The days of a stay, and what hangs on them, are no longer plain

Revision: 0029, after 0028.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.migrate import installation_keys

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ANCHOR = "reminders.anchor"
PRESSING = ("offer_ends", "hand_over_now")
"""Notices whose keys end with a day of a plan."""
INDEXES = ("ix_plans_departure", "ix_plans_homecoming", "ix_plans_leaving")
TOGETHER = 500
Row = tuple[Any, ...]


def upgrade() -> None:
    """Seal them for everybody: what were sealed for some alone would tell who these are."""
    stays = {table: days_of(table, key) for table, key in (("plans", "id"), ("reports", "plan_id"))}
    reminders = read("reminders", "id", "plan_id", "kind", "anchor", "person_id", "day", "state", "message_id")
    told = [
        row
        for row in read("outbox", "id", "key")
        if (part := row[1].split(":", 3))[0] == "plan" and len(part) == 4 and part[2] in PRESSING  # noqa: PLR2004
    ]
    for index in INDEXES:
        op.drop_index(index, "plans")
    for table in stays:
        without_the_plain_ones(table)
    op.drop_table("reminders")
    make_reminders()
    if any(stays.values()) or reminders or told:
        fill(installation_keys(), stays, reminders, told)


def days_of(table: str, key: str) -> list[Row]:
    """Return which rows have days, and these."""
    return [row for row in read(table, key, "departure", "homecoming") if row[1] is not None or row[2] is not None]


def read(table: str, *names: str) -> list[Row]:
    """Return columns of a table, in the order of the first one."""
    dates = {"anchor", "day", "departure", "homecoming"}
    columns = [sa.column(name, sa.Date() if name in dates else None) for name in names]
    query = sa.select(*columns).select_from(sa.table(table)).order_by(columns[0])
    return [tuple(row) for row in op.get_bind().execute(query)]


def without_the_plain_ones(table: str) -> None:
    """Put one column in place of the two, and leave nothing of these behind."""
    op.drop_column(table, "homecoming")
    if op.get_bind().dialect.name == "postgresql":
        # A dropped column stays in the rows as they lie; a change of its type writes all of them anew.
        op.execute(f"ALTER TABLE {table} ALTER COLUMN departure TYPE bytea USING NULL")
        op.alter_column(table, "departure", new_column_name="stay")
        return
    op.drop_column(table, "departure")
    op.add_column(table, sa.Column("stay", sa.LargeBinary()))


def make_reminders() -> None:
    """Make the table again."""
    op.create_table(
        "reminders",
        sa.Column("id", ID, nullable=False),
        sa.Column("plan_id", ID, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("anchor_key", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("days", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(8), server_default="planned", nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_reminders_plan_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reminders_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint("plan_id", "kind", "anchor_key", "person_id", name=op.f("uq_reminders_plan_id_kind_anchor_key_person_id")),
    )
    op.create_index("ix_reminders_person_id", "reminders", ["person_id", "state"])
    op.create_index("ix_reminders_message_id", "reminders", ["message_id"])


def fill(keys: Cipher, stays: dict[str, list[Row]], reminders: list[Row], told: list[Row]) -> None:
    """Write the days again, sealed."""
    for table, key in (("plans", "id"), ("reports", "plan_id")):
        written(
            f"UPDATE {table} SET stay = :stay WHERE {key} = :row",  # noqa: S608 - words of this file
            stays[table],
            lambda row, table=table: {"row": row[0], "stay": sealed(keys, row[1:], f"{table}.stay")},
        )
    written(
        "INSERT INTO reminders (id, plan_id, kind, anchor_key, person_id, days, state, message_id)"
        " VALUES (:id, :plan_id, :kind, :anchor_key, :person_id, :days, :state, :message_id)",
        reminders,
        lambda row: {
            "id": row[0], "plan_id": row[1], "kind": row[2], "anchor_key": hashed(keys, row[1], row[3]),
            "person_id": row[4], "days": sealed(keys, (row[3], row[5]), "reminders.days"), "state": row[6],
            "message_id": row[7],
        },
    )  # fmt: skip
    written("UPDATE outbox SET key = :key WHERE id = :row", told, lambda row: {"row": row[0], "key": marked(keys, row[1])})
    if reminders and op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT setval(pg_get_serial_sequence('reminders', 'id'), max(id)) FROM reminders")


def written(statement: str, rows: list[Row], values: Callable[[Row], dict[str, Any]]) -> None:
    """Run a statement for these rows, some at a time."""
    for start in range(0, len(rows), TOGETHER):
        op.get_bind().execute(sa.text(statement), [values(row) for row in rows[start : start + TOGETHER]])


def sealed(keys: Cipher, days: Row, column: str) -> bytes:
    """Return two days as they are kept."""
    return keys.seal_json([day and day.isoformat() for day in days], column)


def hashed(keys: Cipher, plan_id: int, day: date) -> bytes:
    """Return the hash of a day of a plan."""
    return keys.blind(f"{plan_id}:{day.isoformat()}", ANCHOR)


def marked(keys: Cipher, key: str) -> str:
    """Return the key of a notice with a word in place of the day, or of the moment, at its end."""
    _, plan_id, kind, last = key.split(":", 3)
    moment: date = datetime.fromisoformat(last) if "T" in last else date.fromisoformat(last)
    return f"plan:{plan_id}:{kind}:{hashed(keys, int(plan_id), moment).hex()[:32]}"
