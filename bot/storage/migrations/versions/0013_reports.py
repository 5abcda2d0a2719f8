"""What people and referents say after the stay

Revision: 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the person's story, the referent's report, and whom a call lets pass without one."""
    op.create_table(
        "stories",
        sa.Column("plan_id", ID, nullable=False, autoincrement=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("before", sa.LargeBinary(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answers", sa.LargeBinary(), nullable=True),
        sa.Column("after", sa.LargeBinary(), nullable=True),
        sa.Column("quote", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_stories_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_stories")),
    )
    op.create_table(
        "reports",
        sa.Column("plan_id", ID, nullable=False, autoincrement=False),
        sa.Column("departure", sa.Date(), nullable=True),
        sa.Column("homecoming", sa.Date(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("lodging_cents", sa.BigInteger(), nullable=False),
        sa.Column("transport_cents", sa.BigInteger(), nullable=False),
        sa.Column("food_cents", sa.BigInteger(), nullable=False),
        sa.Column("leisure_cents", sa.BigInteger(), nullable=False),
        sa.Column("used_count", sa.Integer(), nullable=True),
        sa.Column("used_cents", sa.BigInteger(), nullable=False),
        sa.Column("returned_count", sa.Integer(), nullable=False),
        sa.Column("returned_cents", sa.BigInteger(), nullable=False),
        sa.Column("objective", sa.SmallInteger(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("given_by", ID, nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_reports_plan_id")),
        sa.ForeignKeyConstraint(["given_by"], ["people.id"], name=op.f("fk_reports_given_by")),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_reports")),
    )
    op.create_table(
        "report_waivers",
        sa.Column("id", ID, nullable=False),
        sa.Column("call_id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("given_by", ID, nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_report_waivers_call_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_report_waivers_organisation_id")
        ),
        sa.ForeignKeyConstraint(["given_by"], ["people.id"], name=op.f("fk_report_waivers_given_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_waivers")),
        sa.UniqueConstraint("call_id", "organisation_id", name=op.f("uq_report_waivers_call_id_organisation_id")),
    )
