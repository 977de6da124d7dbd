"""A person makes a translation better: it is kept with their role, told to its readers, and wins."""

from __future__ import annotations

from typing import Any

import pytest
from live.notes import done, quiet, written

from consult.extensions import db
from consult.models import NoteTranslation
from consult.services.translating import desk

BETTER = "Plus de lampes dans le parc."


def told(screen: Any) -> list[dict[str, Any]]:
    return [event["args"][0] for event in screen.get_received() if event["name"] == "note.translated"]


def read(screen: Any) -> list[str]:
    return [note.get("translation", note)["text"] for note in done(screen.ask("catch_up"))["notes"]]


@pytest.fixture
def table(phone, console, open_round, translated):
    """(author, two French readers, a Portuguese one, a French screen elsewhere, facilitator, note id), translated."""
    author = phone(table=1)
    reader, other = phone(table=1, languages=("fr",)), phone(table=1, languages=("fr",))
    portuguese, elsewhere = phone(table=1, languages=("pt",)), phone(table=2, languages=("fr",))
    facilitator = console()
    open_round()
    note_id = written(author)
    translated()
    quiet(author, reader, other, portuguese, elsewhere)
    return author, reader, other, portuguese, elsewhere, facilitator, note_id


def test_correction_is_told_to_the_readers_in_that_language_and_to_no_one_else(table):
    author, reader, other, portuguese, elsewhere, _facilitator, note_id = table

    answer = done(reader.ask("note.correct", {"note_id": note_id, "text": BETTER}))

    corrected = {
        "text": BETTER,
        "engine": "fake",
        "doubtful": False,
        "reasons": [],
        "corrected": "participant",
    }
    assert answer["translation"] == corrected
    assert told(other) == [{"id": note_id, "translation": corrected}]
    assert (told(author), told(portuguese), told(elsewhere)) == ([], [], [])
    assert read(other) == [BETTER]
    assert read(author) == ["More lamps in the park."]


def test_correction_wins_over_every_engine(table, translated):
    _author, reader, other, _portuguese, _elsewhere, facilitator, note_id = table
    done(reader.ask("note.correct", {"note_id": note_id, "text": BETTER}))

    # All of it is asked for again, as after a note was hidden and shown.
    done(facilitator.ask("note.hide", {"note_id": note_id, "reason": "By mistake."}))
    done(facilitator.ask("note.show", {"note_id": note_id}))
    desk.written(desk.NOTE, 1, [note_id])
    translated()

    assert read(other) == [BETTER]


def test_role_and_time_are_kept_but_not_the_person(table, clock):
    _author, reader, _other, portuguese, _elsewhere, facilitator, note_id = table
    done(facilitator.ask("host.appoint", {"participant_id": reader.participant.id, "on": True}))

    done(reader.ask("note.correct", {"note_id": note_id, "text": BETTER}))
    done(facilitator.ask("note.correct", {"note_id": note_id, "text": "Mais luzes.", "language": "pt"}))

    rows = db.session.query(NoteTranslation).filter(NoteTranslation.corrected_at.is_not(None))
    assert sorted((row.language, row.corrected_role, row.corrected_at) for row in rows) == [
        ("fr", "table_host", clock.instant),
        ("pt", "facilitator", clock.instant),
    ]
    assert [each["translation"]["text"] for each in told(portuguese)] == ["Mais luzes."]


def test_latest_correction_counts(table):
    _author, reader, other, *_others, note_id = table
    done(reader.ask("note.correct", {"note_id": note_id, "text": BETTER}))
    done(other.ask("note.correct", {"note_id": note_id, "text": "Davantage de lampes."}))

    assert read(reader) == ["Davantage de lampes."]


def test_where_no_engine_can_a_person_can(phone, open_round):
    author, reader = phone(table=1), phone(table=1, languages=("fr",))
    open_round()
    note_id = written(author)

    done(reader.ask("note.correct", {"note_id": note_id, "text": BETTER}))

    [note] = done(reader.ask("catch_up"))["notes"]
    assert (note["translation"]["text"], note["translation"]["engine"]) == (BETTER, "")


def test_only_readers_of_the_table_may(table):
    author, _reader, _other, _portuguese, elsewhere, facilitator, note_id = table

    assert elsewhere.ask("note.correct", {"note_id": note_id, "text": BETTER})["code"] == "no_such_note"
    own_language = author.ask("note.correct", {"note_id": note_id, "text": "More lamps!"})
    assert own_language["code"] == "already_in_language"
    done(facilitator.ask("note.hide", {"note_id": note_id, "reason": "It names somebody."}))
    for screen in (table[1], facilitator):
        answer = screen.ask("note.correct", {"note_id": note_id, "text": BETTER, "language": "fr"})
        assert answer["code"] == "no_such_note"


def test_language_must_be_one_of_the_consultation(table, consultation):
    facilitator, note_id = table[5:]
    consultation.languages = ["en", "fr"]
    db.session.commit()

    for language, code in (("pt", "language_not_offered"), ("de", "malformed")):
        answer = facilitator.ask("note.correct", {"note_id": note_id, "text": BETTER, "language": language})
        assert answer["code"] == code


@pytest.mark.parametrize(
    ("text", "code"), [("", "text_missing"), (" \n", "text_missing"), ("x" * 1201, "text_too_long")]
)
def test_text_has_limits(table, text, code):
    reader, note_id = table[1], table[-1]

    assert reader.ask("note.correct", {"note_id": note_id, "text": text})["code"] == code


def test_after_the_round_and_the_meeting_those_who_could_read_it_still_may(table):
    _author, reader, _other, _portuguese, elsewhere, facilitator, note_id = table
    correction = {"note_id": note_id, "text": BETTER}

    for number, command in enumerate(("round.close", "harvest.begin", "meeting.close")):
        done(facilitator.ask(command))
        text = f"{BETTER} {number}"
        late = done(reader.ask("note.correct", {**correction, "text": text}))
        assert late["translation"]["text"] == text
        assert elsewhere.ask("note.correct", correction)["code"] == "no_such_note"

    assert done(facilitator.ask("note.correct", {**correction, "language": "fr"}))["ok"] is True
