"""An empty database that was upgraded has exactly the tables of the models."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from consult import Settings, create_app
from consult.extensions import db


@pytest.fixture
def upgraded(tmp_path: Path):
    settings = Settings(
        data_folder=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'new.sqlite'}",
        secret_key="a-key-for-tests-only-0123456789",
        async_mode="threading",
    )
    app = create_app(settings, TESTING=True)
    with app.app_context():
        upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


def test_upgrade_gives_the_tables_of_the_models(upgraded):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, db.metadata)

    assert differences == []


def test_upgrading_again_changes_nothing(upgraded):
    before = sorted(inspect(db.engine).get_table_names())

    upgrade()

    assert sorted(inspect(db.engine).get_table_names()) == before


def test_downgrade_leaves_nothing_behind(upgraded):
    downgrade(revision="base")

    assert inspect(db.engine).get_table_names() == ["alembic_version"]


@pytest.fixture
def before_needs(tmp_path: Path):
    """The tables of the last version, with a theme and a note in it."""
    settings = Settings(
        data_folder=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'old.sqlite'}",
        secret_key="a-key-for-tests-only-0123456789",
        async_mode="threading",
    )
    app = create_app(settings, TESTING=True)
    with app.app_context():
        upgrade(revision="0006")
        with db.engine.begin() as connection:
            connection.execute(text("PRAGMA foreign_keys=OFF"))
            for statement in (
                "INSERT INTO theme (id, consultation_id, label, pinned, confidence, confirmed, statement)"
                " VALUES (4, 1, '{\"en\": \"Lamps\"}', 1, 0.5, 0, '')",
                "INSERT INTO consultation (id, title, purpose, consent, city, languages, field, framework_id, time_zone,"
                " second_zone, created_at) VALUES"
                " (1, '{}', '{}', '{}', '', '[\"fr\", \"en\"]', 'general', 'turin', 'UTC', '', 7.5)",
                "INSERT INTO theme (id, consultation_id, label, pinned, confidence, confirmed, statement)"
                " VALUES (3, 1, '{}', 1, 0.5, 0, 'Il fait noir.')",
                "INSERT INTO theme_note (note_id, theme_id, fixed) VALUES (9, 4, 1)",
            ):
                connection.execute(text(statement))
        # The next connection looks after what belongs together, as all of ours do.
        db.engine.dispose()
        yield app
        db.session.remove()
        db.engine.dispose()


def test_themes_keep_their_notes_and_their_numbers_for_good(before_needs):
    upgrade()

    with db.engine.begin() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert connection.execute(text("SELECT id, label FROM theme")).all() == [
            (3, "{}"),
            (4, '{"en": "Lamps"}'),
        ]
        assert connection.execute(text("SELECT note_id, theme_id FROM theme_note")).all() == [(9, 4)]
        connection.execute(text("PRAGMA foreign_keys=OFF"))
        connection.execute(text("DELETE FROM theme"))
        connection.execute(
            text(
                "INSERT INTO theme (consultation_id, label, pinned, confidence, confirmed)"
                " VALUES (1, '{}', 0, 0, 0)"
            )
        )
        assert connection.execute(text("SELECT id FROM theme")).all() == [(5,)]


def test_what_was_stated_of_a_theme_is_a_need_of_it(before_needs):
    upgrade()

    with db.engine.begin() as connection:
        found = connection.execute(text("SELECT theme_id, sentence, chosen, written_at FROM need")).all()
    assert found == [(3, '{"fr": "Il fait noir."}', 0, 7.5)]
