"""The folded parts of a meeting's form: when it is, its agenda, and who is interpreted for."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from web.test_consultations import fields_of, page_of

from consult.domain.channels import LINK_LENGTH
from consult.extensions import db
from consult.models import Consultation, Meeting, User
from consult.services.preparation import prepare
from consult.services.preparation.drafts import MeetingDraft

SignIn = Callable[[User], FlaskClient]
LINK = "https://zoom.us/j/93?lang=fr&room=2"


@pytest.fixture
def office(facilitator: User, sign_in: SignIn) -> FlaskClient:
    """The facilitator's browser."""
    return sign_in(facilitator)


@pytest.fixture
def address(consultation: Consultation) -> str:
    return f"/consultations/{consultation.id}/meetings/new"


@pytest.fixture
def send(office: FlaskClient, address: str) -> Callable[..., Any]:
    """The form of a new meeting with something typed into it, sent."""

    def _send(typed: dict[str, Any], **options: Any) -> Any:
        return office.post(address, data={**fields_of(page_of(office, address)), **typed}, **options)

    return _send


def newest() -> Meeting:
    return db.session.query(Meeting).order_by(Meeting.id.desc()).limit(1).one()


def at_tables(meeting: Meeting) -> dict[int, list[dict[str, str]]]:
    return {table.number: table.interpretation for table in meeting.tables if table.interpretation}


def wrong_fields(page: str) -> list[str]:
    """The fields that the summary of errors leads to."""
    return re.findall(r'<li><a href="#([^"]+)">', page)


def drafts_to_read(page: str) -> list[str]:
    """The fields that the summary of unread drafts leads to."""
    summary = page.split('id="drafts"')[1].split("</ul>")[0]
    return re.findall(r'<a href="#([^"]+)"', summary)


def is_open(page: str) -> dict[str, bool]:
    """Which of the folded parts are shown at once, by their heading's id."""
    found = re.findall(r'<details class="form-fold"[^>]*?( open)?>\s*<summary><h2 id="([^"]+)"', page)
    return {name.removesuffix("-title"): bool(shown) for shown, name in found}


CLOSED = {"when": False, "agenda": False, "interpretation": False}
PLENARY = {"interpreted": ["pt", "fr"], "interpreted-fr-how": LINK, "interpreted-pt-how": " Canal  4 "}
TABLES = {
    "interpreted-table-0-number": " 3 ",
    "interpreted-table-0-languages": ["pt", "en"],
    "interpreted-table-0-how": "Room 1.12",
    "interpreted-table-1-number": "1",
    "interpreted-table-1-languages": ["fr"],
    "interpreted-table-1-how": "",
}


# ── What is asked, and shown again ───────────────────────────────────────────


def test_first_meeting_is_as_easy_as_ever(
    send: Callable[..., Any], office: FlaskClient, address: str
) -> None:
    assert is_open(page_of(office, address)) == CLOSED

    assert send({}).status_code == 302
    assert (newest().planned_start, newest().agenda, newest().interpretation) == (None, {}, [])
    assert is_open(page_of(office, f"/meetings/{newest().id}/edit")) == CLOSED


def test_interpretation_is_stored_and_shown_again(send: Callable[..., Any], office: FlaskClient) -> None:
    assert send({**PLENARY, **TABLES}).status_code == 302

    made = newest()
    page = page_of(office, f"/meetings/{made.id}/edit")
    shown = fields_of(page)
    assert made.interpretation == [{"language": "fr", "how": LINK}, {"language": "pt", "how": "Canal 4"}]
    assert at_tables(made) == {
        1: [{"language": "fr", "how": ""}],
        3: [{"language": "en", "how": "Room 1.12"}, {"language": "pt", "how": "Room 1.12"}],
    }
    assert is_open(page) == {**CLOSED, "interpretation": True}
    assert shown["interpreted"] == ["fr", "pt"]
    assert (shown["interpreted-fr-how"], shown["interpreted-en-how"]) == (LINK, "")
    assert [shown[f"interpreted-table-{n}-number"] for n in (0, 1)] == ["1", "3"]
    assert shown["interpreted-table-1-languages"] == ["en", "pt"]


def test_languages_heard_in_different_ways_get_a_line_each(
    consultation: Consultation, office: FlaskClient
) -> None:
    rows = [
        {"number": 2, "languages": ["en", "pt"], "how": "Channel 1"},
        {"number": 2, "languages": ["es"], "how": "Channel 2"},
    ]
    draft = MeetingDraft.model_validate({"title": {"en": "Café"}, "interpreted_tables": rows})
    meeting = prepare.create_meeting(consultation, draft)
    stored = at_tables(meeting)
    address = f"/meetings/{meeting.id}/edit"

    shown = fields_of(page_of(office, address))
    office.post(address, data=shown)

    db.session.refresh(meeting)
    assert [shown[f"interpreted-table-{n}-languages"] for n in (0, 1)] == [["en", "pt"], ["es"]]
    assert [shown[f"interpreted-table-{n}-how"] for n in (0, 1)] == ["Channel 1", "Channel 2"]
    assert at_tables(meeting) == stored


def test_languages_not_on_the_screens_can_be_interpreted(
    consultation: Consultation, send: Callable[..., Any]
) -> None:
    consultation.languages = ["en", "fr"]
    db.session.commit()

    assert send({"interpreted": ["pt"]}).status_code == 302

    assert newest().interpretation == [{"language": "pt", "how": ""}]


def test_time_and_agenda_are_stored_and_shown_again(send: Callable[..., Any], office: FlaskClient) -> None:
    typed = {"planned_date": "2027-03-27", "planned_time": "15:00", "planned_minutes": " 180 "}

    assert send({**typed, "agenda-fr": "15 h Accueil\r\n15 h 20 Tour 1"}).status_code == 302

    made = newest()
    page = page_of(office, f"/meetings/{made.id}/edit")
    assert (made.planned_start, made.planned_minutes) == ("2027-03-27T15:00", 180)
    assert made.agenda == {"fr": "15 h Accueil\n15 h 20 Tour 1"}
    assert is_open(page) == {"when": True, "agenda": True, "interpretation": False}
    assert [fields_of(page)[name] for name in typed] == ["2027-03-27", "15:00", "180"]


def test_clock_is_named_beside_the_time(
    consultation: Consultation, office: FlaskClient, address: str
) -> None:
    consultation.time_zone = "America/Sao_Paulo"
    db.session.commit()

    assert "where the consultation is: São Paulo." in unescape(page_of(office, address))


# ── What is wrong, beside its field ──────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "fields", "sentence"),
    [
        ({"planned_date": "2027-03-27"}, ["planned_start"], "both a date and a time"),
        ({"planned_time": "15:00"}, ["planned_start"], "both a date and a time"),
        ({"planned_date": "27/3/2027", "planned_time": "3 pm"}, ["planned_start"], "both a date and a time"),
        ({"planned_date": "2027-02-30", "planned_time": "15:00"}, ["planned_start"], "both a date"),
        ({"planned_date": "0001-01-01", "planned_time": "15:00"}, ["planned_start"], "between 2000 and"),
        ({"planned_date": "2027-03-28", "planned_time": "02:30"}, ["planned_start"], "does not exist"),
        ({"planned_minutes": "0"}, ["planned_minutes"], "1 or more"),
        ({"planned_minutes": "1441"}, ["planned_minutes"], "1440 or less"),
        ({"planned_minutes": "long"}, ["planned_minutes"], "whole number"),
        ({"agenda-es": "x" * 2001}, ["agenda-es"], "at most 2000 characters"),
        (
            {"interpreted": ["fr"], "interpreted-fr-how": "http://zoom.us/j/93"},
            ["interpreted-fr-how"],
            "begin with https://",
        ),
        (
            {"interpreted": ["en", "fr"], "interpreted-fr-how": "x" * 81},
            ["interpreted-fr-how"],
            "at most 80 characters",
        ),
        (
            {"interpreted": ["fr"], "interpreted-fr-how": "https://zoom.us/" + "x" * LINK_LENGTH},
            ["interpreted-fr-how"],
            "at most 300 characters",
        ),
        ({"interpreted-fr-how": "Canal 3"}, ["interpreted-fr-how"], "tick the language as well"),
        (
            {**TABLES, "interpreted-table-1-number": "5"},
            ["interpreted-table-1-number"],
            "line 2: there are only 4 tables",
        ),
        ({**TABLES, "interpreted-table-0-number": ""}, ["interpreted-table-0-number"], "whole number"),
        ({**TABLES, "interpreted-table-0-number": "9" * 5000}, ["interpreted-table-0-number"], "smaller"),
        (
            {**TABLES, "interpreted-table-1-languages": []},
            ["interpreted-table-1-languages"],
            "choose at least one",
        ),
        ({**TABLES, "interpreted-table-0-how": "zoom.us/j/93"}, ["interpreted-table-0-how"], "https://"),
        (
            {**TABLES, "interpreted-table-1-number": "3", "interpreted-table-1-languages": ["es", "pt"]},
            ["interpreted-table-1-languages"],
            "in another line already",
        ),
    ],
)
def test_wrong_entry_is_told_at_its_field_and_nothing_is_lost(
    send: Callable[..., Any], typed: dict[str, Any], fields: list[str], sentence: str
) -> None:
    before = db.session.query(Meeting).count()

    answer = send({"agenda-en": "Welcome", **typed})

    page = answer.get_data(as_text=True)
    shown = fields_of(page)
    assert answer.status_code == 400
    assert wrong_fields(page) == fields
    assert f'id="{fields[0]}-error"' in page
    assert sentence in unescape(page)
    assert is_open(page)[{"p": "when", "a": "agenda", "i": "interpretation"}[fields[0][0]]]
    assert {name: shown.get(name) for name in typed if typed[name]} == {
        name: value if isinstance(value, list) else value.strip() for name, value in typed.items() if value
    } | ({"interpreted-table-0-languages": ["en", "pt"]} if "interpreted-table-0-languages" in typed else {})
    assert shown["agenda-en"] == "Welcome"
    assert db.session.query(Meeting).count() == before


def test_empty_line_is_no_mistake(send: Callable[..., Any]) -> None:
    empty = {f"interpreted-table-{n}-number": "" for n in (0, 1)}

    assert (
        send(
            {**empty, "interpreted-table-2-number": "2", "interpreted-table-2-languages": ["fr"]}
        ).status_code
        == 302
    )

    assert at_tables(newest()) == {2: [{"language": "fr", "how": ""}]}


def test_line_behind_an_empty_one_is_named_where_it_stands(send: Callable[..., Any]) -> None:
    answer = send({"interpreted-table-0-number": "", "interpreted-table-1-number": "2"})

    assert wrong_fields(answer.get_data(as_text=True)) == ["interpreted-table-1-languages"]


def test_time_that_comes_twice_is_taken_as_the_first_and_told(send: Callable[..., Any]) -> None:
    typed = {"planned_date": "2027-10-31", "planned_time": "02:30"}

    twice = send(typed, follow_redirects=True).get_data(as_text=True)
    once = send({**typed, "planned_time": "03:30"}, follow_redirects=True).get_data(as_text=True)

    assert "The clocks go back that night and show 02:30 twice. The first time is meant." in twice
    assert "The clocks go back" not in once


def test_nothing_typed_becomes_markup(send: Callable[..., Any]) -> None:
    typed = {"agenda-en": "</textarea><b>", "interpreted-fr-how": '"><b>', "planned_date": '"><b>'}

    assert "<b>" not in send(typed).get_data(as_text=True)


# ── Lines, without scripts ───────────────────────────────────────────────────


def test_lines_are_added_and_taken_away(send: Callable[..., Any]) -> None:
    added = send({**TABLES, "do": "add-interpreted"}).get_data(as_text=True)
    removed = send({**TABLES, "do": "remove-interpreted:0"}).get_data(as_text=True)

    assert re.findall(r'id="([^"]+)"[^>]* autofocus', added) == ["interpreted-table-2-number"]
    assert fields_of(added)["interpreted-table-1-number"] == "1"
    assert is_open(added) == {**CLOSED, "interpretation": True}
    assert fields_of(removed)["interpreted-table-0-number"] == "1"
    assert "interpreted-table-1-number" not in fields_of(removed)


def test_last_line_can_be_taken_away_and_the_part_stays_open(send: Callable[..., Any]) -> None:
    page = send({"interpreted-table-0-number": "1", "do": "remove-interpreted:0"}).get_data(as_text=True)

    assert "interpreted-table-0-number" not in fields_of(page)
    assert is_open(page)["interpretation"]


@pytest.mark.parametrize("step", ["remove-interpreted:", "remove-interpreted:2", "remove-interpreted:-1"])
def test_step_of_no_line_changes_nothing(send: Callable[..., Any], step: str) -> None:
    shown = fields_of(send({**TABLES, "do": step}).get_data(as_text=True))

    assert [shown[f"interpreted-table-{n}-number"] for n in (0, 1)] == ["3", "1"]


def test_hall_has_a_line_for_every_table_and_not_one_more(send: Callable[..., Any]) -> None:
    typed: dict[str, Any] = {"expected_people": "2000", "tables": "400"}
    for number in range(400):
        typed[f"interpreted-table-{number}-number"] = str(number + 1)
        typed[f"interpreted-table-{number}-languages"] = ["fr"]

    page = send({**typed, "do": "add-interpreted"}).get_data(as_text=True)
    saved = send(typed)

    assert "interpreted-table-400-number" not in fields_of(page)
    assert saved.status_code == 302
    assert len(at_tables(newest())) == 400


# ── Drafts by the engine ─────────────────────────────────────────────────────


def drafted(field: str, text: str, **more: str) -> dict[str, str]:
    """A draft in its field, as the form carries it."""
    extra = {f"draft-{field}-{name}": value for name, value in more.items()}
    return {field: text, f"draft-{field}": text, f"draft-{field}-by": "apertium", **extra}


def test_draft_nobody_has_read_is_not_stored_and_waits_in_the_form(send: Callable[..., Any]) -> None:
    typed = {
        "agenda-fr": "Accueil",
        **drafted("agenda-es", "Bienvenida"),
        **drafted("agenda-pt", "Acolhimento", read="yes"),
    }

    answer = send(typed)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert newest().agenda == {"fr": "Accueil", "pt": "Acolhimento"}
    assert f'action="/meetings/{newest().id}/edit"' in page
    assert drafts_to_read(page) == ["agenda-es"]
    assert is_open(page)["agenda"]
    assert re.findall(r'name="(draft-[a-z]+-[a-z]+)" value="([^"]*)"', page) == [
        ("draft-agenda-es", "Bienvenida")
    ]


def test_title_of_drafts_alone_is_no_title(send: Callable[..., Any]) -> None:
    typed = {f"title-{code}": "" for code in ("en", "fr", "pt")}

    answer = send({**typed, **drafted("title-es", "Café del mundo")})

    assert answer.status_code == 400
    assert "title" in wrong_fields(answer.get_data(as_text=True))


def test_drafts_are_asked_for_what_is_missing(send: Callable[..., Any]) -> None:
    page = send({"do": "draft:agenda"}).get_data(as_text=True)

    assert "Nothing to draft" in page
    assert db.session.query(Meeting).count() == 1


# ── Where participants prepare ───────────────────────────────────────────────


def agenda_on_the_join_page(client: FlaskClient, meeting: Meeting, language: str) -> list[str]:
    """What is folded there."""
    page = page_of(client, f"/join/{meeting.join_secret}?lang={language}")
    return [unescape(one) for one in re.findall(r'<p class="as-written">(.*?)</p>', page, re.S)]


def test_agenda_is_read_before_joining_in_the_readers_language(client: FlaskClient, meeting: Meeting) -> None:
    assert agenda_on_the_join_page(client, meeting, "fr") == []

    texts = {"fr": "15 h Accueil\n15 h 20 Tour 1", "es": "<b>Bienvenida</b>"}
    prepare.update_meeting(meeting, MeetingDraft(title={"en": "Café"}, agenda=texts))

    assert agenda_on_the_join_page(client, meeting, "fr") == ["15 h Accueil\n15 h 20 Tour 1"]
    assert "<b>" not in page_of(client, f"/join/{meeting.join_secret}?lang=es")
    assert agenda_on_the_join_page(client, meeting, "es") == ["<b>Bienvenida</b>"]
    assert agenda_on_the_join_page(client, meeting, "pt") == [
        '<span lang="fr">15 h Accueil\n15 h 20 Tour 1</span>'
    ]


# ── Who may ──────────────────────────────────────────────────────────────────


def test_form_is_closed_once_the_meeting_has_begun(office: FlaskClient, meeting: Meeting) -> None:
    values = fields_of(page_of(office, f"/meetings/{meeting.id}/edit"))
    meeting.phase = "round"
    db.session.commit()

    answer = office.post(f"/meetings/{meeting.id}/edit", data={**values, "interpreted": ["fr"]})

    assert answer.status_code == 302
    assert meeting.interpretation == []
