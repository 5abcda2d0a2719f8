"""Whether the papers of a call were asked for when a plan was endorsed

Revision: 0025, after 0024.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the mark; of what is endorsed already no paper was asked, and none is now."""
    with op.batch_alter_table("plans") as batch_op:
        batch_op.add_column(sa.Column("papers_asked", sa.Boolean(), nullable=False, server_default=sa.false()))
