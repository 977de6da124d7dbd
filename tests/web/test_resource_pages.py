"""The page of the register: who may change it, what it shows, and that markup stays text."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import harvested
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.words import Kind, Role
from consult.extensions import db
from consult.models import Consultation, Meeting, Note, Resource, User
from consult.services import resources
from consult.services.resources import Entry


@pytest.fixture
def notes(meeting: Meeting) -> list[Note]:
    return harvested.hold(meeting)


@pytest.fixture
def coordinator(sign_in: Callable[[User], FlaskClient], with_role: Callable[..., User]) -> FlaskClient:
    return sign_in(with_role(Role.COORDINATOR, "coordinator"))


@pytest.fixture
def reader(sign_in: Callable[[User], FlaskClient], with_role: Callable[..., User]) -> FlaskClient:
    return sign_in(with_role(Role.FACILITATOR, "reader"))


def base(consultation: Consultation) -> str:
    return f"/consultations/{consultation.id}/assessment/resources"


def names() -> list[str]:
    return list(db.session.scalars(select(Resource.name).order_by(Resource.id)))


def test_only_coordinators_change_the_register(
    consultation: Consultation,
    notes: list[Note],
    reader: FlaskClient,
    stranger: User,
    sign_in: Callable[[User], FlaskClient],
) -> None:
    row = resources.keep(consultation.id, Entry("practice", "Choir"), [])
    at, typed = base(consultation), {"kind": "practice", "name": "Mine", "note": notes[0].id}
    posts = (at, f"{at}/{row.id}", f"{at}/{row.id}/notes", f"{at}/merge", f"{at}/{row.id}/remove")

    for browser in (reader, sign_in(stranger)):
        assert [browser.post(path, data=typed).status_code for path in posts] == [404] * len(posts)
        assert browser.get(f"{at}/{row.id}").status_code == 404

    assert names() == ["Choir"]
    assert reader.get(at).status_code == 200
    assert sign_in(stranger).get(at).status_code == 404


def test_note_becomes_a_row_and_is_quoted_without_table(
    consultation: Consultation, notes: list[Note], coordinator: FlaskClient
) -> None:
    own = next(note for note in notes if note.kind == Kind.COOPERATION)
    data = {"kind": own.kind, "name": "Room for classes", "holder": "Tenants’ association", "note": own.id}

    assert coordinator.post(base(consultation), data=data).status_code == 303

    html = unescape(coordinator.get(base(consultation)).text)
    assert '<h4 dir="auto">Room for classes</h4>' in html
    assert f'<blockquote lang="{own.language}"><p>{own.text}</p></blockquote>' in html
    assert f'id="name-{own.id}"' not in html


def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    consultation: Consultation, notes: list[Note], coordinator: FlaskClient
) -> None:
    row = resources.keep(consultation.id, Entry("practice", "Choir"), [notes[0].id])

    answer = coordinator.post(
        f"{base(consultation)}/{row.id}", data={"kind": "practice", "name": " ", "holder": "The parish"}
    )

    assert answer.status_code == 400
    assert "Please say what it is called." in answer.text
    assert 'value="The parish"' in answer.text
    assert names() == ["Choir"]


def test_rows_are_changed_merged_and_removed_by_form(
    consultation: Consultation, notes: list[Note], coordinator: FlaskClient
) -> None:
    at = base(consultation)
    first, second = (
        resources.keep(consultation.id, Entry("practice", name), []).id for name in ("Choir", "Choirs")
    )

    assert "May be the same as:" in coordinator.get(at).text
    coordinator.post(f"{at}/{first}", data={"kind": "initiative", "name": "Choir of the North"})
    coordinator.post(f"{at}/merge", data={"resource": [first, second]})
    assert names() == ["Choir of the North"]

    refused = coordinator.post(f"{at}/merge", data={"resource": [first]}, follow_redirects=True)
    assert "Tick at least two" in refused.text
    coordinator.post(f"{at}/{first}/remove")
    assert names() == []


def test_markup_stays_text(consultation: Consultation, notes: list[Note], coordinator: FlaskClient) -> None:
    row = resources.keep(consultation.id, Entry("practice", "<script>1</script>", "<b>", "<i>"), [])

    for path in ("", f"/{row.id}"):
        html = coordinator.get(base(consultation) + path).text
        assert "<script>1" not in html
        assert "&lt;script&gt;1" in html


def test_many_offered_notes_are_shown_page_by_page(
    consultation: Consultation, notes: list[Note], reader: FlaskClient
) -> None:
    for note in notes:
        note.kind = Kind.INITIATIVE
    db.session.commit()

    first = reader.get(base(consultation)).text
    second = reader.get(f"{base(consultation)}?from=40").text

    def shown(html: str) -> list[int]:
        return [int(key) for key in re.findall(r'id="text-(\d+)"', html)]

    assert sorted(shown(first) + shown(second)) == sorted(note.id for note in notes)
    assert ("from=40" in first, "from=0" in second, "from=80" in second) == (True, True, False)
    assert reader.get(f"{base(consultation)}?from=-3").status_code == 200
