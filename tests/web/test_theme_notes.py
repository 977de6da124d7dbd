"""A long list of themes shows the first notes of each; all of them stand on a page of their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from consult.extensions import db
from consult.models import Consultation, Note, NoteMark, Theme, ThemeNote, User


def base(consultation: Consultation) -> str:
    return f"/consultations/{consultation.id}/assessment"


def shown(html: str) -> list[int]:
    """The notes of a page, in their order."""
    return [int(key) for key in re.findall(r'id="text-(\d+)"', html)]


def part(html: str, theme: Theme) -> str:
    """What the list says of one theme."""
    return html[html.index(f'id="theme-{theme.id}"') :].partition("</article>")[0]


@pytest.fixture
def large(found: list[Theme], notes: list[Note]) -> Theme:
    """A theme with all notes but those of the second one."""
    second = select(ThemeNote.note_id).where(ThemeNote.theme_id == found[1].id)
    db.session.execute(update(ThemeNote).where(ThemeNote.note_id.not_in(second)).values(theme_id=found[0].id))
    db.session.commit()
    return found[0]


def test_list_shows_the_first_notes_and_leads_to_all(
    consultation: Consultation, notes: list[Note], found: list[Theme], large: Theme, reader: FlaskClient
) -> None:
    listed = part(unescape(reader.get(f"{base(consultation)}?lang=en").text), large)
    whole = unescape(reader.get(f"{base(consultation)}/themes/{large.id}?lang=en").text)

    assert len(shown(listed)) == 10
    assert "Notes 1 to 10 of 72" in listed
    assert "Show all 72 notes" in listed
    assert shown(whole)[:10] == shown(listed)
    assert sorted(shown(whole)) == sorted(
        db.session.scalars(select(ThemeNote.note_id).where(ThemeNote.theme_id == large.id))
    )


def test_small_theme_is_listed_whole(
    consultation: Consultation, found: list[Theme], large: Theme, reader: FlaskClient
) -> None:
    listed = part(reader.get(f"{base(consultation)}?lang=en").text, found[1])

    assert len(shown(listed)) == 8
    assert "Show all" not in listed


def test_notes_are_put_elsewhere_from_their_own_page(
    consultation: Consultation,
    found: list[Theme],
    large: Theme,
    coordinator: FlaskClient,
    reader: FlaskClient,
) -> None:
    page = f"{base(consultation)}/themes/{large.id}"

    assert f'<option value="{found[1].id}">' in coordinator.get(page).text
    assert '<input type="checkbox"' in coordinator.get(page).text
    assert '<input type="checkbox"' not in reader.get(page).text


def test_long_pages_are_turned(
    consultation: Consultation, large: Theme, reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consult.web.theme_notes.A_PAGE", 50)
    page = f"{base(consultation)}/themes/{large.id}"

    first, second = (reader.get(f"{page}?from={start}&lang=en").text for start in (0, 50))

    assert (len(shown(first)), len(shown(second))) == (50, 22)
    assert not set(shown(first)) & set(shown(second))
    assert ("from=50" in first, "from=0" in second, "from=100" in second) == (True, True, False)


def test_notes_without_a_theme_and_set_aside_have_pages_too(
    consultation: Consultation, notes: list[Note], found: list[Theme], reader: FlaskClient
) -> None:
    db.session.delete(db.session.get_one(ThemeNote, notes[0].id))
    aside = NoteMark(note_id=notes[1].id, commitments=[], tags={}, set_aside="Not about the city")
    db.session.add(aside)
    db.session.commit()

    assert shown(reader.get(f"{base(consultation)}/themes/none").text) == [notes[0].id]
    told = unescape(reader.get(f"{base(consultation)}/themes/aside?lang=en").text)
    assert notes[1].text in told
    assert "Reason: Not about the city" in told


def test_pages_are_for_those_who_work_on_the_consultation(
    consultation: Consultation,
    found: list[Theme],
    reader: FlaskClient,
    stranger: User,
    sign_in: Callable[[User], FlaskClient],
) -> None:
    outside = sign_in(stranger)

    for page in (str(found[0].id), "none", "aside"):
        assert outside.get(f"{base(consultation)}/themes/{page}").status_code == 404
    assert reader.get(f"{base(consultation)}/themes/10000").status_code == 404
