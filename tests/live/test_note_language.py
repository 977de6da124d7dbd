"""A facilitator says which language a note is written in: machines do not know better, its readers are told."""

from __future__ import annotations

import pytest
from live.notes import done, quiet, written

from consult.extensions import db
from consult.models import Note, NoteTranslation
from consult.services.translating import desk

STRANGE = "(xx) mais lámpadas"


@pytest.fixture
def strange(phone, console, open_round, translated):
    """(author, French reader, French screen elsewhere, facilitator, note id): nobody has recognised the note."""
    author, reader = phone(table=1), phone(table=1, languages=("fr",))
    elsewhere, facilitator = phone(table=2, languages=("fr",)), console()
    open_round()
    note_id = written(author, text=STRANGE)
    translated()
    quiet(author, reader, elsewhere)
    return author, reader, elsewhere, facilitator, note_id


def languages() -> list[str]:
    return sorted(db.session.scalars(db.select(NoteTranslation.language)))


def test_note_is_translated_from_the_language_that_was_said(strange, translated):
    _author, reader, elsewhere, facilitator, note_id = strange
    assert languages() == []

    done(facilitator.ask("note.language", {"note_id": note_id, "language": "pt"}))
    [told] = [event for event in reader.get_received() if event["name"] == "note.changed"]
    translated()

    assert told["args"][0]["note"]["language"] == "pt"
    assert "unknown_language" not in told["args"][0]["note"]
    assert languages() == ["en", "es", "fr"]
    [note] = done(reader.ask("catch_up"))["notes"]
    assert (note["language"], note["translation"]["text"]) == ("pt", f"[fr] {STRANGE}")
    assert [event["name"] for event in elsewhere.get_received() if event["name"].startswith("note.")] == []


def test_no_machine_knows_better(strange, translated):
    _author, _reader, _elsewhere, facilitator, note_id = strange
    done(facilitator.ask("note.language", {"note_id": note_id, "language": "pt"}))
    translated()
    db.session.query(NoteTranslation).delete()
    db.session.commit()
    desk.forget_all()
    note = db.session.get_one(Note, note_id)

    desk.written(desk.NOTE, note.meeting_id, [note_id])
    translated()

    assert db.session.get_one(Note, note_id, populate_existing=True).language == "pt"
    assert languages() == ["en", "es", "fr"]


def test_what_a_person_translated_stays(strange, translated):
    _author, reader, _elsewhere, facilitator, note_id = strange
    done(reader.ask("note.correct", {"note_id": note_id, "text": "Plus de lampes."}))

    done(facilitator.ask("note.language", {"note_id": note_id, "language": "pt"}))
    translated()

    [note] = done(reader.ask("catch_up"))["notes"]
    assert note["translation"]["text"] == "Plus de lampes."


def test_only_languages_of_the_consultation_and_notes_of_the_meeting(strange, consultation):
    facilitator, note_id = strange[3:]
    consultation.languages = ["en", "fr"]
    db.session.commit()

    for wish, code in (
        ({"note_id": note_id, "language": "pt"}, "language_not_offered"),
        ({"note_id": note_id, "language": "de"}, "malformed"),
        ({"note_id": note_id + 1, "language": "fr"}, "no_such_note"),
    ):
        assert facilitator.ask("note.language", wish)["code"] == code
