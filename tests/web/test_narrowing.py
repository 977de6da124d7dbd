"""The filter of the themes and the grid, tags by form, and what is said of the whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from flask.testing import FlaskClient
from sqlalchemy import select

from consult.extensions import db
from consult.models import Consultation, Note, NoteMark, Theme, ThemeNote, User


def base(consultation: Consultation) -> str:
    return f"/consultations/{consultation.id}/assessment"


def mark(note: Note, **values: object) -> None:
    db.session.add(NoteMark(note_id=note.id, **{"commitments": [], "tags": {}, **values}))
    db.session.commit()


def test_themes_and_grid_of_one_tag_count_its_notes_alone(
    consultation: Consultation, notes: list[Note], found: list[Theme], reader: FlaskClient
) -> None:
    for note in notes[:3]:
        mark(note, tags={"ground": ["religion"]})
    theme = db.session.get_one(ThemeNote, notes[0].id)

    html = unescape(reader.get(f"{base(consultation)}?ground=religion").text)
    grid = unescape(reader.get(f"{base(consultation)}/grid?ground=religion").text)

    assert "You see 3 of 80 notes" in html
    assert sorted(map(int, re.findall(r'id="text-(\d+)"', html))) == sorted(note.id for note in notes[:3])
    assert f'id="theme-{theme.theme_id}"' in html
    assert "3 notes in all." in grid
    assert "ground=religion" in grid
    assert "80 notes in all." in reader.get(f"{base(consultation)}/grid").text


def test_filter_that_nothing_fits_says_so(
    consultation: Consultation, notes: list[Note], found: list[Theme], reader: FlaskClient
) -> None:
    html = reader.get(f"{base(consultation)}?ground=age").text

    assert "You see 0 of 80 notes" in html
    assert "Nobody has written a note yet" not in html


def test_tags_are_stored_by_form_and_shown_with_the_note(
    consultation: Consultation, notes: list[Note], found: list[Theme], coordinator: FlaskClient
) -> None:
    at = f"{base(consultation)}/notes/{notes[0].id}"

    answer = coordinator.post(
        f"{at}/tags", data={"ground": ["religion", "gender"], "pillar": "administration"}
    )

    assert answer.status_code == 303
    assert db.session.get_one(NoteMark, notes[0].id).tags == {
        "ground": ["religion", "gender"],
        "pillar": ["administration"],
    }
    assert re.findall(r'value="(\w+)" checked', coordinator.get(at).text) == [
        "religion",
        "gender",
        "administration",
    ]
    html = coordinator.get(base(consultation)).text
    assert '<li class="tag">Religion or belief</li><li class="tag">Gender</li>' in html


def test_only_coordinators_tag(
    consultation: Consultation,
    notes: list[Note],
    reader: FlaskClient,
    stranger: User,
    sign_in: Callable[[User], FlaskClient],
) -> None:
    at = f"{base(consultation)}/notes/{notes[0].id}/tags"

    statuses = [
        browser.post(at, data={"ground": "age"}).status_code for browser in (reader, sign_in(stranger))
    ]

    assert statuses == [404, 404]
    assert db.session.scalars(select(NoteMark)).all() == []


def test_tag_that_is_not_offered_is_refused(
    consultation: Consultation, notes: list[Note], coordinator: FlaskClient
) -> None:
    at = f"{base(consultation)}/notes/{notes[0].id}/tags"

    answer = coordinator.post(at, data={"ground": "moon"}, follow_redirects=True)

    assert "This tag is not offered." in answer.text
    assert all(row.tags == {} for row in db.session.scalars(select(NoteMark)))


def test_grid_says_what_people_confirmed_and_who_is_not_meant(
    consultation: Consultation, notes: list[Note], found: list[Theme], reader: FlaskClient
) -> None:
    for note in notes[:8]:
        mark(note, commitments=["7", "10"], track="3", confirmed_at=1.0, tags={"target_group": ["targeted"]})

    html = unescape(reader.get(f"{base(consultation)}/grid").text)

    assert "10% of the proposals are confirmed by a person." in html
    assert "A note with several commitments counts in the spot of each" in html
    assert "80 notes in all." in html
    warning = html.split('id="one-sided"')[1].split("</ul>")[0]
    assert re.findall(r"<li>(.*?)</li>", warning) == ["General population", "Witnesses and bystanders"]


def test_what_is_set_aside_is_listed_with_its_reason(
    consultation: Consultation, notes: list[Note], found: list[Theme], reader: FlaskClient
) -> None:
    mark(notes[0], set_aside="only thanks")
    found[1].set_aside = "about parking"
    db.session.commit()

    html = unescape(reader.get(base(consultation)).text)

    aside = html.split('id="aside"')[1]
    assert notes[0].text in aside
    assert "Reason: only thanks" in aside
    assert "Reason: about parking" in aside
    assert notes[0].text not in html.split('id="aside"')[0]
