"""The console and the sheets to print: who may open them and what they carry."""

from __future__ import annotations

import json
import re

import pytest
from babel.messages.extract import extract

from consult.domain.words import Role
from consult.places import TEMPLATES
from consult.services.accounts.tickets import read_ticket


def boot(page) -> dict:
    found = re.search(r'<script type="application/json" id="boot">(.*?)</script>', page.text, re.S)
    return json.loads(found.group(1))


@pytest.mark.parametrize("address", ["console", "print"])
def test_signed_out_people_are_sent_to_sign_in(client, meeting, address):
    answer = client.get(f"/meetings/{meeting.id}/{address}")

    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in")


@pytest.mark.parametrize("address", ["console", "print"])
def test_strangers_find_nothing(sign_in, stranger, meeting, address):
    answer = sign_in(stranger).get(f"/meetings/{meeting.id}/{address}")

    assert answer.status_code == 404


@pytest.mark.parametrize("address", ["console", "print"])
def test_a_missing_meeting_answers_like_a_foreign_one(sign_in, stranger, meeting, address):
    browser = sign_in(stranger)

    missing = browser.get(f"/meetings/{meeting.id + 1000}/{address}")
    foreign = browser.get(f"/meetings/{meeting.id}/{address}")

    assert (missing.status_code, missing.text) == (foreign.status_code, foreign.text)


def test_coordinators_print_but_do_not_run_the_meeting(sign_in, with_role, meeting):
    browser = sign_in(with_role(Role.COORDINATOR, "coordinator"))

    assert browser.get(f"/meetings/{meeting.id}/print").status_code == 200
    assert browser.get(f"/meetings/{meeting.id}/console").status_code == 404


def test_console_carries_a_ticket_for_this_user_and_this_meeting(sign_in, facilitator, meeting):
    page = sign_in(facilitator).get(f"/meetings/{meeting.id}/console")

    assert page.status_code == 200
    assert read_ticket(boot(page)["ticket"]) == (facilitator.id, meeting.id)


def test_console_is_never_kept_by_a_cache(sign_in, facilitator, meeting):
    page = sign_in(facilitator).get(f"/meetings/{meeting.id}/console")

    assert page.headers["Cache-Control"] == "no-store"


def test_console_links_to_its_pages(sign_in, facilitator, meeting):
    addresses = boot(sign_in(facilitator).get(f"/meetings/{meeting.id}/console"))["addresses"]

    assert addresses == {
        "print": f"/meetings/{meeting.id}/print",
        "assessment": f"/consultations/{meeting.consultation_id}/assessment",
        "board": f"/consultations/{meeting.consultation_id}/assessment/board",
        "consultation": f"/consultations/{meeting.consultation_id}",
        "projector": f"/projector/{meeting.projector_key}",
        "language": "/language",
        "here": f"/meetings/{meeting.id}/console",
    }


def test_ticket_of_the_console_opens_its_socket(sign_in, facilitator, meeting, connect):
    ticket = boot(sign_in(facilitator).get(f"/meetings/{meeting.id}/console"))["ticket"]

    assert connect({"ticket": ticket}).ask("catch_up")["meeting"]["id"] == meeting.id


def test_sheets_have_one_sign_for_each_table(sign_in, facilitator, meeting):
    page = sign_in(facilitator).get(f"/meetings/{meeting.id}/print").text

    assert page.count('<section class="half"') == len(meeting.tables)
    assert page.count('<svg class="sign"') == len(meeting.tables)


def test_sheets_show_the_code_and_the_etiquette_in_every_language(sign_in, facilitator, meeting):
    page = sign_in(facilitator).get(f"/meetings/{meeting.id}/print").text
    manners = page.split('<section class="sheet manners"')[1].split("</section>")[0]

    assert re.findall(r'<div lang="(\w\w)">', manners) == meeting.consultation.languages
    assert page.count(f'<p class="code">{meeting.join_code}</p>') == 1 + len(meeting.tables)


def test_table_signs_of_the_sheets_match_those_of_the_scripts():
    drawn = (TEMPLATES / "console" / "_sign.html").read_text()
    script = (TEMPLATES.parent / "static" / "js" / "common" / "sign.js").read_text()
    colours = dict(re.findall(r"'(\w+)': '(#[0-9a-f]{6})'", drawn))
    paths = dict(re.findall(r"'(\w+)': '(M[^']+)'", drawn))

    assert colours == dict(re.findall(r'(\w+): "(#[0-9a-f]{6})"', script))
    assert paths == dict(re.findall(r'(\w+): "(M[^"]+)"', script))


@pytest.mark.parametrize("screen", ["console", "projector"])
def test_every_sentence_of_the_scripts_is_collected_for_translation(screen):
    # The collector does not see everything inside templates: a sentence it misses stays English for ever.
    folder = TEMPLATES.parent / "static" / "js"
    scripts = [folder / f"{screen}.js", *sorted((folder / screen).glob("*.js"))]
    used: set[str] = set()
    collected: set[str] = set()
    for script in scripts:
        used.update(re.findall(r'\bt\(\s*"((?:[^"\\]|\\.)*)"', script.read_text()))
        with script.open("rb") as source:
            found = extract("javascript", source, {"t": None}, options={"parse_template_string": "true"})
            collected.update(str(sentence) for _line, sentence, _comments, _context in found)

    assert used - collected == set()
