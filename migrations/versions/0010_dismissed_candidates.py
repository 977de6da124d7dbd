"""notes that nobody wants in the register of resources"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('resource_dismissal',
    sa.Column('note_id', sa.Integer(), nullable=False),
    sa.Column('dismissed_by', sa.Integer(), nullable=True),
    sa.Column('dismissed_at', sa.Double(), nullable=False),
    sa.ForeignKeyConstraint(['dismissed_by'], ['user.id'], name=op.f('fk_resource_dismissal_dismissed_by_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['note_id'], ['note.id'], name=op.f('fk_resource_dismissal_note_id_note'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('note_id', name=op.f('pk_resource_dismissal'))
    )


def downgrade() -> None:
    op.drop_table('resource_dismissal')
