"""Whose an answered update was is not kept

Revision: 0023, after 0022.
"""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forget the chats of what was answered: a number of an account says who wrote, and nothing needs it any more."""
    op.execute("UPDATE inbox SET chat_id = 0 WHERE state = 'answered'")
