"""Kinds of organisations that a network adds in its own words

Revision: 0028, after 0027.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make room for them; organisations keep the kinds they have, which every network goes on to know."""
    op.create_table(
        "organisation_kinds",
        sa.Column("id", ID, nullable=False),
        sa.Column("network_id", ID, nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("traits", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name=op.f("fk_organisation_kinds_network_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_kinds")),
        sa.UniqueConstraint("network_id", "code", name=op.f("uq_organisation_kinds_network_id_code")),
    )
