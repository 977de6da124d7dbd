"""one at a time: leases, and one analysis of a consultation"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

AT_WORK = sa.text("state IN ('waiting', 'running')")


def upgrade() -> None:
    op.create_table('lease',
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('owner', sa.String(length=32), nullable=False),
    sa.Column('until', sa.Double(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_lease'))
    )
    # Nothing is at work while the tables change.
    op.execute(
        "UPDATE analysis_run SET state = 'failed', code = 'analysis_stopped' WHERE state IN ('waiting', 'running')"
    )
    op.create_index(
        op.f('ix_analysis_run_at_work'), 'analysis_run', ['consultation_id'], unique=True,
        sqlite_where=AT_WORK, postgresql_where=AT_WORK,
    )


def downgrade() -> None:
    op.drop_index(op.f('ix_analysis_run_at_work'), table_name='analysis_run')
    op.drop_table('lease')
