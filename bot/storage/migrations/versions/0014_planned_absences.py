"""Absences said ahead

Revision: 0014, after 0013.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add whether an absence has begun: those there are have."""
    with op.batch_alter_table("absences") as batch_op:
        batch_op.add_column(sa.Column("begun", sa.Boolean(), server_default=sa.true(), nullable=False))
