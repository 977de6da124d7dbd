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
from consult.models import Consultation, Meeting, Note, Resource, ResourceDismissal, User
from consult.services.assessment import resources
from consult.services.assessment.resources import Entry


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


def picked(html: str) -> list[int]:
    """The notes on offer, in their order."""
    return [int(key) for key in re.findall(r'id="text-(\d+)"', html)]


@pytest.fixture
def offers(notes: list[Note]) -> list[Note]:
    """All notes are initiatives but the last three, which offer cooperation."""
    for note in notes:
        note.kind = Kind.INITIATIVE
    for note in notes[-3:]:
        note.kind = Kind.COOPERATION
    db.session.commit()
    return notes


def test_many_offered_notes_are_shown_page_by_page_main_points_first(
    consultation: Consultation, offers: list[Note], reader: FlaskClient
) -> None:
    at = base(consultation)
    pages = [reader.get(f"{at}?from={start}").text for start in range(0, len(offers), 20)]

    shown = [key for html in pages for key in picked(html)]
    assert [len(picked(html)) for html in pages[:-1]] == [20] * (len(pages) - 1)
    assert shown == [note.id for note in sorted(offers, key=lambda note: (not note.main_point, note.id))]
    assert ("from=20" in pages[0], "from=0" in pages[1], f"from={20 * len(pages)}" in pages[-1]) == (
        True,
        True,
        False,
    )
    assert reader.get(f"{at}?from=-3").status_code == 200


def test_one_kind_is_shown_alone(consultation: Consultation, offers: list[Note], reader: FlaskClient) -> None:
    html = reader.get(f"{base(consultation)}?show=cooperation&lang=en").text

    assert picked(html) == [note.id for note in offers[-3:]]
    assert f"Existing initiative ({len(offers) - 3})" in html
    assert "Good practice (" not in html
    assert picked(reader.get(f"{base(consultation)}?show=<b>").text)[:1] != []


def test_several_are_kept_at_once(
    consultation: Consultation, offers: list[Note], coordinator: FlaskClient
) -> None:
    at, chosen = base(consultation), [note.id for note in offers[:3]]

    answer = coordinator.post(f"{at}/candidates", data={"note": chosen, "keep": "1", "show": "initiative"})

    assert answer.status_code == 303
    assert answer.location.endswith("/resources?show=initiative#offered-title")
    assert names() == [resources.name_of(note.text) for note in offers[:3]]
    assert not set(chosen) & set(picked(coordinator.get(at).text))


def test_what_was_left_out_stays_out_and_can_be_offered_again(
    consultation: Consultation, offers: list[Note], coordinator: FlaskClient
) -> None:
    at, chosen = base(consultation), [note.id for note in offers[-2:]]

    for _twice in range(2):
        coordinator.post(f"{at}/candidates", data={"note": chosen, "dismiss": "1"})

    assert picked(coordinator.get(f"{at}?show=cooperation").text) == [offers[-3].id]
    left_out = coordinator.get(f"{at}?show=dismissed&lang=en").text
    assert picked(left_out) == chosen
    assert "Left out (2)" in left_out
    assert names() == []

    coordinator.post(f"{at}/candidates", data={"note": chosen, "recall": "1", "show": "dismissed"})
    assert picked(coordinator.get(f"{at}?show=cooperation").text) == [note.id for note in offers[-3:]]
    assert "Left out" not in coordinator.get(f"{at}?lang=en").text


def test_candidates_are_sorted_by_coordinators_and_of_their_own_consultation_alone(
    consultation: Consultation, offers: list[Note], coordinator: FlaskClient, reader: FlaskClient
) -> None:
    at = f"{base(consultation)}/candidates"
    nothing = coordinator.post(at, data={"dismiss": "1"}, follow_redirects=True)

    assert "Tick at least one note first." in nothing.text
    for act in ("keep", "dismiss", "recall"):
        assert reader.post(at, data={"note": offers[0].id, act: "1"}).status_code == 404
        assert coordinator.post(at, data={"note": 10_000, act: "1"}).status_code == 404
    assert names() == []
    assert db.session.query(ResourceDismissal).count() == 0


def test_dismissal_goes_with_its_note(
    consultation: Consultation, offers: list[Note], coordinator: FlaskClient
) -> None:
    coordinator.post(f"{base(consultation)}/candidates", data={"note": offers[0].id, "dismiss": "1"})
    db.session.delete(offers[0])
    db.session.commit()

    assert db.session.query(ResourceDismissal).count() == 0
