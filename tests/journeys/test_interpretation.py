"""Interpretation as the programme has it: told when joining, on the phone, on the console; an interpreter for a table."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from journeys.conftest import findings, scrolls_sideways
from journeys.test_cafe import sign_in_and_open_console, step

pytestmark = pytest.mark.journey


def interpret(console: Page, *channels: tuple[str, str]) -> None:
    """In the open dialog: tick languages, say how to listen, save."""
    dialog = console.get_by_role("dialog")
    for name, how in channels:
        dialog.get_by_role("checkbox", name=name).check()
        dialog.get_by_label(f"Link or channel: {name}").fill(how)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)


def test_portuguese_speaker_on_the_second_day(server, screen):
    link = server.link(r"Join\s+(http\S+)")
    console = screen(locale="en", viewport={"width": 1280, "height": 900})
    sign_in_and_open_console(console, server)
    expect(console.get_by_text("Interpretation in plenary:")).to_have_count(0)
    console.locator(".in-plenary").get_by_role("button", name="Interpretation").click()
    interpret(
        console, ("English", "Channel 1"), ("Français", "https://interpret.example/fr"), ("Español", "")
    )
    expect(console.get_by_text("Interpretation in plenary: English, Français, Español")).to_be_visible()

    # Without JavaScript: the notice comes with the page, and nothing is lost.
    page = screen(locale="pt-BR", viewport={"width": 320, "height": 640}, java_script_enabled=False)
    page.goto(link)
    page.locator("#nickname").fill("Lia")
    page.locator("#consent").check()
    page.get_by_role("button", name="Participar", exact=True).last.click()
    notice = page.get_by_role("alert")
    expect(notice).to_contain_text("Não há interpretação nas línguas que fala")
    expect(page.locator("#nickname")).to_have_value("Lia")
    picture(page, "join-pt-320")
    notice.get_by_role("button", name="Participar mesmo assim").click()
    page.wait_for_url("**/seat/**")

    phone = screen(locale="pt-BR", viewport={"width": 320, "height": 640}, has_touch=True)
    phone.goto(page.url)
    expect(phone.get_by_role("status").get_by_text("Não há interpretação")).to_be_visible()
    expect(console.get_by_text("People whose languages are not covered: 1 (Português 1)")).to_be_visible()
    assert not scrolls_sideways(phone)
    assert findings(phone) == []
    picture(phone, "phone-uncovered")

    step(console, "Open round 1")
    expect(phone.get_by_role("heading", name="Mesa", exact=False).first).to_be_visible()
    expect(phone.get_by_text("Não há interpretação")).to_have_count(0)
    table = console.locator("li.table", has_text="Lia")
    table.get_by_role("button", name="Interpretation").click()
    interpret(console, ("Português", "https://interpret.example/pt"))
    ear = phone.get_by_role("link", name="Ouvir a interpretação")
    expect(ear).to_have_attribute("href", "https://interpret.example/pt")
    assert ear.get_attribute("rel") == "noopener noreferrer"
    expect(table.get_by_text("interpreted here: Português")).to_have_count(1)
    assert not scrolls_sideways(phone)
    assert findings(phone) == []
    picture(phone, "phone-round")
    picture(console, "console")
    assert findings(console) == []

    console.goto(console.url.split("#")[0] + "#seating")
    console.get_by_role("button", name="Undo").click()
    expect(ear).to_have_count(0)


def picture(page: Page, name: str) -> None:
    """Kept where somebody wants to look."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
