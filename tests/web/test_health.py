"""What a monitor of the city's IT asks: alive, ready, and why not."""

from __future__ import annotations

import pytest
from flask_migrate import stamp

from consult.extensions import db
from consult.services import beats
from consult.services.backup import revisions


@pytest.fixture
def migrated(app):
    """The tables of a test are made at once; say which revision they are."""
    stamp()
    beats.forget_all()
    yield app
    beats.forget_all()
    db.session.execute(db.text("drop table if exists alembic_version"))
    db.session.commit()


def test_ready_with_the_tables_of_this_code(migrated, client):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


@pytest.mark.parametrize("found", ["0001", "9999"])
def test_not_ready_with_older_or_newer_tables(migrated, client, found):
    db.session.execute(db.text("update alembic_version set version_num = :found"), {"found": found})
    db.session.commit()

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json == {"status": "database not migrated", "found": found, "wanted": revisions.newest()}


def test_not_ready_without_tables(app, client):
    assert client.get("/readyz").json["found"] is None


def test_not_ready_while_the_database_is_away(migrated, client, monkeypatch):
    def away(*_arguments: object) -> None:
        raise OSError("no database")

    monkeypatch.setattr(revisions, "of_database", away)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json) == (503, {"status": "database unavailable"})
    assert client.get("/healthz").status_code == 200


def test_not_ready_when_the_bell_has_stopped(migrated, client, monkeypatch):
    beats.expect("bell", 0.5)
    beats.expect("door", 1.0)
    assert client.get("/readyz").status_code == 200
    beats._last["bell"] -= 0.5 + beats.PATIENCE_SECONDS + 1

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json["loops"]) == (503, ["bell"])
    beats.beat("bell")
    assert client.get("/readyz").status_code == 200
