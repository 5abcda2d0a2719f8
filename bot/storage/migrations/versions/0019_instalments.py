"""An aid handed over in instalments, and household by household

Revision: 0019, after 0018.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
HANDED = sa.table(
    "handovers",
    sa.column("plan_id", ID),
    sa.column("cents", sa.BigInteger),
    sa.column("handed_on", sa.Date),
    sa.column("handed_by", ID),
    sa.column("receipt", sa.String),
    sa.column("receipt_at", MOMENT),
    sa.column("form", sa.String),
    sa.column("notes", sa.Integer),
    sa.column("numbers", sa.LargeBinary),
    sa.column("returned_on", sa.Date),
)
"""As they were: with their types, without which SQLite reads a day as words that it does not take back."""


def upgrade() -> None:
    """Give each handover a number of its own: until now a plan had one, of all of it."""
    known = op.get_bind().execute(sa.select(HANDED).order_by(HANDED.c.plan_id)).mappings().all()
    op.drop_table("handovers")
    handovers = op.create_table(
        "handovers",
        sa.Column("id", ID, nullable=False),
        sa.Column("plan_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=True),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=False),
        sa.Column("handed_by", ID, nullable=False),
        sa.Column("receipt", sa.String(length=10), nullable=False, server_default=""),
        sa.Column("receipt_at", MOMENT, nullable=True),
        sa.Column("form", sa.String(length=10), nullable=False, server_default=""),
        sa.Column("notes", sa.Integer(), nullable=True),
        sa.Column("numbers", sa.LargeBinary(), nullable=True),
        sa.Column("issuer", sa.LargeBinary(), nullable=True),
        sa.Column("issue_year", sa.Integer(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["handed_by"], ["people.id"], name=op.f("fk_handovers_handed_by")),
        sa.ForeignKeyConstraint(["member_id"], ["group_members.id"], name=op.f("fk_handovers_member_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_handovers_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
    )
    op.bulk_insert(handovers, [dict(row) for row in known])
    with op.batch_alter_table("handovers") as batch_op:
        batch_op.create_index(batch_op.f("ix_handovers_plan_id"), ["plan_id"], unique=False)
