"""A meeting is planned in Europe; who reads it sits in Brussels, in Rio and in Kolkata."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from journeys.conftest import Server
from journeys.test_accessibility import complaints
from journeys.test_cafe import join

pytestmark = pytest.mark.journey

PICTURES = os.environ.get("CONSULT_PICTURES")
EUROPE = {
    "en": "15:00-18:00 Central European Time (UTC+1) / 11:00-14:00 Rio de Janeiro (UTC-3)",
    "fr": "15:00–18:00 heure d’Europe centrale (UTC+1) / 11:00–14:00 Rio de Janeiro (UTC-3)",
}
DATE = {"en": "November 14, 2023", "fr": "14 novembre 2023"}
KOLKATA = {
    "en": "In your time zone: 19:30-\u206022:30 (UTC+5:30)",
    "fr": "Dans votre fuseau horaire : 19:30–\u206022:30 (UTC+5:30)",
}


def plan(server: Server, start: str, minutes: int | None) -> None:
    """As the forms store it."""
    stored = sqlite3.connect(server.folder / "consult.sqlite", timeout=20)
    with stored:
        stored.execute(
            "UPDATE consultation SET time_zone = 'Europe/Madrid', second_zone = 'America/Rio_de_Janeiro'"
        )
        stored.execute("UPDATE meeting SET planned_start = ?, planned_minutes = ?", (start, minutes))
    stored.close()


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": 320, "height": 900})
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_reader_far_away_also_reads_their_own_clock(
    server: Server, phone_screen: Callable[..., Page], language: str
) -> None:
    plan(server, "2023-11-14T15:00", 180)
    page = phone_screen(language, timezone_id="Asia/Kolkata")

    page.goto(server.link(r"Join\s+(http\S+)"))

    for name in ("join", "phone"):
        told = page.locator(".planned")
        expect(told).to_have_text(
            " ".join([DATE[language], EUROPE[language], KOLKATA[language]]), use_inner_text=True
        )
        expect(told.locator("time")).to_have_count(5)
        picture(page, f"{name}-{language}")
        if name == "join":
            assert complaints(page, "join") == []
            join(page, server.link(r"Join\s+(http\S+)"), "Guest")
    assert complaints(page, "phone") == []


@pytest.mark.parametrize("zone", ["Europe/Brussels", "America/Bahia"])
def test_a_reader_in_one_of_the_two_zones_reads_nothing_twice(
    server: Server, phone_screen: Callable[..., Page], zone: str
) -> None:
    plan(server, "2023-11-14T15:00", 180)
    page = phone_screen("en", timezone_id=zone)
    loaded: list[str] = []
    page.on("requestfinished", lambda request: loaded.append(request.url))

    page.goto(server.link(r"Join\s+(http\S+)"))

    assert any("planned-" in url for url in loaded)
    expect(page.locator(".planned p >> visible=true")).to_have_text([DATE["en"], EUROPE["en"]])
    join(page, server.link(r"Join\s+(http\S+)"), "Guest")
    expect(page.locator(".planned")).to_have_text(f"{DATE['en']} {EUROPE['en']}", use_inner_text=True)


def test_days_and_changes_of_the_readers_own_clocks_are_told(
    server: Server, phone_screen: Callable[..., Page]
) -> None:
    # While it lasts, clocks are put back in New York (on another day than in Europe).
    plan(server, "2027-11-07T06:30", 60)
    link = server.link(r"Join\s+(http\S+)")
    page = phone_screen("en", timezone_id="America/New_York")
    page.goto(link)
    expect(page.locator("[data-own-clock]")).to_have_text(
        "In your time zone: 1:30 (UTC-\u20604) - 1:30 (UTC-\u20605)"
    )

    page = phone_screen("fr", timezone_id="Pacific/Auckland")
    plan(server, "2027-11-30T11:30", 120)
    page.goto(link)
    expect(page.locator("[data-own-clock]")).to_have_text(
        "Dans votre fuseau horaire : 23:30 – 1er décembre, 01:30 (UTC+13)"
    )

    plan(server, "2027-11-30T23:30", None)
    page.goto(link)
    expect(page.locator("[data-own-clock]")).to_have_text(
        "Dans votre fuseau horaire : 1er décembre, 11:30 (UTC+13)"
    )


def test_without_scripts_nothing_is_missing(server: Server, screen: Callable[..., Page]) -> None:
    plan(server, "2023-11-14T15:00", 180)
    page = screen(java_script_enabled=False, locale="fr", timezone_id="Asia/Kolkata")

    page.goto(server.link(r"Join\s+(http\S+)"))

    expect(page.locator(".planned p >> visible=true")).to_have_text([DATE["fr"], EUROPE["fr"]])


def test_organisers_read_it_and_choose_the_zones(server: Server, screen: Callable[..., Page]) -> None:
    plan(server, "2023-11-15T09:00", 180)
    page = screen(viewport={"width": 1280, "height": 900}, locale="en", timezone_id="Europe/Madrid")
    page.goto(server.link(r"works once\s+(\S+)"))
    page.get_by_role("link", name="Housing").click()

    page.get_by_role("link", name="Edit the consultation").click()
    page.get_by_label("Second time zone").select_option(label="Jakarta")
    page.get_by_role("button", name="Save the changes").click()

    expect(page.locator(".planned p >> visible=true")).to_have_text(
        [
            "November 15, 2023",
            "9:00-12:00 Central European Time (UTC+1) / 15:00-18:00 Jakarta (UTC+7)",
        ]
    )
    page.get_by_role("link", name="Sheets to print").click()
    expect(page.locator(".entrance .planned")).to_contain_text("15:00-18:00 Jakarta (UTC+7)")
    assert page.locator(".entrance time").count() == 5
    page.go_back()
    for name in ("overview", "form"):
        picture(page, name)
        page.set_viewport_size({"width": 1280, "height": 900})
        if name == "overview":
            page.get_by_role("link", name="Edit the consultation").click()
