"""The pages of the assessment before people who have no business there, and before texts and numbers nobody means."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import harvested
import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult import create_app
from consult.config import Settings
from consult.domain.words import Role
from consult.extensions import db
from consult.models import (
    Consultation,
    Meeting,
    Membership,
    Note,
    NoteTranslation,
    ReportDraft,
    Resource,
    Stance,
    Theme,
    ThemeChange,
    User,
)
from consult.services.assessment import needs, resources

# What stands for the parts of an address that are no number.
NAMED = {"<form>": "session", "<language>": "en", "<format>": "xlsx"}
# A facilitator may make a translation better, say which language a note is in, and hide what harms somebody.
FACILITATORS_TOO = (
    "notes/<int:note_id>/translation",
    "notes/<int:note_id>/language",
    "objections/<int:objection_id>/hide",
    "objections/<int:objection_id>/show",
)


@pytest.fixture
def stored(consultation: Consultation, found: list[Theme], notes: list[Note]) -> dict[str, int]:
    """One of each thing an address can name."""
    need = needs.write(consultation.id, found[0].id, {"en": "Decent homes are missing."})
    entry = resources.Entry("initiative", "Casa Aberta")
    row = resources.keep(consultation.id, entry, [notes[0].id])
    objection = Stance(
        participant_id=notes[0].participant_id,
        note_id=notes[0].id,
        acceptable=False,
        objection="Who pays?",
        language="en",
        given_at=0.0,
    )
    db.session.add(objection)
    db.session.commit()
    return {
        "consultation_id": consultation.id,
        "theme_id": found[0].id,
        "note_id": notes[0].id,
        "need_id": need.id,
        "resource_id": row.id,
        "meeting_id": notes[0].meeting_id,
        "objection_id": objection.id,
        "change_id": db.session.query(ThemeChange).first().id,  # type: ignore[union-attr]
    }


def addresses(app: Flask, ids: dict[str, int]) -> Iterator[tuple[str, str, str]]:
    """Every address of the assessment: method, rule, address."""
    for rule in app.url_map.iter_rules():
        if "/assessment" not in rule.rule:
            continue
        path = rule.rule
        for name, value in NAMED.items():
            path = path.replace(name, value)
        for name, number in ids.items():
            path = path.replace(f"<int:{name}>", str(number))
        assert "<" not in path, path
        for method in sorted({"GET", "POST"} & (rule.methods or set())):
            yield method, rule.rule, path


def test_strangers_find_nothing_of_an_assessment(
    app: Flask, stored: dict[str, int], stranger: User, sign_in: Callable[[User], FlaskClient]
) -> None:
    inside = sign_in(stranger)
    outside = app.test_client()

    for method, _rule, path in addresses(app, stored):
        assert (path, inside.open(path, method=method).status_code) == (path, 404)
        answer = outside.open(path, method=method)
        assert (path, answer.status_code, "/sign-in" in answer.headers["Location"]) == (path, 302, True)


def test_whoever_was_removed_finds_nothing_any_more(
    app: Flask, stored: dict[str, int], coordinator: FlaskClient
) -> None:
    db.session.query(Membership).delete()
    db.session.commit()

    found = {
        path: coordinator.open(path, method=method).status_code for method, _, path in addresses(app, stored)
    }

    assert set(found.values()) == {404}


def test_facilitators_change_nothing_of_an_assessment(
    app: Flask, stored: dict[str, int], with_role: Callable[..., User], sign_in: Callable[[User], FlaskClient]
) -> None:
    browser = sign_in(with_role(Role.FACILITATOR, "facilitator only"))

    found = {
        path: browser.post(path).status_code
        for method, rule, path in addresses(app, stored)
        if method == "POST" and not rule.endswith(FACILITATORS_TOO)
    }

    assert {path: status for path, status in found.items() if status != 404} == {}


def test_coordinators_reach_nothing_of_another_consultation(
    app: Flask, stored: dict[str, int], sign_in: Callable[[User], FlaskClient], stranger: User
) -> None:
    own = Consultation(title={"en": "Own"}, purpose={}, languages=["en"], created_at=0.0, questions=[])
    db.session.add(own)
    db.session.flush()
    db.session.add(Membership(user_id=stranger.id, consultation_id=own.id, role=Role.COORDINATOR))
    db.session.commit()
    browser = sign_in(stranger)
    before = [(row.name, row.description) for row in db.session.query(Resource)]

    found = {
        path: browser.open(path, method=method, data={"name": "taken", "kind": "initiative"}).status_code
        for method, rule, path in addresses(app, {**stored, "consultation_id": own.id})
        if rule.count("<int:") > 1
    }

    # For whoever may edit their own board: an address of no theme or step of it says so on the page of the themes.
    said = {path: code for path, code in found.items() if code != 404}
    assert {path.split("/")[4] for path in said} == {"themes", "steps"}
    assert set(said.values()) == {303}
    db.session.expire_all()
    assert [(row.name, row.description) for row in db.session.query(Resource)] == before
    theme = db.session.get_one(Theme, stored["theme_id"])
    assert (theme.label["en"], theme.confirmed) == ("Theme " + str(theme.commitment), False)
    assert db.session.get_one(ThemeChange, stored["change_id"]).undone_at is None


def test_nothing_is_stored_without_the_token_of_the_page(
    settings: Settings, app: Flask, stored: dict[str, int], tmp_path: Path
) -> None:
    guarded = create_app(settings, TESTING=True, RATELIMIT_ENABLED=False)
    browser = guarded.test_client()
    with browser.session_transaction() as cookies:
        cookies["_user_id"] = "1"

    found = {browser.post(path).status_code for method, _, path in addresses(app, stored) if method == "POST"}

    assert found == {400}


def studio(consultation: Consultation, rest: str = "") -> str:
    return f"/consultations/{consultation.id}/assessment/report/session/en{rest}"


def test_sources_with_absurd_numbers_are_words(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient
) -> None:
    text = f"Nobody wrote this. [N{'9' * 5000}] Nor this. [N1–N{'9' * 20}]"

    looked = coordinator.post(studio(consultation, "/preview"), data={"text-discussion": text})
    saved = coordinator.post(studio(consultation), data={"text-discussion": text})

    assert (looked.status_code, saved.status_code) == (200, 303)
    assert coordinator.get(studio(consultation)).status_code == 200


def test_preview_takes_no_more_than_can_be_saved(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient
) -> None:
    answer = coordinator.post(
        studio(consultation, "/preview"), data={"text-discussion": "[N1–N5000] " * 8000}
    )

    assert answer.status_code == 413


def test_a_report_says_nothing_about_notes_of_another_consultation(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient, meeting: Meeting
) -> None:
    elsewhere = Consultation(title={"en": "Far"}, purpose={}, languages=["en"], created_at=0.0, questions=[])
    db.session.add(elsewhere)
    db.session.flush()
    far = harvested.another(meeting)
    far.consultation_id = elsewhere.id
    secret = harvested.hold(far, [{"text": "They beat my brother at the station.", "lang": "en"}])[0]
    db.session.commit()

    coordinator.post(
        studio(consultation),
        data={"text-discussion": f"Perhaps: {secret.text}", "notes": str(secret.id)},
    )

    assert secret.text in db.session.query(ReportDraft).one().sections["discussion"]


def test_any_number_of_notes_on_a_page_is_no_fault_of_the_server(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient
) -> None:
    many = " ".join(str(number) for number in range(1000, 41_000))

    answer = coordinator.post(studio(consultation), data={"text-discussion": "Words.", "notes": many})

    assert answer.status_code == 303


@pytest.mark.parametrize("rest", ["notes", "merge"])
def test_any_number_of_ticks_is_no_fault_of_the_server(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient, rest: str
) -> None:
    ticks = {"note" if rest == "notes" else "theme": [str(number) for number in range(1, 18_000)]}

    answer = coordinator.post(f"/consultations/{consultation.id}/assessment/{rest}", data=ticks)

    assert answer.status_code == 303


def test_words_hidden_while_a_page_was_open_are_not_kept_in_translation_either(
    consultation: Consultation, found: list[Theme], notes: list[Note], coordinator: FlaskClient
) -> None:
    note = next(one for one in notes if one.language == "fr")
    said = NoteTranslation(
        note_id=note.id, language="en", text="Nobody lets us a home.", engine="x", reasons=[]
    )
    said.corrected_at, said.corrected_role = 1.0, "facilitator"
    note.hidden_at = harvested.OPENED
    db.session.add(said)
    db.session.commit()

    coordinator.post(
        studio(consultation),
        data={"text-discussion": f"They say: {said.text} Often.", "notes": str(note.id)},
    )

    assert "lets us" not in str(db.session.query(ReportDraft).one().sections)
    assert "They say: […] Often." in coordinator.get(studio(consultation)).text


def test_a_field_of_no_name_goes_back_to_the_page(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient
) -> None:
    answer = coordinator.post(studio(consultation), data={"reset": "x\r\nSet-Cookie: a=b"})

    assert (answer.status_code, answer.headers.get("Set-Cookie", "").startswith("a=b")) == (303, False)
    assert "\n" not in answer.headers["Location"]
