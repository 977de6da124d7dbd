"""What a note means is worked out as it arrives; what people did goes before it."""

from __future__ import annotations

from collections.abc import Callable

import harvested
import pytest
from sqlalchemy import select

from consult.analysis import meaning
from consult.extensions import db
from consult.models import Consultation, Meeting, Note, NoteMeaning, ThemeNote
from consult.services.understanding.work import Worker

FEW = 24
COMMITMENTS = (7, 8, 10)


@pytest.fixture
def notes(meeting: Meeting) -> list[Note]:
    """Twenty-four notes, six in each language, of three commitments."""
    rows = [row for row in harvested.written() if row["commitment"] in COMMITMENTS]
    return harvested.hold(meeting, rows[:FEW])


@pytest.fixture
def glossary(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a sentence model."""
    monkeypatch.setattr(meaning, "available", lambda: False)


@pytest.fixture
def understand() -> Callable[..., set[int]]:
    """The work of the process, in this one."""

    def _understand(*notes: Note) -> set[int]:
        return Worker(lambda: None).understand([note.id for note in notes])

    return _understand


def stored() -> dict[int, NoteMeaning]:
    rows = db.session.scalars(select(NoteMeaning).execution_options(populate_existing=True))
    return {row.note_id: row for row in rows}


def places() -> dict[int, tuple[int, bool]]:
    rows = db.session.execute(select(ThemeNote.note_id, ThemeNote.theme_id, ThemeNote.fixed))
    return {note_id: (theme_id, fixed) for note_id, theme_id, fixed in rows}


def test_note_is_understood(glossary: None, notes: list[Note], understand: Callable[..., set[int]]) -> None:
    meetings = understand(notes[0])

    (kept,) = stored().values()
    assert (kept.note_id, kept.vector) == (notes[0].id, None)
    assert kept.engine.startswith("glossary -model")
    assert 1 <= len(kept.proposals["commitments"]) <= 3
    assert meetings == {notes[0].meeting_id}
    assert places() == {}


def test_note_joins_the_nearest_theme(
    glossary: None, consultation: Consultation, notes: list[Note], understand: Callable[..., set[int]]
) -> None:
    *others, last = notes
    understand(*others)
    themes = harvested.sort_by_commitment(consultation.id, others)
    db.session.commit()

    understand(last)

    theme_id, fixed = places()[last.id]
    assert fixed is False
    assert theme_id in {theme.id for theme in themes}
