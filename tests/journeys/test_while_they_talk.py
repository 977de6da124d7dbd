"""While people still talk: a table misses a track and its host gets a question; then votes and what people can live with."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from journeys.conftest import Server, findings, scrolls_sideways
from journeys.test_cafe import join, sign_in_and_open_console, step, write
from journeys.test_languages import bring_to_table_1

pytestmark = pytest.mark.journey

NOTES = ("The housing office needs leaflets in more languages.", "A map of advice services for tenants.")
OBJECTION = "Qui va payer tout cela ?"
# Where pictures of the screens are kept, for people to look at.
PICTURES = os.environ.get("CONSULT_PICTURES")


def picture(page: Page, name: str) -> None:
    if PICTURES:
        # A console would change its layout for a picture of the whole page.
        page.screenshot(
            path=str(Path(PICTURES) / f"{name}.png"), full_page=page.locator("#console").count() == 0
        )


def test_a_question_for_the_host_two_votes_each_and_an_objection_without_a_name(
    server: Server, screen: Callable[..., Page], phone_screen: Callable[..., Page]
):
    console = screen(viewport={"width": 1440, "height": 900})
    sign_in_and_open_console(console, server)
    link = server.link(r"Join\s+(http\S+)")
    hall = screen(viewport={"width": 1280, "height": 720})
    hall.goto(server.url + console.locator("a[href^='/projector/']").first.get_attribute("href"))
    host, other = phone_screen("fr"), phone_screen("en")
    join(host, link, "Chloé", also="en")
    join(other, link, "Ben")
    more = [phone_screen("en") for _name in range(4)]
    for phone, name in zip(more, ("Dina", "Efe", "Gil", "Ida"), strict=True):
        join(phone, link, name)
    step(console, "Open round 1")
    for name in ("Chloé", "Ben"):
        bring_to_table_1(console, name)
    console.locator(".person").filter(has=console.get_by_text("Chloé", exact=True)).click()
    appoint = console.locator("dialog[open]").get_by_role("button", name="Appoint as table host")
    expect(appoint.or_(console.get_by_role("button", name="Let step down"))).to_be_visible()
    if appoint.count():
        appoint.click()
    else:
        console.keyboard.press("Escape")
    expect(console.locator("dialog[open]")).to_have_count(0)
    expect(host.locator(".host")).to_be_visible()
    for text in NOTES:
        write(other, text)
        expect(other.locator(".note.saved .text", has_text=text)).to_have_count(1)

    # The console sees that nobody has spoken about enforcement, and puts a question to the host.
    console.get_by_role("tab", name="Coverage").click()
    panel = console.locator(".coverage-panel")
    expect(panel.get_by_text("Enforcement has not come up yet.")).to_be_visible()
    expect(panel.locator(".coverage .touched")).not_to_have_count(0)
    picture(console, "console_coverage")
    assert findings(console) == []
    console.set_viewport_size({"width": 320, "height": 640})
    console.emulate_media(color_scheme="dark")
    console.get_by_role("tab", name="Coverage").click()
    assert not scrolls_sideways(console)
    picture(console, "console_dark_320")
    if PICTURES:
        panel.screenshot(path=str(Path(PICTURES) / "panel_dark_320.png"))
    console.emulate_media(color_scheme="light")
    console.set_viewport_size({"width": 1440, "height": 900})
    console.get_by_role("tab", name="Coverage").click()
    enforcement = panel.locator("details.prompts", has=console.get_by_text("Enforcement"))
    question = enforcement.locator("li").first.locator("p").inner_text()
    enforcement.get_by_role("button", name="Send to all hosts").first.click()
    expect(host.locator(".ask-table")).to_contain_text("Un bailleur refuse des personnes")
    assert question.startswith("A landlord refuses people")
    expect(other.locator(".ask-table")).to_have_count(0)
    host.locator("details", has_text="Ce dont on a parlé").locator("summary").click()
    expect(host.locator(".coverage")).to_be_visible()
    picture(host, "host_coverage")
    assert findings(host) == []
    assert not scrolls_sideways(host)
    host.locator(".ask-table").get_by_role("button").click()
    expect(host.locator(".ask-table")).to_have_count(0)

    # After half of the round the phone of the host offers a question by itself: nobody here spoke about enforcement.
    console.get_by_role("button", name="Pause").click()
    expect(console.get_by_role("button", name="Resume")).to_be_visible()
    with sqlite3.connect(server.folder / "consult.sqlite") as database:
        database.execute("UPDATE meeting SET remaining = 500")
    console.get_by_role("button", name="Resume").click()
    expect(host.locator(".ask-this")).to_have_count(2)
    expect(host.locator(".ask-this").first).to_contain_text("Application et sanctions")
    picture(host, "host_late")
    assert findings(host) == []
    expect(other.locator(".ask-this")).to_have_count(0)
    host.emulate_media(color_scheme="dark")
    host.set_viewport_size({"width": 320, "height": 640})
    assert not scrolls_sideways(host)
    picture(host, "host_dark_320")
    host.set_viewport_size({"width": 360, "height": 740})
    host.emulate_media(color_scheme="light")

    # Two votes each.
    for note in range(len(NOTES)):
        host.get_by_role("button", name="Point essentiel").nth(note).click()
        expect(host.get_by_role("button", name="Point essentiel").nth(note)).to_have_attribute(
            "aria-pressed", "true"
        )
    step(console, "Close round 1")
    console.get_by_role("button", name="Skip to the harvest").click()
    console.locator("dialog[open]").get_by_role("button", name="Begin the harvest").click()
    expect(console.locator("dialog[open]")).to_have_count(0)
    console.get_by_role("tab", name="Projector").click()
    console.get_by_role("button", name="One vote fewer").click()
    expect(console.locator(".budget output")).to_have_text("2")
    picture(console, "console_budget")
    console.locator("#panel").get_by_role("button", name="Open the voting").click()
    expect(other.locator(".votes-left")).to_have_text("Votes left: 2")
    other.get_by_role("button", name="Vote", exact=True).first.click()
    expect(other.locator(".votes-left")).to_have_text("Votes left: 1")
    console.locator("#panel").get_by_role("button", name="Close the voting").click()

    # Can you live with it?
    console.get_by_role("button", name="Ask everybody").click()
    expect(hall.get_by_text("Can you live with it?").first).to_be_visible()
    picture(hall, "hall_asks")
    first = host.locator("section[aria-labelledby=live-with] .note").first
    first.get_by_role("button", name="J’ai une objection").click()
    first.get_by_label("Qu’est-ce qui s’y oppose").fill(OBJECTION)
    first.get_by_role("button", name="Enregistrer").click()
    expect(first.get_by_text("Enregistré")).to_be_visible()
    picture(host, "host_objects")
    assert findings(host) == []
    host.set_viewport_size({"width": 320, "height": 640})
    assert not scrolls_sideways(host)
    # Those who assess read the words of an objection where enough others sat there, and answered.
    for phone in (other, *more):
        phone.get_by_role("button", name="I can live with it").first.click()
        expect(phone.get_by_role("button", name="I can live with it").first).to_have_attribute(
            "aria-pressed", "true"
        )
    console.get_by_role("button", name="Close the question").click()
    expect(hall.get_by_text("Too few answers to tell").first).to_be_visible()
    picture(hall, "hall_lived_with")
    picture(console, "console_lived_with")
    assert findings(hall) == []
    step(console, "Close the meeting")
    expect(host.get_by_text("Trop peu de réponses").first).to_be_visible()
    assert OBJECTION not in other.locator("body").inner_text()
    console.get_by_role("link", name="Go to the needs assessment").click()
    console.get_by_role("link", name="Votes and participation").click()
    expect(console.get_by_text(OBJECTION)).to_be_visible()
    assert "Chloé" not in console.locator("main").inner_text()
    picture(console, "page_votes")
    assert findings(console) == []
    console.set_viewport_size({"width": 320, "height": 640})
    assert not scrolls_sideways(console)
