"""The report studio in real browsers: what is typed is seen at once, two people at once, no script, a small screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from consult.extensions import db
from consult.models import Note, Participant
from consult.services.meeting import contribute
from journeys.conftest import Server, findings, scrolls_sideways
from journeys.shared_board import beside, sorted_consultation, worker

pytestmark = pytest.mark.journey

DESK = {"width": 1280, "height": 900}
LEAVING = "() => !dispatchEvent(new Event('beforeunload', { cancelable: true }))"


@pytest.fixture
def open_studio(server: Server, screen: Callable[..., Page]) -> Callable[..., Page]:
    """The studio in a browser of somebody who coordinates."""
    consultation = sorted_consultation(server)

    def _open(name: str, form: str, language: str = "en", **options: Any) -> Page:
        page = screen(**{"viewport": DESK, **options})
        page.goto(worker(server, consultation, name, "coordinator"))
        page.goto(f"{server.url}/consultations/{consultation}/assessment/report/{form}/{language}")
        return page

    return _open


def test_typing_is_seen_counted_and_kept(open_studio: Callable[..., Page]) -> None:
    page = open_studio("ana", "session")
    preview = page.locator("[data-report]")

    page.locator("#text-conclusion").fill("Streets belong to all [N1]. And so do schools.")
    expect(preview).to_contain_text("Streets belong to all.")
    expect(page.locator("[data-one-sentence]")).to_be_visible()
    assert page.evaluate(LEAVING)

    page.locator("#text-discussion").fill(" ".join(["word"] * 501))
    expect(page.locator("[data-count]")).to_have_text(re.compile(r"Summary: \d+ of 500 words\."))
    expect(page.locator("[data-over]")).to_be_visible()
    expect(preview.locator("mark.over").first).to_be_visible()
    assert findings(page) == []

    page.locator("#text-discussion").fill("We talked.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".alert.success")).to_have_text("Stored.")
    assert not page.evaluate(LEAVING)
    expect(page.locator("#text-discussion")).to_have_value("We talked.")


def test_click_on_a_source_shows_its_notes_and_leads_back(open_studio: Callable[..., Page]) -> None:
    page = open_studio("ana", "assessment")

    page.locator(".report .source").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("tr").first).to_contain_text("Used in:")
    dialog.locator(".used-in a").first.click()

    expect(dialog).to_be_hidden()
    assert re.search(r"#b-[a-z_]+-\d+$", page.url)


def test_second_of_two_people_sees_both_texts(open_studio: Callable[..., Page]) -> None:
    one, other = open_studio("ana", "session"), open_studio("luis", "session")

    one.locator("#text-conclusion").fill("Of the first.")
    one.get_by_role("button", name="Save").click()
    expect(one.locator(".alert.success")).to_be_visible()
    other.locator("#text-conclusion").fill("Of the second.")
    other.get_by_role("button", name="Save").click()

    expect(other.locator("#clash-conclusion")).to_contain_text("Of the first.")
    expect(other.locator("#text-conclusion")).to_have_value("Of the second.")
    assert findings(other) == []


def test_note_erased_while_the_studio_is_open_is_left_out_and_the_page_says_so(
    open_studio: Callable[..., Page], server: Server
) -> None:
    page = open_studio("ana", "session")
    with beside(server):
        note = db.session.scalars(db.select(Note).order_by(Note.id)).first()
        words, author = note.text, db.session.get_one(Participant, note.participant_id)
        contribute.erase_note(author, note.id)

    page.locator("#text-discussion").fill(f"Somebody said: “{words}” Then we talked.")
    expect(page.locator("p[data-lost]")).to_be_visible()
    expect(page.locator("[data-report]")).to_contain_text("Then we talked.")
    expect(page.locator("[data-report]")).not_to_contain_text(words)
    assert findings(page) == []

    page.get_by_role("button", name="Save").click()
    expect(page.locator(".alert.warning")).to_contain_text("please read it once more")
    expect(page.locator("#text-discussion")).to_have_value(
        re.compile(r"^Somebody said: “\[…\]\W* Then we talked\.$")
    )
    assert findings(page) == []


def test_studio_works_without_scripts(open_studio: Callable[..., Page]) -> None:
    page = open_studio("ana", "brief", java_script_enabled=False)

    page.locator("#text-asks").fill("A contact point [N2].")
    page.locator("button.primary", has_text="Save").click()

    expect(page.locator("[data-report]")).to_contain_text("A contact point.")
    page.locator(".report .source", has_text="N2").first.click()
    assert page.url.endswith("#note-2")


@pytest.mark.parametrize("form", ["assessment", "session", "brief"])
def test_studio_fits_a_small_dark_screen(open_studio: Callable[..., Page], form: str) -> None:
    page = open_studio(
        "ana", form, "fr", viewport={"width": 320, "height": 700}, color_scheme="dark", locale="fr"
    )

    assert not scrolls_sideways(page)
    assert findings(page) == []
