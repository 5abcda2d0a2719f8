"""Absences of referents, and which waits were told of

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Add two tables."""
    op.create_table(
        "absences",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("stand_in_id", ID, nullable=False),
        sa.Column("said_by", ID, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_absences_person_id")),
        sa.ForeignKeyConstraint(["stand_in_id"], ["people.id"], name=op.f("fk_absences_stand_in_id")),
        sa.ForeignKeyConstraint(["said_by"], ["people.id"], name=op.f("fk_absences_said_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    with op.batch_alter_table("absences") as batch_op:
        batch_op.create_index(batch_op.f("ix_absences_person_id"), ["person_id"], unique=False)
        batch_op.create_index("one_absence", ["person_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)

    op.create_table(
        "waits_told",
        sa.Column("plan_id", ID, nullable=False, autoincrement=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("stage", sa.SmallInteger(), nullable=False, autoincrement=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_waits_told_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "since", "stage", name=op.f("pk_waits_told")),
    )
