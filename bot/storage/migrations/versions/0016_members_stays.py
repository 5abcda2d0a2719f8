"""What each member of a group says of the stay, and the referent notes of it

Revision: 0016, after 0015.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add one row a member, made by the first word."""
    op.create_table(
        "member_stays",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("all_well", sa.Boolean(), nullable=True),
        sa.Column("all_well_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wants_again", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["group_members.id"], name=op.f("fk_member_stays_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_member_stays")),
    )
