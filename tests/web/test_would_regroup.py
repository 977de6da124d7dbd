"""The page of themes says what an analysis would change, and who understood the notes."""

from __future__ import annotations

from collections.abc import Callable

import harvested
import pytest
from flask.testing import FlaskClient

from consult.extensions import db
from consult.models import AnalysisRun, Consultation, Meeting, NoteMeaning, ThemeNote, User


@pytest.fixture
def page(
    consultation: Consultation, facilitator: User, sign_in: Callable[[User], FlaskClient]
) -> Callable[[], str]:
    """The page of themes as a coordinator reads it."""
    browser = sign_in(facilitator)
    return lambda: browser.get(f"/consultations/{consultation.id}/assessment?lang=en").get_data(as_text=True)


def test_page_says_what_an_analysis_would_change(
    page: Callable[[], str], consultation: Consultation, meeting: Meeting
) -> None:
    notes = harvested.hold(meeting)
    first, second, *_more = harvested.sort_by_commitment(consultation.id, notes)
    db.session.commit()
    moved = notes[0].id
    at = db.session.get_one(ThemeNote, moved).theme_id
    target = second.id if at == first.id else first.id
    run = AnalysisRun(consultation_id=consultation.id, state="done", started_at=harvested.OPENED)
    run.suggestion = {
        "moves": [[moved, at, target]],
        "new_themes": {},
        "gone": [],
        "of": len(notes),
        "share": 0.1,
    }
    db.session.add(run)
    db.session.commit()

    assert f"1 of {len(notes)}. Nothing has been moved." in page()

    run.suggestion = None
    db.session.commit()
    assert "Nothing has been moved." not in page()


def test_page_says_how_notes_were_understood_before_any_run(
    page: Callable[[], str], consultation: Consultation, meeting: Meeting
) -> None:
    notes = harvested.hold(meeting)
    said = "by a glossary of terms in four languages"
    assert said not in page()

    db.session.add(NoteMeaning(note_id=notes[0].id, engine="glossary -model", proposals={}))
    db.session.commit()

    assert said in page()
    assert "The sentence model MiniLM is not installed on this server." in page()
