"""Time zones of a consultation: chosen in its form, and told where meetings are shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from consult import Settings, create_app
from consult.config import ConfigurationError
from consult.extensions import db
from consult.models import Consultation, Meeting, ThemeChange, User
from consult.services.clock import now
from consult.services.preparation import prepare
from consult.services.preparation.drafts import MeetingDraft
from consult.services.reports.publish import needs_assessment

LINE = {
    "en": "15:00-18:00 Central European Time (UTC+1) / 11:00-14:00 Rio de Janeiro (UTC-3)",
    "fr": "15:00–18:00 heure d’Europe centrale (UTC+1) / 11:00–14:00 Rio de Janeiro (UTC-3)",
    "es": "15:00–18:00 hora de Europa central (UTC+1) / 11:00–14:00 Río de Janeiro (UTC-3)",
    "pt": "15:00–18:00 Horário da Europa Central (UTC+1) / 11:00–14:00 Rio de Janeiro (UTC-3)",
}


@pytest.fixture
def office(facilitator: User, sign_in: Callable[[User], FlaskClient]) -> FlaskClient:
    """The facilitator's browser."""
    return sign_in(facilitator)


@pytest.fixture
def planned(meeting: Meeting) -> Meeting:
    """The first session of a programme of two continents."""
    meeting.consultation.time_zone = "Europe/Madrid"
    meeting.consultation.second_zone = "America/Rio_de_Janeiro"
    meeting.planned_start, meeting.planned_minutes = "2023-11-14T15:00", 180
    db.session.commit()
    return meeting


def words(html: str) -> str:
    """What a page says, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def chosen(html: str, name: str) -> list[str]:
    options = re.search(rf'<select id="{name}".*?</select>', html, re.S)
    assert options is not None
    return re.findall(r'<option value="([^"]*)" selected', options.group())


def posted(**changes: str) -> dict[str, Any]:
    return {"title-en": "Housing", "languages": ["en", "fr"], "framework_id": "eccar-2017", **changes}


@pytest.mark.parametrize("language", list(LINE))
def test_join_page_tells_the_time_in_the_language_of_the_reader(
    client: FlaskClient, planned: Meeting, language: str
) -> None:
    html = client.get(f"/join/{planned.join_secret}?lang={language}").get_data(as_text=True)

    assert LINE[language] in words(html)
    assert re.findall(r'<time[^>]* datetime="([^"]*)"', html) == [
        "2023-11-14",
        "2023-11-14T15:00+01:00",
        "2023-11-14T18:00+01:00",
        "2023-11-14T11:00-03:00",
        "2023-11-14T14:00-03:00",
    ]


def test_organisers_read_it_in_the_list_of_meetings_and_on_the_sheets(
    office: FlaskClient, planned: Meeting
) -> None:
    overview = office.get(f"/consultations/{planned.consultation_id}").get_data(as_text=True)
    sheets = office.get(f"/meetings/{planned.id}/print").get_data(as_text=True)

    for html in (overview, sheets):
        assert "November 14, 2023" in words(html)
        assert LINE["en"] in words(html)
    assert "data-own-clock" not in sheets


def test_a_programme_of_three_sessions_reads_as_its_network_wrote_it(
    office: FlaskClient, planned: Meeting
) -> None:
    """On two days, entered in another order, the second for people from elsewhere; and one without a time."""
    for start, second in (("2023-11-15T15:00", ""), (None, ""), ("2023-11-15T09:00", "Asia/Jakarta")):
        draft = MeetingDraft(
            title={"en": "Session"}, planned_start=start, planned_minutes=180, second_zone=second
        )
        prepare.create_meeting(planned.consultation, draft)

    html = office.get(f"/consultations/{planned.consultation_id}").get_data(as_text=True)

    told = re.findall(
        r'<div class="planned">.*?<time[^>]*>(.*?)</time>.*?<p data-clocks>(.*?)</p>', html, re.S
    )
    assert [(date, words(clocks)) for date, clocks in told] == [
        (
            "November 14, 2023",
            "15:00-18:00 Central European Time (UTC+1) / 11:00-14:00 Rio de Janeiro (UTC-3)",
        ),
        ("November 15, 2023", "9:00-12:00 Central European Time (UTC+1) / 15:00-18:00 Jakarta (UTC+7)"),
        (
            "November 15, 2023",
            "15:00-18:00 Central European Time (UTC+1) / 11:00-14:00 Rio de Janeiro (UTC-3)",
        ),
    ]
    assert html.count('class="row-title"') == 4


def test_a_meeting_can_have_a_second_zone_of_its_own(
    office: FlaskClient, planned: Meeting, phone: Callable[..., Any]
) -> None:
    address = f"/meetings/{planned.id}/edit"
    sent = {"title-en": "Session", "format": "world_cafe", "expected_people": "20", "host_policy": "fixed"}
    sent |= {"question_policy": "round", **{f"round-{n}-minutes": "20" for n in range(3)}}
    sent |= {"planned_date": "2023-11-15", "planned_time": "09:00", "planned_minutes": "180"}
    screen = phone()

    refused = office.post(address, data={**sent, "second_zone": "Asia/Nowhere"})
    saved = office.post(address, data={**sent, "second_zone": "Asia/Jakarta"})

    assert (refused.status_code, saved.status_code) == (400, 302)
    assert 'id="second_zone-error">Second time zone: please choose from the list.' in refused.get_data(
        as_text=True
    )
    assert planned.second_zone == "Asia/Jakarta"
    clocks = screen.ask("catch_up")["meeting"]["planned"]["clocks"]
    assert [(clock["name"], clock["offset"]) for clock in clocks] == [
        ("Central European Time", "UTC+1"),
        ("Jakarta", "UTC+7"),
    ]
    form = office.get(address).get_data(as_text=True)
    assert chosen(form, "second_zone") == ["Asia/Jakarta"]
    assert '<option value="">Rio de Janeiro (as in the consultation)</option>' in form


def test_phone_and_projector_are_told_until_the_meeting_begins(
    planned: Meeting, phone: Callable[..., Any], projector: Callable[[], Any], console: Callable[..., Any]
) -> None:
    of_phone, of_projector = phone(languages=("fr",)), projector()

    told = of_phone.ask("catch_up")["meeting"]["planned"]
    assert told["date"] == "14 novembre 2023"
    assert [clock["begins"][0] for clock in told["clocks"]] == [
        "2023-11-14T15:00+01:00",
        "2023-11-14T11:00-03:00",
    ]
    hall = of_projector.ask("catch_up")["meeting"]["planned"]
    assert {code: " / ".join(clocks) for code, (_date, *clocks) in hall.items()} == LINE
    assert hall["pt"][0] == "14 de novembro de 2023"

    assert console().ask("round.open")["ok"]
    assert of_phone.ask("catch_up")["meeting"]["planned"] is None
    assert of_projector.ask("catch_up")["meeting"]["planned"] == {}


def test_a_meeting_without_a_time_shows_nothing_new(
    office: FlaskClient, client: FlaskClient, meeting: Meeting, phone: Callable[..., Any]
) -> None:
    pages = [
        client.get(f"/join/{meeting.join_secret}"),
        office.get(f"/consultations/{meeting.consultation_id}"),
        office.get(f"/meetings/{meeting.id}/print"),
    ]

    assert ["<time" in page.get_data(as_text=True) for page in pages] == [False, False, False]
    assert phone().ask("catch_up")["meeting"]["planned"] is None


def test_form_names_zones_in_the_language_of_its_reader(
    office: FlaskClient, consultation: Consultation
) -> None:
    html = office.get(f"/consultations/{consultation.id}/edit?lang=fr").get_data(as_text=True)

    assert chosen(html, "time_zone") == ["Europe/Brussels"]
    assert chosen(html, "second_zone") == []
    assert '<option value="America/Rio_de_Janeiro">Rio de Janeiro</option>' in html
    assert '<option value="Europe/Antwerp">Anvers</option>' in html
    assert '<optgroup label="Afrique">' in html


def test_chosen_zones_are_stored_and_shown_again(office: FlaskClient, consultation: Consultation) -> None:
    address = f"/consultations/{consultation.id}/edit"

    answer = office.post(address, data=posted(time_zone="America/Bogota", second_zone="Europe/Turin"))

    assert answer.status_code == 302
    assert (consultation.time_zone, consultation.second_zone) == ("America/Bogota", "Europe/Turin")
    html = office.get(address).get_data(as_text=True)
    assert chosen(html, "time_zone") == ["America/Bogota"]
    assert chosen(html, "second_zone") == ["Europe/Turin"]


@pytest.mark.parametrize(
    ("zones", "field", "sentence"),
    [
        ({"time_zone": "Europe/Atlantis"}, "time_zone", "Time zone: please choose from the list."),
        ({"time_zone": ""}, "time_zone", "Time zone: please choose from the list."),
        (
            {"time_zone": "Europe/Rome", "second_zone": "../../etc/passwd"},
            "second_zone",
            "Second time zone: please choose from the list.",
        ),
    ],
)
def test_unknown_zones_are_refused_beside_their_field(
    office: FlaskClient, consultation: Consultation, zones: dict[str, str], field: str, sentence: str
) -> None:
    answer = office.post(f"/consultations/{consultation.id}/edit", data=posted(**zones))

    html = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert f'<p class="error-text" id="{field}-error">{sentence}</p>' in html
    assert (consultation.time_zone, consultation.second_zone) == ("Europe/Brussels", "")


def test_a_new_consultation_begins_with_the_zone_of_the_server(settings: Settings) -> None:
    app = create_app(replace(settings, time_zone="America/Montevideo"), TESTING=True)
    with app.test_request_context():
        from consult.web.consultation_form import blank

        assert (blank().time_zone, blank().second_zone) == ("America/Montevideo", "")


def test_zone_of_the_server_is_read_from_the_environment(tmp_path: Any, settings: Settings) -> None:
    folder = {"CONSULT_DATA": str(tmp_path)}

    assert Settings.from_environment(folder).time_zone == "Europe/Brussels"
    assert (
        Settings.from_environment({**folder, "CONSULT_TIME_ZONE": "Africa/Dakar"}).time_zone == "Africa/Dakar"
    )
    with pytest.raises(ConfigurationError):
        create_app(replace(settings, time_zone="Atlantis"))


def test_reports_and_the_paper_trail_say_the_hour_of_the_city_and_its_offset(
    office: FlaskClient, meeting: Meeting
) -> None:
    # Half past eight in the evening in Brussels is the next day in Auckland.
    meeting.consultation.time_zone = "Pacific/Auckland"
    meeting.opened_at, meeting.phase = now() + 12 * 3600 - 30 * 60, "round"
    change = ThemeChange(consultation_id=meeting.consultation_id, what="analysed", detail={}, made_at=now())
    db.session.add(change)
    db.session.commit()

    report = needs_assessment(meeting.consultation_id, "en")
    page = office.get(f"/consultations/{meeting.consultation_id}/assessment").get_data(as_text=True)

    assert report.generated_at.isoformat(timespec="minutes") == "2027-01-15T21:00+13:00"
    assert [str(one.date) for one in report.meetings] == ["2027-01-16"]
    assert "15 Jan 2027, 21:00 (UTC+13)" in words(page)
