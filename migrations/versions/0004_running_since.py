"""since when the clock of a round has run"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('meeting') as table:
        table.add_column(sa.Column('running_since', sa.Double(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('meeting') as table:
        table.drop_column('running_since')
