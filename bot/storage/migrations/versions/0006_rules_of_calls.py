"""rules of calls

Revision: 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.add_column('calls', sa.Column('draft', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('calls', sa.Column('wave_of', sa.BigInteger(), nullable=True))
    op.add_column('calls', sa.Column('neutral', sa.LargeBinary(), nullable=True))
    op.add_column('calls', sa.Column('version', sa.Integer(), server_default='1', nullable=False))
    op.add_column('calls', sa.Column('overrides', sa.Text(), server_default='{}', nullable=False))
    op.add_column('calls', sa.Column('lenient', sa.Text(), server_default='[]', nullable=False))
    op.add_column('calls', sa.Column('documents', sa.Text(), nullable=True))
    op.add_column('calls', sa.Column('delays', sa.Text(), server_default='{}', nullable=False))
    op.add_column('calls', sa.Column('quotas', sa.Text(), server_default='{}', nullable=False))
    op.add_column('calls', sa.Column('deciders', sa.Text(), server_default='[]', nullable=False))
    op.add_column('calls', sa.Column('early_told_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('calls', sa.Column('closing_told_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('plans', sa.Column('rules_version', sa.Integer(), nullable=True))
    op.create_table('call_versions',
    sa.Column('call_id', ID, nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('rules', sa.Text(), nullable=False),
    sa.Column('replaced_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['calls.id'], name=op.f('fk_call_versions_call_id')),
    sa.PrimaryKeyConstraint('call_id', 'version', name=op.f('pk_call_versions'))
    )
    op.create_table('past_figures',
    sa.Column('network_id', ID, nullable=False),
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('cents', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['network_id'], ['networks.id'], name=op.f('fk_past_figures_network_id')),
    sa.PrimaryKeyConstraint('network_id', 'year', name=op.f('pk_past_figures'))
    )
    op.create_table('handovers',
    sa.Column('plan_id', ID, nullable=False),
    sa.Column('cents', sa.BigInteger(), nullable=False),
    sa.Column('handed_on', sa.Date(), nullable=False),
    sa.Column('handed_by', ID, nullable=False),
    sa.Column('receipt', sa.String(length=10), server_default='', nullable=False),
    sa.Column('receipt_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['handed_by'], ['people.id'], name=op.f('fk_handovers_handed_by')),
    sa.ForeignKeyConstraint(['plan_id'], ['plans.id'], name=op.f('fk_handovers_plan_id')),
    sa.PrimaryKeyConstraint('plan_id', name=op.f('pk_handovers'))
    )
    # People who had a plan in a call that is long closed are not told of it now.
    op.execute("UPDATE calls SET closing_told_at = closes_at WHERE closes_at < CURRENT_TIMESTAMP")
