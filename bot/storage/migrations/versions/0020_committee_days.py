"""The days on which the committee of a call meets

Revision: 0020, after 0019.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the days; no call so far has said any."""
    with op.batch_alter_table("calls") as batch_op:
        batch_op.add_column(sa.Column("committee_days", sa.Text(), nullable=False, server_default="[]"))
