"""Joining: a code or a QR link, a form that keeps what was typed, a seat of one's own."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.domain.words import Phase
from consult.extensions import db
from consult.models import Meeting, Participant
from consult.services.meeting import join as joining

COMPLETE = {
    "language": "en",
    "consent": "yes",
    "nickname": "Amina",
    "languages": ["en", "fr"],
    "mode": "onsite",
}


def participants() -> list[Participant]:
    return db.session.query(Participant).order_by(Participant.id).all()


def text_of(answer: Any) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def checked(html: str) -> set[tuple[str, str]]:
    """(name, value) of every ticked box and chosen radio."""
    boxes = re.findall(r'<input type="(?:checkbox|radio)"[^>]*>', html)
    found = set()
    for box in boxes:
        if " checked" in box:
            name, value = re.search(r'name="([^"]*)"', box), re.search(r'value="([^"]*)"', box)
            assert name is not None
            assert value is not None
            found.add((name[1], value[1]))
    return found


def test_start_page_asks_for_the_code_and_links_to_sign_in(client: FlaskClient, app: Flask) -> None:
    html = client.get("/").get_data(as_text=True)

    assert 'name="code"' in html
    assert 'href="/sign-in"' in html


@pytest.mark.parametrize("typed", ["{code}", " {lower} ", "{spaced}"])
def test_code_leads_to_the_join_page_however_it_is_typed(
    client: FlaskClient, meeting: Meeting, typed: str
) -> None:
    code = meeting.join_code
    spaced = f"{code[:3]} - {code[3:]}"

    answer = client.post("/j", data={"code": typed.format(code=code, lower=code.lower(), spaced=spaced)})

    assert (answer.status_code, answer.location) == (302, f"/join/{meeting.join_secret}")


def test_wrong_code_comes_back_with_a_sentence_and_what_was_typed(
    client: FlaskClient, meeting: Meeting
) -> None:
    answer = client.post("/j", data={"code": "WRONG9"})

    assert answer.status_code == 404
    assert "We cannot find an open meeting with this code." in text_of(answer)
    assert 'value="WRONG9"' in answer.get_data(as_text=True)


def test_code_of_a_closed_meeting_is_answered_like_a_wrong_one(client: FlaskClient, meeting: Meeting) -> None:
    code = meeting.join_code
    meeting.phase = Phase.CLOSED
    db.session.commit()

    closed = client.post("/j", data={"code": code})
    wrong = client.post("/j", data={"code": "WRONG9"})

    assert closed.status_code == wrong.status_code
    assert text_of(closed).split() == text_of(wrong).split()


def test_link_of_a_closed_meeting_is_answered_like_an_unknown_one(
    client: FlaskClient, meeting: Meeting
) -> None:
    secret = meeting.join_secret
    meeting.phase = Phase.CLOSED
    db.session.commit()

    pages = [
        client.get(f"/join/{secret}"),
        client.get("/join/unknown"),
        client.post(f"/join/{secret}", data=COMPLETE),
    ]

    assert [page.status_code for page in pages] == [404, 404, 404]
    assert len({page.get_data(as_text=True) for page in pages}) == 1
    assert participants() == []


def test_join_page_opens_in_the_language_of_the_phone(client: FlaskClient, meeting: Meeting) -> None:
    html = client.get(
        f"/join/{meeting.join_secret}", headers={"Accept-Language": "pt-BR,pt;q=0.9,en;q=0.5"}
    ).get_data(as_text=True)

    assert '<html lang="pt">' in html
    assert checked(html) == {("languages", "pt"), ("mode", "onsite"), ("group_key", "")}


def test_join_page_falls_back_to_a_language_the_consultation_offers(
    client: FlaskClient, meeting: Meeting
) -> None:
    meeting.consultation.languages = ["fr", "es"]
    db.session.commit()

    html = client.get(f"/join/{meeting.join_secret}", headers={"Accept-Language": "pt"}).get_data(
        as_text=True
    )

    assert '<html lang="fr">' in html
    assert re.findall(r'name="change_language" value="(\w+)"', html) == ["fr", "es"]


def test_changing_the_language_keeps_everything_typed_and_joins_nobody(
    client: FlaskClient, meeting: Meeting
) -> None:
    group = meeting.consultation.groups[0].key
    typed = {**COMPLETE, "group_key": group, "mode": "remote", "change_language": "es"}

    html = client.post(f"/join/{meeting.join_secret}", data=typed).get_data(as_text=True)

    assert '<html lang="es">' in html
    assert 'value="Amina"' in html
    assert checked(html) == {
        ("consent", "yes"),
        ("languages", "en"),
        ("languages", "fr"),
        ("languages", "es"),
        ("group_key", group),
        ("mode", "remote"),
    }
    assert participants() == []


def test_without_consent_nobody_joins_and_everything_typed_is_kept(
    client: FlaskClient, meeting: Meeting
) -> None:
    answer = client.post(f"/join/{meeting.join_secret}", data={**COMPLETE, "consent": ""})
    html = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert '<a href="#consent">Please tick that you agree before you join.</a>' in html
    assert 'aria-describedby="consent-error"' in html
    assert 'value="Amina"' in html
    assert checked(html) == {("languages", "en"), ("languages", "fr"), ("group_key", ""), ("mode", "onsite")}
    assert participants() == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("nickname", "x" * 41),
        ("languages", []),
        ("languages", ["en", "de"]),
        ("mode", "by post"),
        ("group_key", "no-such-group"),
    ],
)
def test_a_wrong_answer_is_named_and_linked_to_its_field(
    client: FlaskClient, meeting: Meeting, field: str, value: Any
) -> None:
    answer = client.post(f"/join/{meeting.join_secret}", data={**COMPLETE, field: value})

    assert answer.status_code == 422
    assert re.findall(r'<li><a href="#(\w+)"', answer.get_data(as_text=True)) == [field]
    assert participants() == []


def test_joining_makes_a_participant_and_leads_to_the_seat(client: FlaskClient, meeting: Meeting) -> None:
    group = meeting.consultation.groups[0].key

    answer = client.post(f"/join/{meeting.join_secret}", data={**COMPLETE, "group_key": group})

    assert answer.status_code == 302
    token = answer.location.removeprefix("/seat/")
    joined = joining.participant_by_token(token)
    assert joined is not None
    assert (joined.nickname, joined.language, joined.languages, joined.group_key, joined.mode) == (
        "Amina",
        "en",
        ["en", "fr"],
        group,
        "onsite",
    )
    assert joined.consented_at is not None


def test_joining_needs_no_nickname_and_no_group(client: FlaskClient, meeting: Meeting) -> None:
    client.post(f"/join/{meeting.join_secret}", data={**COMPLETE, "nickname": " ", "group_key": ""})

    assert [(person.nickname, person.group_key) for person in participants()] == [("", None)]


def test_scanning_the_code_again_offers_the_seat_one_has(
    client: FlaskClient, app: Flask, meeting: Meeting
) -> None:
    seat = client.post(f"/join/{meeting.join_secret}", data=COMPLETE).location

    again = client.get(f"/join/{meeting.join_secret}").get_data(as_text=True)
    somebody_else = app.test_client().get(f"/join/{meeting.join_secret}").get_data(as_text=True)

    assert f'href="{seat}"' in again
    assert "/seat/" not in somebody_else


def test_a_nickname_is_shown_as_text_never_as_markup(client: FlaskClient, meeting: Meeting) -> None:
    typed = {**COMPLETE, "nickname": '"><script>alert(1)</script>', "consent": ""}

    html = client.post(f"/join/{meeting.join_secret}", data=typed).get_data(as_text=True)

    assert "<script>alert" not in html


def test_too_many_wrong_codes_are_refused_without_telling_more(client: FlaskClient, meeting: Meeting) -> None:
    for _ in range(joining.GUESSES_PER_MINUTE):
        client.post("/j", data={"code": "WRONG9"})

    answer = client.post("/j", data={"code": meeting.join_code})

    assert answer.status_code == 409
    assert "Too many attempts" in text_of(answer)
