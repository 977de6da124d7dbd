"""An empty database that was upgraded has exactly the tables of the models."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

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
