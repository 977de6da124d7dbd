"""The seating in the form of a meeting: what is asked, what is stored and shown again, what the numbers promise."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from web.test_consultations import fields_of, page_of

from consult.domain.words import Phase
from consult.extensions import db
from consult.models import Consultation, Meeting, User
from consult.services.preparation import prepare
from consult.services.preparation.drafts import MeetingDraft
from consult.web.outlook import Expected, expected, numbers_of

SignIn = Callable[[User], FlaskClient]


@pytest.fixture
def office(facilitator: User, sign_in: SignIn) -> FlaskClient:
    """The facilitator's browser."""
    return sign_in(facilitator)


@pytest.fixture
def address(consultation: Consultation) -> str:
    return f"/consultations/{consultation.id}/meetings/new"


@pytest.fixture
def outlook_at(office: FlaskClient, consultation: Consultation) -> Callable[..., str]:
    """The piece of the form for some numbers."""

    def _outlook(**numbers: object) -> str:
        answer = office.get(f"/consultations/{consultation.id}/meetings/outlook", query_string=numbers)
        assert answer.status_code == 200
        return answer.get_data(as_text=True).strip()

    return _outlook


def newest() -> Meeting:
    return db.session.query(Meeting).order_by(Meeting.id.desc()).limit(1).one()


def modes_of(meeting: Meeting) -> list[str]:
    return [str(table.mode) for table in meeting.tables]


def words_of(page: str) -> str:
    """What stands in the outlook of a page, without its marks."""
    found = re.search(r'<div class="outlook[^"]*">(.*?)</div>', page, re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found.group(1))).split()) if found else ""


def buttons_of(page: str) -> list[str]:
    return re.findall(r'<button name="do" value="(use-[^"]+)"', page)


# ── What is asked ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "modes"),
    [
        ({}, ["mixed", "mixed", "mixed", "mixed"]),
        ({"remote_policy": "any", "remote_tables": "many"}, ["mixed", "mixed", "mixed", "mixed"]),
        ({"remote_policy": "screens", "remote_tables": "2"}, ["mixed", "mixed", "onsite", "onsite"]),
        ({"remote_policy": "own", "remote_tables": " 1 "}, ["onsite", "onsite", "onsite", "remote"]),
    ],
)
def test_tables_for_people_online_are_stored_and_shown_again(
    office: FlaskClient, address: str, typed: dict[str, str], modes: list[str]
) -> None:
    office.post(address, data={**fields_of(page_of(office, address)), **typed})
    made = newest()
    shown = fields_of(page_of(office, f"/meetings/{made.id}/edit"))

    assert modes_of(made) == modes
    assert (shown["remote_policy"], shown["remote_tables"]) == (
        typed.get("remote_policy", "any"),
        typed["remote_tables"].strip() if typed.get("remote_policy", "any") != "any" else "1",
    )


def test_aims_are_stored_and_shown_again(office: FlaskClient, address: str) -> None:
    typed = {**fields_of(page_of(office, address)), "fresh_tables": "no"}
    del typed["mix_groups"]

    office.post(address, data=typed)
    made = newest()
    shown = fields_of(page_of(office, f"/meetings/{made.id}/edit"))

    assert (made.fresh_tables, made.mix_groups) == (False, False)
    assert (shown["fresh_tables"], shown.get("mix_groups")) == ("no", None)


def test_saving_unchanged_keeps_the_seating(office: FlaskClient, consultation: Consultation) -> None:
    draft = MeetingDraft(
        title={"en": "Café"}, remote_policy="screens", remote_tables=3, fresh_tables=False, mix_groups=False
    )
    meeting = prepare.create_meeting(consultation, draft)
    address = f"/meetings/{meeting.id}/edit"

    assert office.post(address, data=fields_of(page_of(office, address))).status_code == 302

    db.session.refresh(meeting)
    assert modes_of(meeting) == ["mixed", "mixed", "mixed", "onsite"]
    assert (meeting.fresh_tables, meeting.mix_groups) == (False, False)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        (
            {"remote_policy": "own", "remote_tables": "4"},
            "remote_tables",
            "one table at least stays for people",
        ),
        ({"remote_policy": "screens", "remote_tables": "5"}, "remote_tables", "there are only 4 tables."),
        ({"remote_policy": "own", "remote_tables": ""}, "remote_tables", "please enter a whole number."),
        ({"remote_policy": "own", "remote_tables": "two"}, "remote_tables", "please enter a whole number."),
        ({"remote_policy": "screens", "remote_tables": "0"}, "remote_tables", "1 or more, please."),
        ({"remote_policy": "own", "remote_tables": "-1"}, "remote_tables", "1 or more, please."),
        ({"remote_policy": "own", "remote_tables": "9" * 5000}, "remote_tables", "Tables for people online:"),
        ({"remote_policy": "<b>"}, "remote_policy", "please choose from the list."),
        ({"fresh_tables": "<b>"}, "fresh_tables", "please choose from the list."),
    ],
)
def test_wrong_choice_is_told_at_its_field(
    office: FlaskClient, address: str, typed: dict[str, str], field: str, sentence: str
) -> None:
    answer = office.post(address, data={**fields_of(page_of(office, address)), **typed})
    page = answer.get_data(as_text=True)

    assert answer.status_code == 400
    assert re.findall(r'<li><a href="#([^"]+)">', page) == [field]
    assert f'id="{field}-error"' in page
    assert sentence in page
    assert "<b>" not in page


def test_focus_group_is_not_asked(office: FlaskClient, address: str) -> None:
    typed = {**fields_of(page_of(office, address)), "format": "focus_group", "remote_policy": "own"}

    answer = office.post(address, data={**typed, "remote_tables": "7", "fresh_tables": "perhaps"})

    assert answer.status_code == 302
    assert modes_of(newest()) == ["mixed"]


# ── What the numbers promise ─────────────────────────────────────────────────


def of(*numbers: Any, **more: Any) -> Expected:
    found = numbers_of(*numbers, **more)
    assert found is not None
    return expected(found)


def test_good_numbers_promise_new_people_and_a_new_table(outlook_at: Callable[..., str]) -> None:
    page = outlook_at(people=43, tables=9, rounds=3, hosts="fixed")

    assert words_of(page).startswith(
        "43 people at 9 tables in 3 rounds: everybody can meet new people at a new table in every round. "
        "It also works on paper, without any device: the host stays;"
    )
    assert 'class="outlook good"' in page
    assert buttons_of(page) == []


def test_too_few_tables_are_told_with_the_reason_and_what_helps(outlook_at: Callable[..., str]) -> None:
    page = outlook_at(people=20, tables=4, rounds=3, hosts="fixed")

    assert words_of(page) == (
        "20 people at 4 tables in 3 rounds: nobody has to return to a table. "
        "At least 8 times, two people have to sit together again. "
        "The reason: up to 4 people leave a table together, and only 3 other tables wait for them. "
        "With 5 tables everybody could meet new people at a new table in every round. "
        "Use 5 tables"
    )
    assert buttons_of(page) == ["use-tables:5"]


def test_more_rounds_than_tables_are_told(app: Flask) -> None:
    with app.test_request_context():
        found = of(24, 6, 8, "fixed")

    assert "there are fewer tables than rounds" in found.sentences[0]
    assert (found.impossible, found.tables_instead, found.rounds_instead) == (True, 8, 5)


def test_fewer_than_three_rounds_are_never_proposed(app: Flask) -> None:
    with app.test_request_context():
        found = of(4, 2, 3, "fixed")

    assert (found.tables_instead, found.rounds_instead) == (None, None)


def test_where_aims_pull_apart_the_choice_decides(app: Flask) -> None:
    with app.test_request_context():
        new_table, new_people = of(25, 5, 5, "volunteer"), of(25, 5, 5, "volunteer", fresh=False)

    assert (new_table.impossible, new_people.impossible) == (True, False)
    assert "choose below what matters more" in " ".join(new_table.sentences)
    assert "but some return to a table" in new_people.sentences[0]


def test_crowded_tables_are_told_the_number_of_the_rule(app: Flask) -> None:
    with app.test_request_context():
        found = of(60, 6, 3, "fixed")

    assert "Up to 10 people would share a table" in found.sentences[-1]
    assert found.tables_instead == 12


def test_people_online_at_few_tables_return(app: Flask) -> None:
    with app.test_request_context():
        found = [of(43, 9, 3, "fixed", online=online) for online in (1, 2, 3)]

    assert {one.notes[0] for one in found} == {
        "This reckons with everybody at any table; people online can sit at some tables only."
    }
    assert [one.notes[1:] for one in found] == [
        ["People online have only 1 table for 3 rounds, so they return to it."],
        ["People online have only 2 tables for 3 rounds, so they return to one."],
        [],
    ]
    assert [one.good for one in found] == [False, False, True]


@pytest.mark.parametrize(
    "numbers",
    [
        {},
        {"people": "20"},
        {"people": "", "tables": "4", "rounds": "3", "hosts": "fixed"},
        {"people": "20", "tables": "1", "rounds": "3", "hosts": "fixed"},
        {"people": "20", "tables": "11", "rounds": "3", "hosts": "fixed"},
        {"people": "20", "tables": "4", "rounds": "9", "hosts": "fixed"},
        {"people": "20", "tables": "4", "rounds": "1", "hosts": "fixed"},
        {"people": "2001", "tables": "4", "rounds": "3", "hosts": "fixed"},
        {"people": "2000", "tables": "401", "rounds": "3", "hosts": "fixed"},
        {"people": "20", "tables": "4", "rounds": "3", "hosts": "<script>"},
        {"people": "²", "tables": "4", "rounds": "3", "hosts": "fixed"},
        {"people": "-20", "tables": "-4", "rounds": "-3", "hosts": "fixed"},
        {"people": "9" * 5000, "tables": "9" * 5000, "rounds": "9" * 5000, "hosts": "fixed"},
    ],
)
def test_numbers_of_no_café_promise_nothing(outlook_at: Callable[..., str], numbers: dict[str, str]) -> None:
    assert outlook_at(**numbers) == ""


def test_facilitator_alone_sees_the_outlook(
    consultation: Consultation, with_role: Callable[..., User], sign_in: SignIn
) -> None:
    browser = sign_in(with_role("facilitator", "ines"))

    assert browser.get(f"/consultations/{consultation.id}/meetings/outlook").status_code == 200


# ── In the form ──────────────────────────────────────────────────────────────


def test_form_shows_the_outlook_of_what_is_filled_in(office: FlaskClient, address: str) -> None:
    assert words_of(page_of(office, address)).startswith("20 people at 4 tables in 3 rounds:")


def test_outlook_can_be_asked_for_without_scripts(office: FlaskClient, address: str) -> None:
    typed = {**fields_of(page_of(office, address)), "expected_people": "43", "do": "outlook"}

    page = office.post(address, data=typed).get_data(as_text=True)

    assert words_of(page).startswith("43 people at 9 tables in 3 rounds:")
    assert db.session.query(Meeting).count() == 1


def test_number_of_tables_that_helps_is_one_press_away(office: FlaskClient, address: str) -> None:
    before = page_of(office, address)
    pressed = {**fields_of(before), "do": buttons_of(before)[0]}

    page = office.post(address, data=pressed).get_data(as_text=True)

    assert fields_of(page)["tables"] == "5"
    assert 'class="outlook good"' in page
    assert page.count('class="field table-row"') == 5


def test_number_of_rounds_that_helps_is_one_press_away(office: FlaskClient, address: str) -> None:
    typed = {**fields_of(page_of(office, address)), "expected_people": "24", "tables": "6"}
    for number in range(3, 8):
        typed[f"round-{number}-minutes"] = "15"

    page = office.post(address, data={**typed, "do": "use-rounds:5"}).get_data(as_text=True)

    assert words_of(page).startswith("24 people at 6 tables in 5 rounds:")
    assert "round-5-minutes" not in fields_of(page)


@pytest.mark.parametrize(
    "step", ["use-tables:", "use-tables:1", "use-tables:401", "use-rounds:0", "use-rounds:2"]
)
def test_steps_that_make_no_café_change_nothing(office: FlaskClient, address: str, step: str) -> None:
    typed = fields_of(page_of(office, address))

    page = office.post(address, data={**typed, "do": step}).get_data(as_text=True)

    assert {**fields_of(page), "csrf_token": ""} == {**typed, "csrf_token": ""}


def test_what_cannot_be_is_told_after_saving(office: FlaskClient, address: str) -> None:
    values = fields_of(page_of(office, address))

    told = office.post(address, data=values, follow_redirects=True).get_data(as_text=True)
    silent = office.post(address, data={**values, "tables": "5"}, follow_redirects=True).get_data(
        as_text=True
    )

    assert "At least 8 times, two people have to sit together again." in told
    assert "people at 5 tables" not in silent


def test_nothing_is_promised_for_a_focus_group(office: FlaskClient, meeting: Meeting) -> None:
    prepare.update_meeting(meeting, MeetingDraft(title={"en": "Circle"}, format="focus_group"))

    assert meeting.phase == Phase.WELCOME
    assert words_of(page_of(office, f"/meetings/{meeting.id}/edit")) == ""
