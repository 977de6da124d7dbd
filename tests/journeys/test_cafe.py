"""The main job in real browsers: from the QR link to the Word file, one phone for each language."""

from __future__ import annotations

import io
import re
import signal

import pytest
from docx import Document
from docx.oxml.ns import qn
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey

NOTES = {
    "en": "Agents hang up when they hear my accent.",
    "fr": "Les agences raccrochent dès qu’elles entendent mon nom.",
    "es": "Nos piden una nómina que a otros no les piden.",
    "pt": "É preciso um lugar onde denunciar a discriminação na habitação.",
}

# Who speaks a second language, so that two and two can talk to each other.
ALSO = {"fr": "en", "pt": "es"}


def join(page: Page, link: str, nickname: str, also: str = "") -> None:
    """Fill in the form as it stands: the language is that of the phone; `also` is a second one spoken."""
    page.goto(link)
    if also:
        page.locator(f"input[name=languages][value={also}]").check()
    page.locator("#consent").check()
    page.locator("#nickname").fill(nickname)
    page.locator("form button.primary.wide").click()
    expect(page.locator(".big-sign h1")).to_be_visible()


def write(page: Page, text: str) -> None:
    page.locator("#note").fill(text)
    page.locator(".note-form button.primary").click()


def sign_in_and_open_console(page: Page, server) -> None:
    page.goto(server.link(r"works once\s+(\S+)"))
    page.get_by_role("link", name="Housing").click()
    page.get_by_role("link", name="Console").first.click()
    expect(page.get_by_role("button", name="Open round 1")).to_be_visible()


def step(console: Page, name: str) -> None:
    """Press the console's big button, and confirm what cannot be taken back."""
    console.locator(".main-step").get_by_role("button", name=name).click()
    if name.startswith("Close round") or name == "Close the meeting":
        console.locator("dialog[open]").get_by_role("button", name=name).click()
    expect(console.locator(".main-step").get_by_role("button", name=name)).to_have_count(0)


def test_a_cafe_from_the_qr_link_to_the_word_file(server, screen, phone_screen):
    console = screen(viewport={"width": 1440, "height": 900})
    sign_in_and_open_console(console, server)
    link = server.link(r"Join\s+(http\S+)")

    phones = {language: phone_screen(language) for language in NOTES}
    for language, page in phones.items():
        join(page, link, f"Guest {language}", also=ALSO.get(language, ""))
        assert page.locator("html").get_attribute("lang") == language

    step(console, "Open round 1")
    # Four people are one table, and everybody has somebody to talk to.
    expect(console.get_by_text("without a shared language: 0")).to_be_visible()
    tables = {page.locator(".round-head h1").inner_text().split()[-1] for page in phones.values()}
    assert len(tables) == 1
    for language, page in phones.items():
        write(page, NOTES[language])
        expect(page.locator(".note.saved .text")).to_have_text(NOTES[language])

    host = phones["en"]
    if host.get_by_role("button", name="I will be the table host").count():
        host.get_by_role("button", name="I will be the table host").click()
    host.get_by_role("button", name="Main point").first.click()
    expect(host.get_by_role("button", name="Main point").first).to_have_attribute("aria-pressed", "true")

    # The server dies in the middle of the round; a note is written meanwhile.
    server.stop(signal.SIGKILL)
    late = "La note écrite pendant la panne, ça reste."
    write(phones["fr"], late)
    expect(phones["fr"].locator(".note.waiting .text")).to_have_text(late)
    server.start()
    expect(phones["fr"].locator(".note.saved .text", has_text=late)).to_have_count(1)
    expect(phones["fr"].locator(".note.waiting")).to_have_count(0)
    expect(console.get_by_text(late)).to_have_count(1)

    for number in (1, 2, 3):
        step(console, f"Close round {number}")
        if number < 3:
            step(console, f"Open round {number + 1}")
    finish(console)
    assessment = console
    assessment.get_by_role("link", name="Go to the needs assessment").click()
    assessment.get_by_role("button", name="Find themes").click()
    expect(assessment.get_by_text(late)).to_have_count(1, timeout=90_000)
    assessment.locator("a[href$='/assessment/needs']").first.click()
    with assessment.expect_download() as download:
        assessment.locator("a[href*='download/docx']").first.click()
    document = Document(io.BytesIO(download.value.path().read_bytes()))
    written = "".join(part.text or "" for part in document.element.body.iter(qn("w:t")))
    for text in (*NOTES.values(), late):
        assert text in written


def finish(console: Page) -> None:
    """Through the harvest as the console proposes it: the tables with main points, the vote, the end."""
    proposed = console.locator(".main-step").get_by_role(
        "button", name=re.compile("floor|voting|Close the meeting")
    )
    name = ""
    while name != "Close the meeting":
        expect(proposed).to_be_visible()
        name = proposed.inner_text()
        step(console, name)
