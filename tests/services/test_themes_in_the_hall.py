"""What the hall sees of the themes while they form: without names, without what is hidden or set aside."""

from __future__ import annotations

import pytest
from live.notes import done, written

from consult.extensions import db
from consult.models import NoteMark, Theme, ThemeNote


@pytest.fixture
def notes(phone, open_round, consultation):
    author = phone(table=1, nickname="Chloé")
    open_round()
    ids = [written(author, f"key-0000000{i}", text=f"Note {i}") for i in range(4)]
    theme = Theme(consultation_id=consultation.id, label={"en": "Light"})
    other = Theme(consultation_id=consultation.id, label={"en": "Noise"}, set_aside="Not about the city")
    db.session.add_all([theme, other])
    db.session.flush()
    db.session.add_all(ThemeNote(note_id=note_id, theme_id=theme.id) for note_id in ids[:3])
    db.session.add(ThemeNote(note_id=ids[3], theme_id=other.id))
    db.session.commit()
    return ids


def seen(screen):
    return [
        (theme["label"]["en"], theme["notes"], theme["dissent"])
        for theme in done(screen.ask("catch_up"))["themes"]
    ]


def test_set_aside_and_hidden_notes_do_not_count_and_dissent_is_told(notes, projector, console):
    hall, facilitator = projector(), console()
    before = seen(hall)
    db.session.add(NoteMark(note_id=notes[0], set_aside="Twice", tags={}))
    db.session.add(NoteMark(note_id=notes[1], dissent=True, tags={}))
    db.session.commit()

    assert before == [("Light", 3, 0)]
    assert seen(hall) == seen(facilitator) == [("Light", 2, 1)]
    done(facilitator.ask("note.hide", {"note_id": notes[1], "reason": "It names somebody."}))
    assert seen(hall) == [("Light", 1, 0)]
    assert "Chloé" not in str(done(hall.ask("catch_up")))
