"""A note in a language the product does not speak takes part in everything, as it was written."""

from __future__ import annotations

from collections.abc import Callable

import harvested
import pytest
from flask.testing import FlaskClient
from live.notes import done

from consult.extensions import db
from consult.models import AnalysisRun, Consultation, Meeting, Note, Theme, ThemeNote, User
from consult.services.assessment import assess
from consult.services.reports import publish

GERMAN = "In unserem Viertel fehlt eine Beratung gegen Diskriminierung bei der Wohnungssuche."


@pytest.fixture
def german(meeting: Meeting) -> list[int]:
    """Some of the notes are in German."""
    notes = harvested.hold(meeting)
    for note in notes[::5]:
        note.language, note.text = "de", GERMAN
    db.session.commit()
    return [note.id for note in notes[::5]]


def test_notes_in_a_fifth_language_get_into_themes_and_every_file(
    app, consultation: Consultation, german: list[int], monkeypatch
) -> None:
    monkeypatch.setenv("CONSULT_TRANSLATION", "none")
    app.config["ANALYSIS_ENGINE"] = "glossary"
    run = AnalysisRun(consultation_id=consultation.id, started_at=0.0)
    db.session.add(run)
    db.session.commit()

    assess.work(run.id)

    assert db.session.get_one(AnalysisRun, run.id).state == "done"
    placed = set(db.session.scalars(db.select(ThemeNote.note_id)))
    assert set(german) <= placed
    assert db.session.query(Theme).count() > 0
    for file_format in ("json", "md", "docx", "xlsx"):
        for language in ("en", "fr", "es", "pt"):
            assert publish.export(consultation.id, file_format, language).content


def test_screens_show_notes_in_a_fifth_language(
    consultation: Consultation,
    german: list[int],
    facilitator: User,
    sign_in: Callable[[User], FlaskClient],
    console,
    projector,
) -> None:
    theme, *_others = harvested.sort_by_commitment(
        consultation.id, db.session.query(Note).filter(Note.language != "de").all()
    )
    db.session.add_all(ThemeNote(note_id=one, theme_id=theme.id) for one in german)
    db.session.commit()
    browser = sign_in(facilitator)

    pages = [f"/consultations/{consultation.id}/assessment{page}" for page in ("", "/grid", "/needs")]

    shown = [browser.get(page, follow_redirects=True) for page in pages]
    assert [page.status_code for page in shown] == [200, 200, 200]
    assert GERMAN in shown[0].get_data(as_text=True)
    facts = done(console().ask("catch_up"))
    flagged = {note["id"] for note in facts["notes"] if note.get("unknown_language")}
    assert flagged == set(german) & {note["id"] for note in facts["notes"]}
    assert facts["totals"]["languages"]["de"] == len(german)
    done(projector().ask("catch_up"))
