"""A note of the needs assessment in every language: read, made better, its language set; by whom, and by whom not."""

from __future__ import annotations

from collections.abc import Callable

import harvested
import pytest
from flask.testing import FlaskClient

from consult.domain.words import Role
from consult.extensions import db
from consult.models import Consultation, Meeting, Note, NoteTranslation, User

BETTER = "Meilleure traduction <b>ici</b>."


@pytest.fixture
def note(meeting: Meeting) -> Note:
    """An English note of a meeting that is closed, with a doubtful machine's French."""
    found = next(one for one in harvested.hold(meeting) if one.language == "en")
    meeting.phase = "closed"
    made = {"engine": "fake", "doubtful": True, "reasons": ["negation"]}
    db.session.add(NoteTranslation(note_id=found.id, language="fr", text="De la machine.", **made))
    db.session.commit()
    return found


@pytest.fixture
def page(consultation: Consultation, note: Note) -> str:
    return f"/consultations/{consultation.id}/assessment/notes/{note.id}"


def stored(note: Note, language: str = "fr") -> tuple[str, str | None]:
    row = db.session.query(NoteTranslation).filter_by(note_id=note.id, language=language).one()
    db.session.refresh(row)
    return row.text, row.corrected_role


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.COORDINATOR])
def test_translation_is_made_better_after_the_meeting(sign_in, with_role, page, note, role):
    browser = sign_in(with_role(role, "colleague"))

    shown = browser.get(page).get_data(as_text=True)
    after = browser.post(f"{page}/translation", data={"language": "fr", "text": f" {BETTER}\n"})

    assert "De la machine." in shown
    assert "Automatic translation. May be wrong" in shown
    assert after.status_code == 303
    assert stored(note) == (BETTER, str(role))
    assert "&lt;b&gt;ici" in browser.get(page).get_data(as_text=True)


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("fr", "  ", "Please write something first."),
        ("fr", "x" * 1201, "This text is too long"),
        ("en", BETTER, "This note is written in that language already."),
        ("de", BETTER, "This language is not offered"),
    ],
)
def test_what_cannot_be_stored_is_said(sign_in, facilitator, page, note, language, text, said):
    browser = sign_in(facilitator)

    after = browser.post(
        f"{page}/translation", data={"language": language, "text": text}, follow_redirects=True
    )

    assert said in after.get_data(as_text=True)
    assert stored(note) == ("De la machine.", None)


def test_language_is_set_by_hand(sign_in, facilitator, page, note):
    browser = sign_in(facilitator)

    browser.post(f"{page}/language", data={"language": "pt"})
    refused = browser.post(f"{page}/language", data={"language": ""}, follow_redirects=True)

    db.session.refresh(note)
    assert (note.language, note.language_by_person) == ("pt", True)
    assert "This language is not offered" in refused.get_data(as_text=True)


def test_whoever_has_no_role_here_finds_nothing(sign_in, stranger, client, page, note):
    outside = sign_in(stranger)
    answers = [
        outside.get(page),
        outside.post(f"{page}/translation", data={"language": "fr", "text": BETTER}),
        outside.post(f"{page}/language", data={"language": "pt"}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert stored(note) == ("De la machine.", None)
    assert "/sign-in" in client.get(page).headers["Location"]


def test_hidden_notes_and_those_of_others_are_not_there(
    sign_in: Callable[[User], FlaskClient], facilitator: User, page: str, note: Note
):
    browser = sign_in(facilitator)
    elsewhere = page.replace("/consultations/1/", "/consultations/9/")
    note.hidden_at = 1.0
    db.session.commit()

    assert [browser.get(address).status_code for address in (page, elsewhere)] == [404, 404]


def test_themes_tell_notes_in_the_language_of_the_page(sign_in, facilitator, consultation, note):
    at = f"/consultations/{consultation.id}/assessment"

    shown = sign_in(facilitator).get(at, headers={"Accept-Language": "fr"}).get_data(as_text=True)

    assert note.text in shown
    assert '<p class="note-read" lang="fr">De la machine.</p>' in shown
