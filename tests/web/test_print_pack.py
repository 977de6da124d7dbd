"""The pack for the hall on the page of sheets: who may print it, what it says before, what it remembers."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pypdf
import pytest
from flask.testing import FlaskClient
from services.people import join_one

from consult.domain.words import Role
from consult.extensions import db
from consult.models import Meeting, User
from consult.services.meeting import contribute

PARTS = ("all", "tents", "cards", "sheets", "plan", "rule")


def words(content: bytes) -> str:
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return " ".join(text.replace("\u200b", "").split())


def press(browser: FlaskClient, meeting: Meeting, part: str, **form: str):
    return browser.post(f"/meetings/{meeting.id}/pack.pdf", data={"part": part, "lang": "en", **form})


def printed_at(meeting: Meeting) -> float | None:
    db.session.expire_all()
    return meeting.cards_printed_at


def section(page: str) -> str:
    found = re.search(r'<section class="pack.*?</section>', page, re.S)
    assert found
    return found[0]


def test_signed_out_people_are_sent_to_sign_in(client, meeting):
    answer = press(client, meeting, "tents")

    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in")


def test_strangers_find_nothing_and_nothing_is_remembered(sign_in, stranger, meeting):
    join_one(meeting, nickname="Ana")

    answer = press(sign_in(stranger), meeting, "cards")

    assert (answer.status_code, printed_at(meeting)) == (404, None)


def test_a_missing_meeting_answers_like_a_foreign_one(sign_in, stranger, meeting):
    browser = sign_in(stranger)

    missing = browser.post(f"/meetings/{meeting.id + 1000}/pack.pdf", data={"part": "tents"})
    foreign = press(browser, meeting, "tents")

    assert (missing.status_code, missing.text) == (foreign.status_code, foreign.text)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.FACILITATOR])
def test_facilitators_and_coordinators_print(sign_in, with_role: Callable[..., User], meeting, role):
    answer = press(sign_in(with_role(role, "helper")), meeting, "tents")

    assert answer.status_code == 200
    assert answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="tents-{meeting.join_code.lower()}-en.pdf"'
    )
    assert answer.headers["Cache-Control"] == "no-store"
    assert meeting.join_code in words(answer.data)


def test_asking_for_the_address_prints_nothing(sign_in, facilitator, meeting):
    assert sign_in(facilitator).get(f"/meetings/{meeting.id}/pack.pdf").status_code == 405


def test_a_form_from_elsewhere_prints_nothing(app, sign_in, facilitator, meeting):
    join_one(meeting)
    app.config["WTF_CSRF_ENABLED"] = True

    answer = press(sign_in(facilitator), meeting, "cards")

    assert (answer.status_code, printed_at(meeting)) == (400, None)


def test_cards_are_remembered_when_they_are_printed_first(sign_in, facilitator, meeting, clock):
    join_one(meeting, nickname="Ana")
    browser = sign_in(facilitator)
    answer = press(browser, meeting, "cards")
    first = clock()
    clock.advance(300)
    press(browser, meeting, "all")

    assert "Ana" in words(answer.data)
    assert printed_at(meeting) == first


@pytest.mark.parametrize("part", ["tents", "plan"])
def test_what_people_do_not_carry_is_not_remembered(sign_in, facilitator, meeting, part):
    join_one(meeting)

    assert press(sign_in(facilitator), meeting, part).status_code == 200
    assert printed_at(meeting) is None


def test_numbered_cards_are_printed_before_anybody_has_joined_and_not_remembered(
    sign_in, facilitator, meeting
):
    answer = press(sign_in(facilitator), meeting, "cards", who="numbers")
    text = words(answer.data)

    assert [number for number in range(1, 21) if f"Guest {number}" not in text] == []
    assert printed_at(meeting) is None


def test_pack_comes_in_the_wanted_language(sign_in, facilitator, meeting):
    browser = sign_in(facilitator)

    texts = [words(press(browser, meeting, "rule", lang=code).data) for code in ("fr", "xx")]

    signs = ("La règle", "The rule")
    assert [sign in text for sign, text in zip(signs, texts, strict=True)] == [True] * 2


def test_nothing_to_print_is_a_sentence(sign_in, facilitator, meeting):
    answer = press(sign_in(facilitator), meeting, "cards", who="people")

    assert answer.status_code == 409
    assert "There is nothing to print here yet." in answer.text


def test_unknown_parts_are_refused(sign_in, facilitator, meeting):
    assert press(sign_in(facilitator), meeting, "menu").status_code == 409


def test_page_offers_every_part_and_numbered_places_at_first(sign_in, facilitator, meeting):
    page = section(sign_in(facilitator).get(f"/meetings/{meeting.id}/print").text)

    assert tuple(re.findall(r'name="part" value="(\w+)"', page)) == PARTS
    assert re.findall(r'value="(\w+)" (checked|disabled)', page) == [
        ("people", "disabled"),
        ("numbers", "checked"),
    ]
    assert 'name="csrf_token"' in page


def test_page_says_what_printing_the_cards_means_before_and_after(sign_in, facilitator, meeting):
    join_one(meeting)
    browser = sign_in(facilitator)
    before = section(browser.get(f"/meetings/{meeting.id}/print").text)
    press(browser, meeting, "cards")
    db.session.expire_all()
    after = section(browser.get(f"/meetings/{meeting.id}/print").text)

    assert "From the first print of the route cards on" in before
    assert "The route cards have been printed" in after


def test_page_names_the_rounds_without_seats(sign_in, facilitator, meeting):
    join_one(meeting)

    page = section(sign_in(facilitator).get(f"/meetings/{meeting.id}/print").text)

    assert "Not planned yet, and so not on the cards: round 2, 3." in page


def test_numbered_places_are_no_longer_offered_once_it_has_begun(sign_in, facilitator, meeting, open_round):
    join_one(meeting)
    open_round()
    db.session.expire_all()

    page = section(sign_in(facilitator).get(f"/meetings/{meeting.id}/print").text)

    assert 'name="who"' not in page


def test_cards_wait_for_people_once_it_has_begun(sign_in, facilitator, meeting, open_round):
    person = join_one(meeting)
    open_round()
    contribute.leave(person)
    db.session.expire_all()

    page = section(sign_in(facilitator).get(f"/meetings/{meeting.id}/print").text)

    assert re.findall(r'value="(\w+)"[^>]* disabled', page) == ["cards", "sheets", "plan", "rule"]


def test_nicknames_stay_text_on_paper(sign_in, facilitator, meeting):
    join_one(meeting, nickname="#panic(1) *x* $y$")

    answer = press(sign_in(facilitator), meeting, "plan")

    assert "#panic(1) *x* $y$" in words(answer.data)
