"""English for grouping: what readers have been given already is not translated again, and corrections count."""

from __future__ import annotations

import pytest
from live.notes import done, written

from consult.extensions import db
from consult.models import NotePivot
from consult.services import translate
from consult.services.assessment import evidence


@pytest.fixture
def notes(phone, open_round, translated):
    """A French note that was translated for readers."""
    author = phone(table=1, languages=("fr",))
    reader = phone(table=1)
    open_round()
    note_id = written(author, text="Des lampes")
    translated()
    return reader, note_id


def test_translation_for_readers_is_the_pivot(notes, monkeypatch, consultation):
    _reader, note_id = notes
    monkeypatch.setattr(translate, "own_engine", lambda: pytest.fail("it was translated already"))

    found = translate.pivots(evidence.notes(consultation.id), lambda _share: None)

    assert (found.texts, found.engine, found.missing) == ({note_id: "[en] Des lampes"}, "fake", ())
    assert db.session.query(NotePivot).count() == 0


def test_correction_is_the_better_pivot(notes, monkeypatch, consultation):
    reader, note_id = notes
    done(reader.ask("note.correct", {"note_id": note_id, "text": "Some lamps"}))
    monkeypatch.setattr(translate, "own_engine", lambda: pytest.fail("it was translated already"))

    found = translate.pivots(evidence.notes(consultation.id), lambda _share: None)

    assert found.texts == {note_id: "Some lamps"}
