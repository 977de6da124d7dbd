"""interpretation, planned times, agenda, consent texts, and requests to speak slower"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('consultation') as table:
        table.add_column(sa.Column('consent', sa.JSON(), nullable=False, server_default='{}'))
        table.add_column(
            sa.Column('time_zone', sa.String(length=60), nullable=False, server_default='Europe/Brussels')
        )
        table.add_column(sa.Column('second_zone', sa.String(length=60), nullable=False, server_default=''))
    with op.batch_alter_table('meeting') as table:
        table.add_column(sa.Column('planned_start', sa.String(length=16), nullable=True))
        table.add_column(sa.Column('planned_minutes', sa.Integer(), nullable=True))
        table.add_column(sa.Column('second_zone', sa.String(length=60), nullable=False, server_default=''))
        table.add_column(sa.Column('agenda', sa.JSON(), nullable=False, server_default='{}'))
        table.add_column(sa.Column('interpretation', sa.JSON(), nullable=False, server_default='[]'))
    with op.batch_alter_table('cafe_table') as table:
        table.add_column(sa.Column('interpretation', sa.JSON(), nullable=False, server_default='[]'))
    with op.batch_alter_table('participant') as table:
        table.add_column(sa.Column('consent_mark', sa.String(length=16), nullable=False, server_default=''))
    with op.batch_alter_table('note') as table:
        table.add_column(
            sa.Column('language_by_person', sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.create_table('slower_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('participant_id', sa.Integer(), nullable=False),
    sa.Column('round_number', sa.Integer(), nullable=False),
    sa.Column('table_number', sa.Integer(), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.Double(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_slower_request_meeting_id_meeting'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_slower_request_participant_id_participant'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_slower_request')),
    sa.UniqueConstraint('participant_id', 'round_number', 'table_number', name=op.f('uq_slower_request_participant_id_round_number_table_number'))
    )
    op.create_index(op.f('ix_slower_request_meeting_id'), 'slower_request', ['meeting_id'])


def downgrade() -> None:
    op.drop_table('slower_request')
    with op.batch_alter_table('note') as table:
        table.drop_column('language_by_person')
    with op.batch_alter_table('participant') as table:
        table.drop_column('consent_mark')
    with op.batch_alter_table('cafe_table') as table:
        table.drop_column('interpretation')
    with op.batch_alter_table('meeting') as table:
        for name in ('interpretation', 'agenda', 'second_zone', 'planned_minutes', 'planned_start'):
            table.drop_column(name)
    with op.batch_alter_table('consultation') as table:
        for name in ('second_zone', 'time_zone', 'consent'):
            table.drop_column(name)
