"""The same product on PostgreSQL: tables from the migrations, a round with notes, nothing lost or doubled."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, select
from tools import missing

from consult import Settings, create_app
from consult.domain.words import Kind
from consult.extensions import db
from consult.models import Meeting, Note
from consult.services import contribute, join, prepare, rows, steer


@pytest.fixture
def app_on_postgresql(settings: Settings) -> Iterator[Flask]:
    url = os.environ.get("CONSULT_TEST_POSTGRESQL")
    if not url:
        missing("PostgreSQL (its address in CONSULT_TEST_POSTGRESQL)")
    app = create_app(replace(settings, database_url=url), TESTING=True)
    with app.app_context():
        db.session.remove()
        upgrade()
        yield app
        db.session.remove()
        downgrade(revision="base")
        db.engine.dispose()


def test_round_with_notes_on_postgresql(app_on_postgresql: Flask):
    meeting = prepare.first_meeting(prepare.ready_made())
    people = [arrive(meeting, language) for language in ("en", "fr", "es", "pt", "fr", "en")]
    for command in ("round.open", "round.close", "round.open"):
        steer.steer(meeting.id, steer.PLAIN[command])
    written = {
        "client_key": "the-same-key",
        "kind": Kind.NEED,
        "text": "Ça reste : é, ñ, ã, 🙂",
        "language": "fr",
        "round_number": 2,
        "by_proxy": False,
    }

    contribute.write_note(people[1], **written)
    contribute.write_note(people[1], **written)

    notes = db.session.scalars(select(Note)).all()
    assert [(note.text, note.round_number) for note in notes] == [("Ça reste : é, ñ, ã, 🙂", 2)]
    assert all(set(rows.person(person).tables) == {1, 2} for person in people)
    assert all(len(set(rows.person(person).tables.values())) == 2 for person in people)
    assert db.session.scalar(select(func.max(Meeting.version))) == 3


def arrive(meeting: Meeting, language: str):  # type: ignore[no-untyped-def]
    participant, _ = join.join(
        meeting,
        nickname="",
        language=language,
        languages=[language, "en"],
        group_key=None,
        mode="onsite",
        consented=True,
    )
    return participant
