"""What is ticked before leaving, and vouchers by number

Revision: 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add one table, what is noted of a handover, and an index of who leaves next."""
    op.create_table(
        "departures",
        sa.Column("plan_id", ID, nullable=False, autoincrement=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ticks", sa.LargeBinary(), nullable=True),
        sa.Column("change", sa.LargeBinary(), nullable=True),
        sa.Column("change_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("change_asked_by", ID, nullable=True),
        sa.Column("all_well", sa.Boolean(), nullable=True),
        sa.Column("all_well_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["change_asked_by"], ["people.id"], name=op.f("fk_departures_change_asked_by")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_departures_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_departures")),
    )
    op.create_index("ix_plans_leaving", "plans", ["state", "departure"], unique=False)
    with op.batch_alter_table("handovers") as batch_op:
        batch_op.add_column(sa.Column("form", sa.String(length=10), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("notes", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("numbers", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("returned_on", sa.Date(), nullable=True))
