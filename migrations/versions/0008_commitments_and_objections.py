"""further commitments that a theme speaks of, and objections that a facilitator has hidden"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('theme', sa.Column('also', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('stance', sa.Column('hidden_at', sa.Double(), nullable=True))
    op.add_column('stance', sa.Column('hidden_reason', sa.String(length=200), nullable=True))


def downgrade() -> None:
    op.drop_column('stance', 'hidden_reason')
    op.drop_column('stance', 'hidden_at')
    # Not in a batch: SQLite would make the table anew, and everything that belongs to a theme would go with the old one.
    op.drop_column('theme', 'also')
