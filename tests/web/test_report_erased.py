"""A note that is erased leaves the reports that people write: those stored, and those still open in a browser."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from studio import at, sent, text_of

from consult.extensions import db
from consult.models import Consultation, Note, NoteTranslation, Participant, ReportDraft, User
from consult.services.meeting import contribute, join
from consult.services.reports import content as report_content
from consult.services.reports import drafts as report_drafts
from consult.services.reports.page import Page

pytestmark = pytest.mark.usefixtures("found")

FRENCH = {"Accept-Language": "fr"}
ERASED = "Their words and numbers were taken out of your text; please read it once more."


@pytest.fixture
def quoted(notes: list[Note]) -> Note:
    """Somebody's note of some length, told with its place."""
    return next(note for note in notes if note.kind != "experience" and len(note.text.split()) >= 12)


def erase(note: Note) -> None:
    contribute.erase_note(db.session.get_one(Participant, note.participant_id), note.id)


def stored() -> str:
    """Everything that is stored of reports."""
    db.session.expire_all()
    return str([row.sections for row in db.session.query(ReportDraft)])


def number_of(html: str, note: Note) -> int:
    return sent(html)["notes"].split().index(str(note.id)) + 1


def save(coordinator: FlaskClient, page: str, html: str, field: str, text: str, **more: Any) -> str:
    """The page that comes when this is typed into a field of an open page."""
    data = sent(html, **{f"text-{field}": text})
    return coordinator.post(page, data=data, follow_redirects=True, **more).text


def test_words_and_number_of_a_note_erased_meanwhile_are_not_stored_and_the_page_says_so(
    consultation: Consultation, quoted: Note, coordinator: FlaskClient
) -> None:
    page, words = at(consultation, "session/en"), quoted.text
    html = coordinator.get(page).text
    typed = f"Somebody said: “{words}” [N{number_of(html, quoted)}]. The rest stays."
    erase(quoted)

    after = save(coordinator, page, html, "messages", typed)

    assert ERASED in after
    assert "Stored." in after
    assert text_of(after, "messages") == "Somebody said: “[…].”. The rest stays."
    assert words not in stored()
    assert words not in unescape(coordinator.get(f"{page}/download/md").text)


def test_it_is_said_in_the_language_of_the_screen(
    consultation: Consultation, quoted: Note, coordinator: FlaskClient
) -> None:
    page, words = at(consultation, "session/en"), quoted.text
    html = coordinator.get(page, headers=FRENCH).text
    erase(quoted)

    after = save(coordinator, page, html, "messages", words, headers=FRENCH)

    assert "Leurs mots et leurs numéros ont été retirés de votre texte" in unescape(after)
    assert ERASED not in after


def test_who_typed_nothing_of_an_erased_note_is_told_nothing(
    consultation: Consultation, quoted: Note, coordinator: FlaskClient
) -> None:
    page = at(consultation, "session/en")
    html = coordinator.get(page).text
    erase(quoted)

    after = save(coordinator, page, html, "conclusion", "It is time.")

    assert ERASED not in after
    assert text_of(after, "conclusion") == "It is time."


def test_proposal_that_was_changed_by_hand_does_not_bring_an_erased_note_back(
    consultation: Consultation, notes: list[Note], coordinator: FlaskClient
) -> None:
    page = at(consultation, "session/en")
    html = coordinator.get(page).text
    proposed = text_of(html, "messages")
    quoted = next(note for note in notes if " ".join(note.text.split()) in proposed)
    words = quoted.text
    erase(quoted)

    after = save(coordinator, page, html, "messages", f"{proposed}\nAnd more.")

    assert ERASED in after
    assert words not in text_of(after, "messages")
    assert text_of(after, "messages").endswith("And more.")
    assert words not in stored()


def test_capitals_and_line_ends_do_not_save_words_of_an_erased_note(
    consultation: Consultation, quoted: Note, coordinator: FlaskClient
) -> None:
    page, words = at(consultation, "brief/en"), quoted.text
    html = coordinator.get(page).text
    erase(quoted)

    save(coordinator, page, html, "asks", words.upper().replace(" ", "\n", 3))

    assert words.split()[-1].strip(".").casefold() not in stored().casefold()


def test_erasing_takes_words_translation_and_number_out_of_every_stored_report(
    consultation: Consultation, quoted: Note, coordinator: FlaskClient
) -> None:
    translated = "A person has put this into other words for everybody who reads the report."
    other = {"en": "fr", "fr": "en"}.get(quoted.language, "en")
    db.session.add(
        NoteTranslation(
            note_id=quoted.id,
            language=other,
            text=translated,
            engine="",
            reasons=[],
            corrected_at=1.0,
            corrected_role="facilitator",
        )
    )
    db.session.commit()
    words, some = quoted.text, " ".join(quoted.text.split()[1:11])
    for form, field in (("session", "messages"), ("brief", "asks"), ("assessment", "the_grid")):
        for language in (other, "pt"):
            page = at(consultation, f"{form}/{language}")
            html = coordinator.get(page).text
            text = f"First: {words} [N{number_of(html, quoted)}]\nThen: {translated}\nAlso: {some} was said."
            save(coordinator, page, html, field, text)
    assert f"{quoted.id}" in stored()
    note_id = quoted.id

    erase(quoted)

    left = stored()
    assert [
        text for text in (words, translated, some, f"o{note_id}", f"\\ue001{note_id}") if text in left
    ] == []
    assert left.count("First: […]") == 6
    assert left.count("was said.") == 6


def test_everything_of_a_person_who_erases_themselves_leaves_stored_reports(
    consultation: Consultation, quoted: Note, coordinator: FlaskClient
) -> None:
    page, words = at(consultation, "assessment/en"), quoted.text
    html = coordinator.get(page).text
    save(coordinator, page, html, "the_grid", f"{words} [N{number_of(html, quoted)}]")

    join.erase(db.session.get_one(Participant, quoted.participant_id))

    assert words not in stored()
    assert "[…]" in stored()


def test_report_of_another_consultation_keeps_its_words(quoted: Note) -> None:
    other = Consultation(title={"en": "Other"}, purpose={}, languages=["en"], created_at=0.0, questions=[])
    db.session.add(other)
    db.session.flush()
    row = ReportDraft(consultation_id=other.id, form="brief", language="en", changed_at=1.0)
    row.sections = {"asks": quoted.text}
    db.session.add(row)
    db.session.commit()
    words = quoted.text

    erase(quoted)

    db.session.refresh(row)
    assert row.sections == {"asks": words}


def test_note_that_gets_the_number_of_an_erased_one_is_not_quoted_in_its_place(
    consultation: Consultation, notes: list[Note], coordinator: FlaskClient
) -> None:
    last = max(notes, key=lambda note: note.id)
    like = {
        name: getattr(last, name) for name in ("meeting_id", "round_number", "table_number", "written_at")
    }
    page, note_id, author = at(consultation, "session/en"), last.id, last.participant_id
    html = coordinator.get(page).text
    typed = f"{last.text} [N{number_of(html, last)}]"
    save(coordinator, page, html, "conclusion", typed)
    erase(last)
    later = Note(id=note_id, participant_id=author, client_key="later", kind="need", language="en", **like)
    later.text = "Something else that somebody else said later on."
    db.session.add(later)
    db.session.commit()

    after = save(coordinator, page, html, "messages", typed)

    assert ERASED in after
    assert (text_of(after, "conclusion"), text_of(after, "messages")) == ("[…]", "[…].")


def test_note_erased_while_somebody_saves_is_not_stored(
    consultation: Consultation, quoted: Note, facilitator: User
) -> None:
    numbers = report_content.content(consultation.id, "en").numbers
    by_number = {number: note_id for note_id, number in numbers.by_id.items()}
    typed = f"Said: {quoted.text} [N{numbers.by_id[quoted.id]}]"
    erase(quoted)

    page = Page({"conclusion": typed}, {"conclusion": ""}, by_number)
    report_drafts.save(consultation.id, "session", "en", page, {}, numbers, facilitator.id)

    assert stored() == "[{'conclusion': 'Said: […]'}]"


def test_what_was_erased_counts_as_nobody_s_change(
    consultation: Consultation, quoted: Note, coordinator: FlaskClient
) -> None:
    page = at(consultation, "session/en")
    html = coordinator.get(page).text
    save(coordinator, page, html, "messages", f"One. {quoted.text} [N{number_of(html, quoted)}] Two.")
    html = coordinator.get(page).text
    typed = text_of(html, "messages").replace("Two.", "Three.")
    erase(quoted)

    after = save(coordinator, page, html, "messages", typed)

    assert "Somebody else" not in after
    assert text_of(after, "messages") == "One. […]. Three."


def test_who_loses_against_somebody_else_is_not_shown_erased_words_either(
    consultation: Consultation, quoted: Note, coordinator: FlaskClient
) -> None:
    page, words = at(consultation, "session/en"), quoted.text
    html = coordinator.get(page).text
    save(coordinator, page, html, "messages", "Of the first.")
    erase(quoted)

    after = save(coordinator, page, html, "messages", f"Mine: {words}")

    assert "Somebody else has changed the same text." in after
    assert text_of(after, "messages").startswith("Mine: […]")
    assert words not in unescape(after)


def test_preview_leaves_an_erased_note_out_at_once_and_says_so(
    consultation: Consultation, quoted: Note, coordinator: FlaskClient
) -> None:
    page, words = at(consultation, "session/en"), quoted.text
    data = sent(coordinator.get(page).text, **{"text-messages": f"Said: {words} Yes."})
    before = coordinator.post(f"{page}/preview", data=data).text

    erase(quoted)
    after = coordinator.post(f"{page}/preview", data=data).text

    assert (words in unescape(before), "data-lost" in before) == (True, False)
    assert (words in unescape(after), "data-lost" in after) == (False, True)
