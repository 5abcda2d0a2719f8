"""What is recalled to whom and when, what people stopped, and the hours of professionals

Revision: 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add four tables, and the order in which plans and notices are looked through."""
    op.create_table(
        "reminders",
        sa.Column("id", ID, nullable=False),
        sa.Column("plan_id", ID, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("anchor", sa.Date(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(8), server_default="planned", nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_reminders_plan_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reminders_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint("plan_id", "kind", "anchor", name=op.f("uq_reminders_plan_id_kind_anchor")),
    )
    with op.batch_alter_table("reminders") as batch_op:
        batch_op.create_index("ix_reminders_person_id", ["person_id", "day"])
        batch_op.create_index("ix_reminders_message_id", ["message_id"])
    with op.batch_alter_table("plans") as batch_op:
        batch_op.create_index("ix_plans_departure", ["departure"])
        batch_op.create_index("ix_plans_homecoming", ["homecoming"])
        batch_op.create_index("ix_plans_updated_at", ["updated_at"])
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.create_index("ix_outbox_recipient_id", ["recipient_id"])
    with op.batch_alter_table("roles") as batch_op:
        batch_op.create_index("ix_roles_role", ["role"])
    op.create_table(
        "reminder_stops",
        sa.Column("person_id", ID, autoincrement=False, nullable=False),
        sa.Column("plan_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reminder_stops_person_id")),
        sa.PrimaryKeyConstraint("person_id", "plan_id", name=op.f("pk_reminder_stops")),
    )
    op.create_table(
        "looks",
        sa.Column("name", sa.String(24), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_looks")),
    )
    op.create_table(
        "hours",
        sa.Column("person_id", ID, autoincrement=False, nullable=False),
        sa.Column("opens", sa.SmallInteger(), nullable=False),
        sa.Column("closes", sa.SmallInteger(), nullable=False),
        sa.Column("days", sa.String(7), nullable=False),
        sa.Column("holidays_off", sa.Boolean(), nullable=False),
        sa.Column("way", sa.String(8), nullable=False),
        sa.Column("summary_at", sa.SmallInteger(), nullable=False),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_hours_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_hours")),
    )
    with op.batch_alter_table("hours") as batch_op:
        batch_op.create_index("ix_hours_next_at", ["next_at"])
