"""Accounts that another telephone asks for, and what became of it

Revision: 0017, after 0016.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Add one row for each telephone that opened a link to another person's account."""
    op.create_table(
        "account_moves",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("made_by", ID, nullable=True),
        sa.Column("chat", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("left_hash", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=False, server_default="asked"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_account_moves_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_account_moves_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_moves")),
    )
    with op.batch_alter_table("account_moves") as batch_op:
        batch_op.create_index(batch_op.f("ix_account_moves_person_id"), ["person_id"], unique=False)
        batch_op.create_index("one_move", ["person_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
