"""notes and hand-overs in other languages"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('note_translation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('note_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('engine', sa.String(length=40), nullable=False),
    sa.Column('doubtful', sa.Boolean(), nullable=False),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.Column('corrected_at', sa.Double(), nullable=True),
    sa.Column('corrected_role', sa.String(length=20), nullable=True),
    sa.ForeignKeyConstraint(['note_id'], ['note.id'], name=op.f('fk_note_translation_note_id_note'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_note_translation')),
    sa.UniqueConstraint('note_id', 'language', name=op.f('uq_note_translation_note_id_language'))
    )
    op.create_index(op.f('ix_note_translation_note_id'), 'note_translation', ['note_id'])
    op.create_table('hand_over_translation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('hand_over_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('engine', sa.String(length=40), nullable=False),
    sa.Column('doubtful', sa.Boolean(), nullable=False),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['hand_over_id'], ['hand_over.id'], name=op.f('fk_hand_over_translation_hand_over_id_hand_over'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hand_over_translation')),
    sa.UniqueConstraint('hand_over_id', 'language', name=op.f('uq_hand_over_translation_hand_over_id_language'))
    )
    op.create_index(op.f('ix_hand_over_translation_hand_over_id'), 'hand_over_translation', ['hand_over_id'])


def downgrade() -> None:
    op.drop_table('hand_over_translation')
    op.drop_table('note_translation')
