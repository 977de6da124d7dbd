"""seating wishes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('seating_review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('plan', sa.JSON(), nullable=False),
    sa.Column('found', sa.JSON(), nullable=False),
    sa.Column('dismissed', sa.Boolean(), nullable=False),
    sa.Column('worked_at', sa.Double(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_seating_review_meeting_id_meeting'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seating_review')),
    sa.UniqueConstraint('meeting_id', name=op.f('uq_seating_review_meeting_id'))
    )
    op.create_table('seating_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(length=20), nullable=False),
    sa.Column('about', sa.JSON(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('made_at', sa.Double(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_seating_step_meeting_id_meeting'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seating_step'))
    )
    with op.batch_alter_table('seating_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_seating_step_meeting_id'), ['meeting_id'], unique=False)

    op.create_table('seating_wish',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('one_id', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.Column('together', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_seating_wish_meeting_id_meeting'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['one_id'], ['participant.id'], name=op.f('fk_seating_wish_one_id_participant'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['other_id'], ['participant.id'], name=op.f('fk_seating_wish_other_id_participant'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seating_wish')),
    sa.UniqueConstraint('meeting_id', 'one_id', 'other_id', name=op.f('uq_seating_wish_meeting_id_one_id_other_id'))
    )
    with op.batch_alter_table('seating_wish', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_seating_wish_meeting_id'), ['meeting_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_seating_wish_one_id'), ['one_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_seating_wish_other_id'), ['other_id'], unique=False)

    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.add_column(sa.Column('fresh_tables', sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column('mix_groups', sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column('cards_printed_at', sa.Double(), nullable=True))
    # The defaults were for the rows that were there.
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.alter_column('fresh_tables', server_default=None)
        batch_op.alter_column('mix_groups', server_default=None)

    with op.batch_alter_table('participant', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kept_table', sa.Integer(), nullable=True))

    with op.batch_alter_table('seat', schema=None) as batch_op:
        batch_op.alter_column('by_hand', new_column_name='pinned', existing_type=sa.Boolean())


def downgrade() -> None:
    with op.batch_alter_table('seat', schema=None) as batch_op:
        batch_op.alter_column('pinned', new_column_name='by_hand', existing_type=sa.Boolean())

    with op.batch_alter_table('participant', schema=None) as batch_op:
        batch_op.drop_column('kept_table')

    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.drop_column('cards_printed_at')
        batch_op.drop_column('mix_groups')
        batch_op.drop_column('fresh_tables')

    with op.batch_alter_table('seating_wish', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_seating_wish_other_id'))
        batch_op.drop_index(batch_op.f('ix_seating_wish_one_id'))
        batch_op.drop_index(batch_op.f('ix_seating_wish_meeting_id'))

    op.drop_table('seating_wish')
    with op.batch_alter_table('seating_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_seating_step_meeting_id'))

    op.drop_table('seating_step')
    op.drop_table('seating_review')
