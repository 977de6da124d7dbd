"""Setting up consultations and meetings in the browser, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from consult.domain.words import Phase
from consult.extensions import db
from consult.models import Consultation, Meeting, User
from consult.services.preparation import prepare
from consult.services.preparation.drafts import PEOPLE, ConsultationDraft, MeetingDraft
from consult.services.preparation.tables import TABLES

SignIn = Callable[[User], FlaskClient]


@pytest.fixture
def office(facilitator: User, sign_in: SignIn) -> FlaskClient:
    """The facilitator's browser."""
    return sign_in(facilitator)


@pytest.fixture
def elsewhere(stranger: User) -> Consultation:
    """A consultation of somebody else, with a question."""
    draft = ConsultationDraft(title={"en": "Elsewhere"}, questions=prepare.bank_questions("employment"))
    return prepare.create_consultation(stranger, draft)


def another_browser() -> None:
    """Forget who asked last: in a test all requests share one application context."""
    g.pop("_login_user", None)


def fields_of(page: str) -> dict[str, Any]:
    """What a browser would send back: every named field of the set-up or meeting form with its value."""
    form = re.search(r'<form method="post" id="(?:set-up|meeting)">(.*?)</form>', page, re.S)
    assert form is not None
    html = form.group(1)
    values: dict[str, Any] = {}
    for tag in re.findall(r"<input\b[^>]*>", html):
        found = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        kind = found.get("type", "text")
        if "name" not in found or (kind in ("checkbox", "radio") and " checked" not in tag):
            continue
        value = unescape(found.get("value", ""))
        if kind == "checkbox":
            values.setdefault(found["name"], []).append(value)
        else:
            values[found["name"]] = value
    for name, text in re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', html, re.S):
        values[name] = unescape(text)
    for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', html, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected>', options)
        first = re.search(r'<option value="([^"]*)"', options)
        assert first is not None
        values[name] = (chosen or first).group(1)
    return values


def page_of(office: FlaskClient, address: str) -> str:
    answer = office.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_list_shows_mine_only(office: FlaskClient, elsewhere: Consultation) -> None:
    page = page_of(office, "/consultations")

    assert "Housing" in page
    assert "Elsewhere" not in page


ADDRESSES = [
    ("GET", "/consultations/{c}"),
    ("GET", "/consultations/{c}/edit"),
    ("POST", "/consultations/{c}/edit"),
    ("POST", "/consultations/{c}/members"),
    ("POST", "/consultations/{c}/members/1/link"),
    ("POST", "/consultations/{c}/members/1/remove"),
    ("GET", "/consultations/{c}/meetings/new"),
    ("POST", "/consultations/{c}/meetings/new"),
    ("GET", "/consultations/{c}/meetings/outlook"),
    ("GET", "/meetings/{m}/edit"),
    ("POST", "/meetings/{m}/edit"),
]


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
def test_stranger_finds_nothing(
    method: str, address: str, meeting: Meeting, stranger: User, sign_in: SignIn
) -> None:
    path = address.format(c=meeting.consultation_id, m=meeting.id)

    answers = [
        sign_in(stranger).open(path, method=method).status_code,
        sign_in(stranger).open(address.format(c=9999, m=9999), method=method).status_code,
    ]

    assert answers == [404, 404]


@pytest.mark.parametrize(("method", "address"), [*ADDRESSES, ("GET", "/consultations"), ("GET", "/account")])
def test_nobody_is_sent_to_the_door(method: str, address: str, meeting: Meeting, client: FlaskClient) -> None:
    answer = client.open(address.format(c=meeting.consultation_id, m=meeting.id), method=method)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in")


def test_facilitator_alone_runs_meetings_but_does_not_change_the_consultation(
    consultation: Consultation, with_role: Callable[..., User], sign_in: SignIn
) -> None:
    office = sign_in(with_role("facilitator", "ines"))
    base = f"/consultations/{consultation.id}"

    assert office.get(base).status_code == 200
    assert office.get(f"{base}/meetings/new").status_code == 200
    assert office.get(f"{base}/edit").status_code == 404
    assert office.post(f"{base}/members", data={"name": "x", "roles": "coordinator"}).status_code == 404


def test_new_consultation_needs_only_a_title(office: FlaskClient) -> None:
    values = fields_of(page_of(office, "/consultations/new"))

    answer = office.post("/consultations/new", data={**values, "title-es": "Barrios"})

    made = db.session.query(Consultation).order_by(Consultation.id.desc()).first()
    assert made is not None
    assert answer.headers["Location"] == f"/consultations/{made.id}"
    assert made.title == {"es": "Barrios"}
    assert made.languages == ["en", "fr", "es", "pt"]
    assert [question.bank_key for question in made.questions] == [
        "challenges",
        "experiences",
        "barriers",
        "good_practices",
        "gathering",
    ]
    assert "migrant_council" in [group.key for group in made.groups]


def test_picking_housing_fills_four_languages(office: FlaskClient) -> None:
    values = fields_of(page_of(office, "/consultations/new"))

    answer = office.post("/consultations/new", data={**values, "field": "housing", "do": "suggest"})
    filled = fields_of(answer.get_data(as_text=True))

    assert [filled[f"question-0-text-{code}"].split(" and ")[0] for code in ("en", "pt")] == [
        "What are the challenges concerning racial discrimination in housing",
        "Quais são os desafios em matéria de discriminação racial na área da habitação "
        "e como poderiam ser enfrentados?",
    ]
    assert "du logement" in filled["question-0-text-fr"]
    assert "de la vivienda" in filled["question-1-text-es"]
    assert {"housing_agency", "estate_agents"} <= set(filled["group"])


def test_picking_a_slot_fills_that_question_alone(office: FlaskClient) -> None:
    values = fields_of(page_of(office, "/consultations/new"))

    answer = office.post(
        "/consultations/new", data={**values, "question-1-slot": "employment", "do": "fill:1"}
    )
    filled = fields_of(answer.get_data(as_text=True))

    assert "the employment market" in filled["question-1-text-en"]
    assert "mercado laboral" in filled["question-1-text-es"]
    assert filled["question-0-text-en"] == values["question-0-text-en"]


def test_own_words_survive_a_new_field(office: FlaskClient) -> None:
    values = fields_of(page_of(office, "/consultations/new"))
    values["question-0-text-en"] = "What is hard in our neighbourhood?"

    answer = office.post("/consultations/new", data={**values, "field": "housing", "do": "suggest"})
    filled = fields_of(answer.get_data(as_text=True))

    assert filled["question-0-text-en"] == "What is hard in our neighbourhood?"


def test_bad_form_keeps_what_was_typed_and_says_what_is_wrong(office: FlaskClient) -> None:
    values = fields_of(page_of(office, "/consultations/new"))
    typed = {
        **values,
        "city": "Graz <b>",
        "purpose-fr": "Écouter",
        "title-en": "",
        "invited-ngo": "many",
        "question-2-text-pt": "é" * 401,
    }

    answer = office.post("/consultations/new", data=typed)
    page = answer.get_data(as_text=True)

    assert answer.status_code == 400
    assert {**fields_of(page), "csrf_token": ""} == {**typed, "csrf_token": ""}
    assert re.findall(r'<li><a href="#([^"]+)">', page) == ["title", "invited-ngo", "question-2-text-pt"]
    assert 'aria-describedby="invited-ngo-error"' in page
    assert 'role="alert" tabindex="-1" data-focus' in page
    assert "<b>" not in page


def test_missing_group_is_named_before_inviting(office: FlaskClient, consultation: Consultation) -> None:
    address = f"/consultations/{consultation.id}/edit"
    values = fields_of(page_of(office, address))
    values["group"].remove("estate_agents")

    office.post(address, data=values)
    page = page_of(office, f"/consultations/{consultation.id}")

    assert "Who is missing?" in page
    assert "<li>Estate agents</li>" in page
    assert "<li>Public housing agency</li>" not in page


def test_saving_unchanged_changes_nothing(office: FlaskClient, consultation: Consultation) -> None:
    def state() -> tuple[Any, ...]:
        db.session.refresh(consultation)
        return (
            consultation.title,
            consultation.purpose,
            [(one.id, one.text, one.slot) for one in consultation.questions],
            [(one.id, one.key, one.name, one.invited) for one in consultation.groups],
        )

    before = state()
    address = f"/consultations/{consultation.id}/edit"

    assert office.post(address, data=fields_of(page_of(office, address))).status_code == 302
    assert state() == before


def test_own_group_and_own_question_can_be_added_and_removed(office: FlaskClient) -> None:
    values = fields_of(page_of(office, "/consultations/new"))
    page = office.post("/consultations/new", data={**values, "do": "add-group"}).get_data(as_text=True)
    page = office.post("/consultations/new", data={**fields_of(page), "do": "add-question"}).get_data(
        as_text=True
    )
    page = office.post("/consultations/new", data={**fields_of(page), "do": "remove-question:0"}).get_data(
        as_text=True
    )
    filled = fields_of(page)
    office.post(
        "/consultations/new",
        data={
            **filled,
            "title-en": "Ours",
            "own-0-name-en": "Choir",
            "own-0-invited": "7",
            "question-4-text-en": "And now?",
        },
    )

    made = db.session.query(Consultation).order_by(Consultation.id.desc()).first()
    assert made is not None
    assert [(group.key, group.invited) for group in made.groups][-1] == ("own-1", 7)
    assert made.questions[0].bank_key == "experiences"
    assert made.questions[-1].text == {"en": "And now?"}


def test_question_from_another_consultation_is_not_taken_over(
    office: FlaskClient, consultation: Consultation, elsewhere: Consultation
) -> None:
    address = f"/consultations/{consultation.id}/edit"
    values = fields_of(page_of(office, address))
    strange = elsewhere.questions[0]
    before = dict(strange.text)

    office.post(address, data={**values, "question-0-id": str(strange.id), "question-0-text-en": "Mine now?"})

    db.session.refresh(strange)
    assert strange.text == before
    assert strange.consultation_id == elsewhere.id


def test_meeting_is_ready_without_typing(office: FlaskClient, consultation: Consultation) -> None:
    address = f"/consultations/{consultation.id}/meetings/new"

    answer = office.post(address, data=fields_of(page_of(office, address)))

    made = db.session.query(Meeting).order_by(Meeting.id.desc()).first()
    assert made is not None
    assert answer.headers["Location"] == f"/consultations/{consultation.id}"
    assert [row.minutes for row in made.rounds] == [20, 20, 20]
    assert len(made.tables) == 4


def test_43_people_get_nine_tables(office: FlaskClient, consultation: Consultation) -> None:
    address = f"/consultations/{consultation.id}/meetings/new"

    office.post(address, data={**fields_of(page_of(office, address)), "expected_people": "43"})

    made = db.session.query(Meeting).order_by(Meeting.id.desc()).first()
    assert made is not None
    assert len(made.tables) == 9


def test_hall_of_a_thousand_has_two_hundred_tables(office: FlaskClient, consultation: Consultation) -> None:
    address = f"/consultations/{consultation.id}/meetings/new"
    form = page_of(office, address)

    answer = office.post(address, data={**fields_of(form), "expected_people": "1000"})

    made = db.session.query(Meeting).order_by(Meeting.id.desc()).first()
    assert made is not None
    assert (answer.status_code, made.expected_people, len(made.tables)) == (302, 1000, 200)


def test_form_of_a_meeting_names_the_limits(office: FlaskClient, consultation: Consultation) -> None:
    form = page_of(office, f"/consultations/{consultation.id}/meetings/new")

    limits = {name: int(most) for name, most in re.findall(r'name="(\w+)" min="\d+" max="(\d+)"', form)}

    assert (limits["expected_people"], limits["tables"]) == (PEOPLE[1], TABLES)


def test_few_people_are_hinted_at_a_focus_group(office: FlaskClient, consultation: Consultation) -> None:
    address = f"/consultations/{consultation.id}/meetings/new"
    values = {**fields_of(page_of(office, address)), "expected_people": "8"}

    page = office.post(address, data=values, follow_redirects=True).get_data(as_text=True)

    assert "a focus group usually works better" in page


def test_bad_meeting_keeps_what_was_typed(office: FlaskClient, consultation: Consultation) -> None:
    address = f"/consultations/{consultation.id}/meetings/new"
    typed = {
        **fields_of(page_of(office, address)),
        "expected_people": "2001",
        "round-1-minutes": "soon",
        "place": "Hall 3",
    }

    answer = office.post(address, data=typed)
    page = answer.get_data(as_text=True)
    kept = fields_of(page)

    assert answer.status_code == 400
    assert (kept["expected_people"], kept["round-1-minutes"], kept["place"]) == ("2001", "soon", "Hall 3")
    assert re.findall(r'<li><a href="#([^"]+)">', page) == ["expected_people", "round-1-minutes"]


def test_question_per_table_and_more_rounds(office: FlaskClient, consultation: Consultation) -> None:
    address = f"/consultations/{consultation.id}/meetings/new"
    values = fields_of(page_of(office, address))
    numbers = [question.id for question in consultation.questions]
    page = office.post(address, data={**values, "do": "add-round"}).get_data(as_text=True)
    values = {**fields_of(page), "question_policy": "table", "table-0-question": str(numbers[4])}

    office.post(address, data=values)

    made = db.session.query(Meeting).order_by(Meeting.id.desc()).first()
    assert made is not None
    assert [table.question_id for table in made.tables] == [numbers[4], *numbers[1:4]]
    assert [row.question_id for row in made.rounds] == [None] * 4


def test_question_of_another_consultation_is_refused(
    office: FlaskClient, consultation: Consultation, elsewhere: Consultation
) -> None:
    address = f"/consultations/{consultation.id}/meetings/new"
    values = {**fields_of(page_of(office, address)), "round-0-question": str(elsewhere.questions[0].id)}

    answer = office.post(address, data=values)

    assert answer.status_code == 400
    assert db.session.query(Meeting).count() == 1


def test_saving_a_meeting_unchanged_changes_nothing(office: FlaskClient, consultation: Consultation) -> None:
    meeting = prepare.create_meeting(
        consultation,
        MeetingDraft(title={"pt": "Café"}, expected_people=12, tables=4, question_policy="table"),
    )

    def state() -> tuple[Any, ...]:
        db.session.refresh(meeting)
        return (
            meeting.title,
            meeting.question_policy,
            [(row.id, row.minutes, row.question_id) for row in meeting.rounds],
            [(table.id, table.seats, table.question_id) for table in meeting.tables],
        )

    before = state()
    address = f"/meetings/{meeting.id}/edit"

    assert office.post(address, data=fields_of(page_of(office, address))).status_code == 302
    assert state() == before


def test_meeting_that_has_begun_leads_back(office: FlaskClient, meeting: Meeting) -> None:
    meeting.phase = Phase.ROUND
    db.session.commit()

    answer = office.get(f"/meetings/{meeting.id}/edit")

    assert answer.headers["Location"] == f"/consultations/{meeting.consultation_id}"


def test_sign_in_link_of_a_new_colleague_is_shown_once(
    office: FlaskClient, consultation: Consultation, app: Flask
) -> None:
    address = f"/consultations/{consultation.id}"
    office.post(f"{address}/members", data={"name": "Ines", "roles": ["facilitator"]})

    first, second = page_of(office, address), page_of(office, address)

    link = re.search(r"/sign-in/[\w-]+", first)
    assert link is not None
    assert link.group(0) not in second
    assert app.test_client().get(link.group(0)).headers["Location"] == "/consultations"


def test_colleague_needs_a_name_and_a_role(office: FlaskClient, consultation: Consultation) -> None:
    address = f"/consultations/{consultation.id}/members"

    nameless = office.post(address, data={"name": " ", "roles": ["facilitator"]})
    roleless = office.post(address, data={"name": "ines"})

    assert (nameless.status_code, roleless.status_code) == (400, 400)
    assert 'id="member-name-error"' in nameless.get_data(as_text=True)
    assert 'value="ines"' in roleless.get_data(as_text=True)


def test_role_taken_away_counts_at_once(
    office: FlaskClient, consultation: Consultation, with_role: Callable[..., User], sign_in: SignIn
) -> None:
    colleague = with_role("facilitator", "ines")
    theirs = sign_in(colleague)
    address = f"/consultations/{consultation.id}"
    before = theirs.get(address).status_code
    another_browser()

    office.post(f"{address}/members/{colleague.id}/remove")
    another_browser()

    assert (before, theirs.get(address).status_code) == (200, 404)


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt"])
def test_pages_come_in_every_language(office: FlaskClient, meeting: Meeting, language: str) -> None:
    paths = [
        "/consultations",
        "/consultations/new",
        f"/consultations/{meeting.consultation_id}",
        f"/consultations/{meeting.consultation_id}/edit",
        f"/consultations/{meeting.consultation_id}/meetings/new",
        f"/meetings/{meeting.id}/edit",
        "/account",
    ]

    for path in paths:
        assert f'<html lang="{language}">' in page_of(office, f"{path}?lang={language}")
