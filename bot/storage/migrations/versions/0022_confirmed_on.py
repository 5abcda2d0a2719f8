"""On which day a rule of a call was confirmed

Revision: 0022, after 0021.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the days; of what was confirmed before nobody noted it but the audit trail."""
    with op.batch_alter_table("calls") as batch_op:
        batch_op.add_column(sa.Column("confirmed_on", sa.Text(), nullable=False, server_default="{}"))
