"""Whose an answered update was is not kept

Revision: 0022, after 0021.
"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forget the chats of what was answered: a number of an account says who wrote, and nothing needs it any more."""
    op.execute("UPDATE inbox SET chat_id = 0 WHERE state = 'answered'")
