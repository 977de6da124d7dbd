"""The file that puts a planned meeting into a calendar."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from consult.domain.words import Phase
from consult.extensions import db
from consult.models import Meeting
from consult.services.preparation import prepare
from consult.services.preparation.drafts import MeetingDraft, RoundDraft


@pytest.fixture
def planned(meeting: Meeting) -> Meeting:
    meeting.title = {
        "en": "Introduction, exercise; feedback",
        "fr": "Une séance d’introduction, avec un exercice",
    }
    meeting.place, meeting.consultation.second_zone = "Maison de l’égalité", "America/Rio_de_Janeiro"
    meeting.planned_start, meeting.planned_minutes = "2023-11-14T15:00", 180
    db.session.commit()
    return meeting


def address(meeting: Meeting) -> str:
    return f"/join/{meeting.join_secret}/meeting.ics"


def entries(file: bytes) -> dict[str, str]:
    """Name → value, as a calendar reads them."""
    text = file.decode().replace("\r\n ", "")
    return dict(line.split(":", 1) for line in text.split("\r\n") if line)


def test_file_tells_instants_and_where_to_join(client: FlaskClient, planned: Meeting) -> None:
    answer = client.get(address(planned) + "?lang=fr")

    found = entries(answer.data)
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert found["DTSTART"] == "20231114T140000Z"
    assert found["DTEND"] == "20231114T170000Z"
    assert found["SUMMARY;LANGUAGE=fr"] == "Une séance d’introduction\\, avec un exercice – Logement"
    assert found["LOCATION"] == "Maison de l’égalité"
    assert found["URL"].endswith(f"/join/{planned.join_secret}")
    assert found["DESCRIPTION;LANGUAGE=fr"] == (
        "14 novembre 2023\\n15:00–18:00 heure d’Europe centrale (UTC+1) / 11:00–14:00 Rio de Janeiro (UTC-3)\\n"
        + found["URL"]
    )


def test_lines_are_short_and_no_letter_is_cut(client: FlaskClient, planned: Meeting) -> None:
    file = client.get(address(planned) + "?lang=fr").data

    lines = file.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert [line.decode() for line in lines][-1] == ""
    assert b"\n" not in file.replace(b"\r\n", b"")


def test_a_changed_meeting_moves_its_entry(client: FlaskClient, planned: Meeting) -> None:
    before = entries(client.get(address(planned)).data)
    prepare.update_meeting(
        planned,
        MeetingDraft(
            title=planned.title,
            rounds=[RoundDraft() for _ in range(3)],
            planned_start="2023-11-15T09:00",
        ),
    )

    after = entries(client.get(address(planned)).data)

    assert (after["UID"], after["DTSTART"]) == (before["UID"], "20231115T080000Z")
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert "DTEND" not in after
    assert planned.join_secret not in after["UID"]


def test_join_page_offers_it_where_there_is_a_time(client: FlaskClient, planned: Meeting) -> None:
    page = client.get(f"/join/{planned.join_secret}").get_data(as_text=True)
    assert re.findall(r'href="([^"]*\.ics)"', page) == [address(planned)]

    planned.planned_start = None
    db.session.commit()
    assert ".ics" not in client.get(f"/join/{planned.join_secret}").get_data(as_text=True)
    assert client.get(address(planned)).status_code == 404


def test_unknown_and_closed_meetings_have_none(client: FlaskClient, planned: Meeting) -> None:
    unknown = client.get("/join/0123456789abcdef0123456789abcdef/meeting.ics")
    planned.phase = Phase.CLOSED
    db.session.commit()

    assert (unknown.status_code, client.get(address(planned)).status_code) == (404, 404)
