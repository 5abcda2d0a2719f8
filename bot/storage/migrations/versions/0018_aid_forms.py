"""In what form the aid of a call comes

Revision: 0018, after 0017.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the form of the aid; that of every call so far was holiday vouchers, whatever its model says now."""
    with op.batch_alter_table("calls") as batch_op:
        batch_op.add_column(sa.Column("aid_form", sa.String(length=20), nullable=False, server_default="vouchers"))
