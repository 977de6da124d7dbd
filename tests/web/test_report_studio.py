"""The report studio: who may see and change it, what two people do to each other, and the files it gives."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import harvested
import pytest
from flask.testing import FlaskClient
from studio import at, sent, text_of

from consult.extensions import db
from consult.models import Consultation, Note, NoteTranslation, ReportDraft, Theme, User

FORMS = ("assessment", "session", "brief")
XSS = "<script>alert(1)</script>"


@pytest.mark.parametrize("form", FORMS)
def test_studio_is_open_to_the_team_and_closed_to_strangers(
    consultation: Consultation,
    found: list[Theme],
    reader: FlaskClient,
    stranger: User,
    sign_in: Callable[[User], FlaskClient],
    form: str,
) -> None:
    page = at(consultation, f"{form}/fr")

    assert reader.get(page).status_code == 200
    answers = [reader.post(page, data={}), reader.post(f"{page}/preview", data={})]
    outside = sign_in(stranger)
    answers += [outside.get(page), outside.post(page), outside.post(f"{page}/preview")]
    answers += [outside.get(f"{page}/download/md"), reader.get(at(consultation, f"{form}/de"))]
    assert [answer.status_code for answer in answers] == [404] * 7
    assert db.session.query(ReportDraft).count() == 0


@pytest.mark.parametrize("form", FORMS)
def test_saving_without_a_change_stores_nothing(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient, form: str
) -> None:
    page = at(consultation, f"{form}/en")

    answer = coordinator.post(page, data=sent(coordinator.get(page).text))

    assert answer.status_code == 303
    assert db.session.query(ReportDraft).count() == 0


def test_text_by_hand_is_kept_beside_the_proposal_and_taken_back(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient
) -> None:
    page = at(consultation, "session/en")
    before = text_of(coordinator.get(page).text, "conclusion")

    coordinator.post(
        page, data=sent(coordinator.get(page).text, **{"text-conclusion": f"It is time [N1]. {XSS}"})
    )
    html = coordinator.get(page).text
    assert text_of(html, "conclusion") == f"It is time [N1]. {XSS}"
    assert XSS not in html
    assert before in unescape(html)
    assert "It is time" in coordinator.get(f"{page}/download/md").text

    coordinator.post(page, data={"reset": "conclusion"})
    assert text_of(coordinator.get(page).text, "conclusion") == before


def test_two_people_who_change_different_fields_both_get_their_way(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient
) -> None:
    page = at(consultation, "session/en")
    same = coordinator.get(page).text

    coordinator.post(page, data=sent(same, **{"text-conclusion": "Mine."}))
    answer = coordinator.post(page, data=sent(same, **{"text-recipient": "UCLG"}), follow_redirects=True)

    assert "both are in" in answer.text
    assert [text_of(answer.text, name) for name in ("conclusion", "recipient")] == ["Mine.", "UCLG"]


def test_of_two_who_change_the_same_field_the_second_sees_both_texts(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient
) -> None:
    page = at(consultation, "session/en")
    same = coordinator.get(page).text

    coordinator.post(page, data=sent(same, **{"text-conclusion": "Of the first."}))
    answer = coordinator.post(page, data=sent(same, **{"text-conclusion": "Of the second."}))

    assert answer.status_code == 200
    assert "Of the first." in answer.text
    assert text_of(answer.text, "conclusion") == "Of the second."
    coordinator.post(page, data=sent(answer.text))
    assert text_of(coordinator.get(page).text, "conclusion") == "Of the second."


def test_summary_of_501_words_is_marked_and_no_file_is_made(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient
) -> None:
    page = at(consultation, "session/en")
    empty = {f"text-{name}": "" for name in ("experiences", "messages", "cities")}
    typed = {**empty, "text-discussion": " ".join(["word"] * 500 + ["tail"])}

    coordinator.post(page, data=sent(coordinator.get(page).text, **typed))
    html = coordinator.get(page).text

    assert re.search(r'<mark class="over"><span class="visually-hidden">[^<]*</span>tail</mark>', html)
    assert "Summary: 501 of 500 words." in html
    answer = coordinator.get(f"{page}/download/docx", follow_redirects=True)
    assert "The summary has 501 words and the form takes 500. Please shorten it by 1" in answer.text


def test_preview_shows_what_is_typed_and_stores_nothing(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient
) -> None:
    page = at(consultation, "brief/es")

    answer = coordinator.post(
        f"{page}/preview", data=sent(coordinator.get(page).text, **{"text-asks": "Más pisos"})
    )

    assert "Más pisos" in answer.text
    assert db.session.query(ReportDraft).count() == 0


def test_sections_are_switched_off_and_moved(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient
) -> None:
    page = at(consultation, "assessment/en")
    data = sent(coordinator.get(page).text, move="up:the_grid")
    del data["on-all_notes"]

    coordinator.post(page, data=data)

    text = coordinator.get(f"{page}/download/md").text
    assert text.index("## Annex A. What the plan covers") < text.index("## Annex B. The needs one by one")
    assert "All notes by theme" not in text
    assert "[N" not in text


def test_every_source_on_the_page_leads_to_a_note_and_back(
    consultation: Consultation, found: list[Theme], reader: FlaskClient
) -> None:
    for form in FORMS:
        html = reader.get(at(consultation, f"{form}/pt")).text
        wanted = set(re.findall(r'class="source" data-notes="(\d+)-', html))
        there = set(re.findall(r'<tr id="note-(\d+)"', html))
        back = set(re.findall(r'href="#(b-[^"]+)"', html))

        assert wanted
        assert wanted - there == set()
        assert [one for one in back if f'id="{one}"' not in html] == []


def test_hidden_note_leaves_texts_by_hand_too(
    consultation: Consultation, notes: list[Note], found: list[Theme], coordinator: FlaskClient
) -> None:
    page = at(consultation, "session/en")
    quoted = next(note for note in notes if note.kind != "experience" and len(note.text) > 40)
    typed = {"text-messages": f"Somebody said: “{quoted.text}” and went. The rest stays."}

    coordinator.post(page, data=sent(coordinator.get(page).text, **typed))
    assert quoted.text in unescape(coordinator.get(page).text)
    quoted.hidden_at = harvested.OPENED
    db.session.commit()

    after = unescape(coordinator.get(page).text)
    assert quoted.text not in after
    assert "Somebody said: “[…]” and went. The rest stays." in after
    assert quoted.text not in str(db.session.query(ReportDraft).one().sections)


def test_sources_follow_their_notes_when_numbers_change(
    consultation: Consultation, notes: list[Note], found: list[Theme], coordinator: FlaskClient
) -> None:
    page = at(consultation, "session/en")
    html = coordinator.get(page).text
    ids = sent(html)["notes"].split()
    typed = {"text-conclusion": "It rests on the fifth [N5]."}
    gone = next(note for note in notes if str(note.id) == ids[0])
    gone.hidden_at = harvested.OPENED
    db.session.commit()

    # The page was made before the first note went.
    coordinator.post(page, data=sent(html, **typed))

    after = coordinator.get(page).text
    number = sent(after)["notes"].split().index(ids[4]) + 1
    assert number != 5
    assert text_of(after, "conclusion") == f"It rests on the fifth [N{number}]."


def test_only_a_person_s_translation_is_quoted(
    consultation: Consultation, notes: list[Note], found: list[Theme], coordinator: FlaskClient
) -> None:
    note = next(note for note in notes if note.language == "fr")
    for text, at_ in (("Made by a machine", None),):
        db.session.add(
            NoteTranslation(
                note_id=note.id, language="en", text=text, engine="x", reasons=[], corrected_at=at_
            )
        )
    db.session.commit()
    page = at(consultation, "assessment/en")
    assert "Made by a machine" not in coordinator.get(page).text

    row = db.session.query(NoteTranslation).one()
    row.text, row.corrected_at, row.corrected_role = "Read by a person", 1.0, "facilitator"
    db.session.commit()

    assert "Translated by a person: Read by a person" in coordinator.get(page).text


def test_speakers_are_kept_and_offered_in_the_next_language(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient
) -> None:
    page = at(consultation, "session/en")
    row = {"name-0": "Amanda Flety", "position-0": "Coordinator", "affiliation-0": "UCLG | CSIPDHR"}

    coordinator.post(page, data=sent(coordinator.get(page).text, **row))

    assert "**Amanda Flety** Coordinator, UCLG / CSIPDHR" in coordinator.get(f"{page}/download/md").text
    assert "Amanda Flety" in coordinator.get(at(consultation, "session/pt/download/md")).text
