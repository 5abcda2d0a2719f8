"""The most that one referent may grant in a call without a committee

Revision: 0026, after 0025.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the cap, in cents; no call so far has one."""
    with op.batch_alter_table("calls") as batch_op:
        batch_op.add_column(sa.Column("referent_cap", sa.BigInteger(), nullable=True))
