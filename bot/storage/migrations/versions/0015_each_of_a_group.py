"""Of a group's plan each member has their own reminders, and tells their own story

Revision: 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
TOLD = sa.table(
    "stories",
    sa.column("plan_id", ID),
    sa.column("offered_at", MOMENT),
    sa.column("before", sa.LargeBinary),
    sa.column("told_at", MOMENT),
    sa.column("answers", sa.LargeBinary),
    sa.column("after", sa.LargeBinary),
    sa.column("quote", sa.LargeBinary),
)
"""As they were: with their types, without which SQLite reads a moment as words that it does not take back."""
PLANS = sa.table("plans", sa.column("id", ID), sa.column("beneficiary_id", ID))


def upgrade() -> None:
    """Give each reminder and each story of one plan its person: until now it was the plan's own person."""
    with op.batch_alter_table("reminders") as batch_op:
        batch_op.drop_constraint(op.f("uq_reminders_plan_id_kind_anchor"), type_="unique")
        batch_op.create_unique_constraint(
            op.f("uq_reminders_plan_id_kind_anchor_person_id"), ["plan_id", "kind", "anchor", "person_id"]
        )
    told = sa.select(TOLD, PLANS.c.beneficiary_id.label("person_id")).join(PLANS, PLANS.c.id == TOLD.c.plan_id)
    known = op.get_bind().execute(told).mappings().all()
    op.drop_table("stories")
    stories = op.create_table(
        "stories",
        sa.Column("id", ID, nullable=False),
        sa.Column("plan_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("offered_at", MOMENT, nullable=True),
        sa.Column("before", sa.LargeBinary(), nullable=True),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("answers", sa.LargeBinary(), nullable=True),
        sa.Column("after", sa.LargeBinary(), nullable=True),
        sa.Column("quote", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_stories_plan_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_stories_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
        sa.UniqueConstraint("plan_id", "person_id", name=op.f("uq_stories_plan_id_person_id")),
    )
    op.bulk_insert(stories, [dict(row) for row in known])
