"""Whether young people may go without an adult in a call

Revision: 0027, after 0026.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the setting; nobody has said so of an earlier call."""
    with op.batch_alter_table("calls") as batch_op:
        batch_op.add_column(sa.Column("minors_alone", sa.Boolean(), nullable=False, server_default=sa.false()))
