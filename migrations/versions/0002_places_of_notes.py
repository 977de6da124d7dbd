"""places of single notes in the framework"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('theme_note', schema=None) as batch_op:
        batch_op.add_column(sa.Column('commitment', sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column('track', sa.String(length=10), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('theme_note', schema=None) as batch_op:
        batch_op.drop_column('track')
        batch_op.drop_column('commitment')
