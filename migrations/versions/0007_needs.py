"""what a needs assessment is made of: marks, meanings, needs, resources, stances, and texts of reports"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('report_draft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('consultation_id', sa.Integer(), nullable=False),
    sa.Column('form', sa.String(length=20), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('sections', sa.JSON(), nullable=False),
    sa.Column('changed_by', sa.Integer(), nullable=True),
    sa.Column('changed_at', sa.Double(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['changed_by'], ['user.id'], name=op.f('fk_report_draft_changed_by_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], name=op.f('fk_report_draft_consultation_id_consultation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_draft')),
    sa.UniqueConstraint('consultation_id', 'form', 'language', name=op.f('uq_report_draft_consultation_id_form_language'))
    )
    with op.batch_alter_table('report_draft', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_draft_consultation_id'), ['consultation_id'], unique=False)
    op.create_table('resource',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('consultation_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('holder', sa.String(length=120), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('taken_from', sa.Integer(), nullable=True),
    sa.Column('written_at', sa.Double(), nullable=False),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], name=op.f('fk_resource_consultation_id_consultation'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['taken_from'], ['note.id'], name=op.f('fk_resource_taken_from_note'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_resource'))
    )
    with op.batch_alter_table('resource', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_resource_consultation_id'), ['consultation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_resource_taken_from'), ['taken_from'], unique=False)
    op.create_table('need',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('consultation_id', sa.Integer(), nullable=False),
    sa.Column('theme_id', sa.Integer(), nullable=False),
    sa.Column('sentence', sa.JSON(), nullable=False),
    sa.Column('chosen', sa.Boolean(), nullable=False),
    sa.Column('taken_from', sa.Integer(), nullable=True),
    sa.Column('written_by', sa.Integer(), nullable=True),
    sa.Column('written_at', sa.Double(), nullable=False),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], name=op.f('fk_need_consultation_id_consultation'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['taken_from'], ['note.id'], name=op.f('fk_need_taken_from_note'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_need_theme_id_theme'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['written_by'], ['user.id'], name=op.f('fk_need_written_by_user'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_need'))
    )
    with op.batch_alter_table('need', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_need_consultation_id'), ['consultation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_need_taken_from'), ['taken_from'], unique=False)
        batch_op.create_index(batch_op.f('ix_need_theme_id'), ['theme_id'], unique=False)
    op.create_table('need_note',
    sa.Column('need_id', sa.Integer(), nullable=False),
    sa.Column('note_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name=op.f('fk_need_note_need_id_need'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['note_id'], ['note.id'], name=op.f('fk_need_note_note_id_note'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('need_id', 'note_id', name=op.f('pk_need_note'))
    )
    with op.batch_alter_table('need_note', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_need_note_note_id'), ['note_id'], unique=False)
    op.create_table('note_mark',
    sa.Column('note_id', sa.Integer(), nullable=False),
    sa.Column('commitments', sa.JSON(), nullable=False),
    sa.Column('track', sa.String(length=10), nullable=True),
    sa.Column('confirmed_at', sa.Double(), nullable=True),
    sa.Column('confirmed_by', sa.Integer(), nullable=True),
    sa.Column('tags', sa.JSON(), nullable=False),
    sa.Column('set_aside', sa.String(length=200), nullable=True),
    sa.Column('dissent', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['confirmed_by'], ['user.id'], name=op.f('fk_note_mark_confirmed_by_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['note_id'], ['note.id'], name=op.f('fk_note_mark_note_id_note'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('note_id', name=op.f('pk_note_mark'))
    )
    op.create_table('note_meaning',
    sa.Column('note_id', sa.Integer(), nullable=False),
    sa.Column('engine', sa.String(length=60), nullable=False),
    sa.Column('vector', sa.LargeBinary(), nullable=True),
    sa.Column('proposals', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['note_id'], ['note.id'], name=op.f('fk_note_meaning_note_id_note'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('note_id', name=op.f('pk_note_meaning'))
    )
    op.create_table('resource_note',
    sa.Column('resource_id', sa.Integer(), nullable=False),
    sa.Column('note_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['note_id'], ['note.id'], name=op.f('fk_resource_note_note_id_note'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['resource_id'], ['resource.id'], name=op.f('fk_resource_note_resource_id_resource'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('resource_id', 'note_id', name=op.f('pk_resource_note'))
    )
    with op.batch_alter_table('resource_note', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_resource_note_note_id'), ['note_id'], unique=False)
    op.create_table('stance',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('participant_id', sa.Integer(), nullable=False),
    sa.Column('note_id', sa.Integer(), nullable=False),
    sa.Column('acceptable', sa.Boolean(), nullable=False),
    sa.Column('objection', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('given_at', sa.Double(), nullable=False),
    sa.ForeignKeyConstraint(['note_id'], ['note.id'], name=op.f('fk_stance_note_id_note'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_stance_participant_id_participant'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stance')),
    sa.UniqueConstraint('participant_id', 'note_id', name=op.f('uq_stance_participant_id_note_id'))
    )
    with op.batch_alter_table('stance', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stance_note_id'), ['note_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_stance_participant_id'), ['participant_id'], unique=False)
    with op.batch_alter_table('analysis_run', schema=None) as batch_op:
        batch_op.add_column(sa.Column('suggestion', sa.JSON(), nullable=True))
    with op.batch_alter_table('consultation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('board_version', sa.Integer(), nullable=False, server_default='0'))
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.add_column(sa.Column('votes_each', sa.Integer(), nullable=False, server_default='3'))
        batch_op.add_column(sa.Column('acceptability', sa.String(length=10), nullable=False, server_default='not_yet'))
        batch_op.add_column(sa.Column('asked_points', sa.JSON(), nullable=False, server_default='[]'))
    with op.batch_alter_table('announcement', schema=None) as batch_op:
        batch_op.add_column(sa.Column('prompt', sa.String(length=40), nullable=True))
    make_needs_of_statements()
    if op.get_bind().dialect.name == 'sqlite':
        number_themes_for_good()
    else:
        op.drop_column('theme', 'statement')
    with op.batch_alter_table('theme', schema=None) as batch_op:
        batch_op.add_column(sa.Column('set_aside', sa.String(length=200), nullable=True))
    with op.batch_alter_table('theme_change', schema=None) as batch_op:
        batch_op.add_column(sa.Column('board_version', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('before', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('undone_at', sa.Double(), nullable=True))
        batch_op.add_column(sa.Column('client_key', sa.String(length=64), nullable=True))
        batch_op.create_index('ix_theme_change_client_key', ['consultation_id', 'user_id', 'client_key'], unique=True)


def make_needs_of_statements() -> None:
    """What somebody wrote to be missing was one text of a theme; in the first language offered, as far as can be known."""
    theme = sa.table('theme', *(sa.column(name) for name in ('id', 'consultation_id', 'statement')))
    consultation = sa.table('consultation', sa.column('id'), sa.column('languages', sa.JSON()), sa.column('created_at'))
    change = sa.table('theme_change', *(sa.column(name) for name in ('theme_id', 'user_id', 'what', 'made_at')))
    stated = sa.select(sa.func.max(change.c.made_at)).where(change.c.theme_id == theme.c.id, change.c.what == 'stated').scalar_subquery()
    found = sa.select(theme, consultation.c.languages, sa.func.coalesce(stated, consultation.c.created_at).label('at'))
    found = found.join(consultation, consultation.c.id == theme.c.consultation_id).where(theme.c.statement != '')
    need = sa.table('need', *(sa.column(name) for name in ('consultation_id', 'theme_id', 'chosen', 'written_at')), sa.column('sentence', sa.JSON()))
    for row in op.get_bind().execute(found).all():
        sentence = {(row.languages or ['en'])[0]: row.statement}
        values = {'consultation_id': row.consultation_id, 'theme_id': row.id, 'sentence': sentence, 'chosen': False, 'written_at': row.at}
        op.get_bind().execute(sa.insert(need).values(**values))


def number_themes_for_good() -> None:
    """SQLite: the number of a theme that is gone is never given again. The table is made anew for it."""
    with op.get_context().autocommit_block():
        # Otherwise everything that belongs to a theme would go with the old table.
        op.execute("PRAGMA foreign_keys=OFF")
        with op.batch_alter_table('theme', recreate='always', table_kwargs={'sqlite_autoincrement': True}) as batch_op:
            batch_op.drop_column('statement')
        op.execute("PRAGMA foreign_keys=ON")


def downgrade() -> None:
    with op.batch_alter_table('theme_change', schema=None) as batch_op:
        batch_op.drop_index('ix_theme_change_client_key')
        batch_op.drop_column('client_key')
        batch_op.drop_column('undone_at')
        batch_op.drop_column('before')
        batch_op.drop_column('board_version')
    with op.batch_alter_table('theme', schema=None) as batch_op:
        batch_op.drop_column('set_aside')
        batch_op.add_column(sa.Column('statement', sa.Text(), nullable=False, server_default=''))
    with op.batch_alter_table('announcement', schema=None) as batch_op:
        batch_op.drop_column('prompt')
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.drop_column('asked_points')
        batch_op.drop_column('acceptability')
        batch_op.drop_column('votes_each')
    with op.batch_alter_table('consultation', schema=None) as batch_op:
        batch_op.drop_column('board_version')
    with op.batch_alter_table('analysis_run', schema=None) as batch_op:
        batch_op.drop_column('suggestion')
    op.drop_table('stance')
    op.drop_table('resource_note')
    op.drop_table('note_meaning')
    op.drop_table('note_mark')
    op.drop_table('need_note')
    op.drop_table('need')
    op.drop_table('resource')
    op.drop_table('report_draft')
