"""committee

Revision: 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add lists as each coordinator looks at them, minutes, references of ANCV, causes of the ledger's lines."""
    id_type = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    with op.batch_alter_table("plans") as plans:
        plans.add_column(sa.Column("left_cents", sa.BigInteger(), nullable=True))
        plans.add_column(sa.Column("first_time", sa.Boolean(), nullable=True))
        plans.add_column(sa.Column("ancv_reference", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("calls") as calls:
        calls.add_column(sa.Column("freed", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("ledger") as ledger:
        ledger.add_column(sa.Column("cause", sa.String(length=24), server_default="", nullable=False))
    op.create_table(
        "views",
        sa.Column("person_id", id_type, nullable=False),
        sa.Column("looked", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_views_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_views")),
    )
    op.create_table(
        "minutes",
        sa.Column("id", id_type, nullable=False),
        sa.Column("call_id", id_type, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", id_type, nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_minutes_call_id")),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_minutes_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("call_id", "number", name=op.f("uq_minutes_call_id_number")),
    )
