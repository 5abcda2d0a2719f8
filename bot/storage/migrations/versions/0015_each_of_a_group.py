"""Of a group's plan each member has her own reminders, and tells her own story

Revision: 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEPT = ("offered_at", "before", "told_at", "answers", "after", "quote")


def upgrade() -> None:
    """A reminder is one person's; a story is one person's of one plan: until now the plan's own person's."""
    with op.batch_alter_table("reminders") as batch_op:
        batch_op.drop_constraint(op.f("uq_reminders_plan_id_kind_anchor"), type_="unique")
        batch_op.create_unique_constraint(
            op.f("uq_reminders_plan_id_kind_anchor_person_id"), ["plan_id", "kind", "anchor", "person_id"]
        )
    known = op.get_bind().execute(sa.text(
        f"SELECT s.plan_id, p.beneficiary_id AS person_id, {', '.join(f's.{name}' for name in KEPT)} "  # noqa: S608
        "FROM stories s JOIN plans p ON p.id = s.plan_id"
    )).mappings().all()  # fmt: skip
    op.drop_table("stories")
    stories = op.create_table(
        "stories",
        sa.Column("plan_id", ID, nullable=False, autoincrement=False),
        sa.Column("person_id", ID, nullable=False, autoincrement=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("before", sa.LargeBinary(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answers", sa.LargeBinary(), nullable=True),
        sa.Column("after", sa.LargeBinary(), nullable=True),
        sa.Column("quote", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_stories_plan_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_stories_person_id")),
        sa.PrimaryKeyConstraint("plan_id", "person_id", name=op.f("pk_stories")),
    )
    op.bulk_insert(stories, [dict(row) for row in known])
