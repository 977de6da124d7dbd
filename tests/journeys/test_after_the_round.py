"""Translations after the round and the meeting, in the hall, and what the console says when there are none."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from journeys.conftest import Server, findings
from journeys.test_cafe import finish, join, sign_in_and_open_console, step, write
from journeys.test_languages import NOTES, Cafe, table

__all__ = ["table"]

pytestmark = pytest.mark.journey

BETTER = "Personne n’explique leurs droits aux locataires."


def close_meeting(console: Page, number: int) -> None:
    for later in range(number, 4):
        if later > number:
            step(console, f"Open round {later}")
        step(console, f"Close round {later}")
    finish(console)


def past_note(phone: Page):
    """The first note of the others at the tables where this phone sat, unfolded if it is not."""
    places = phone.locator(".past-notes")
    if not places.locator(".note").count():
        places.locator("summary").click()
    return places.locator(".note").first


def test_who_could_read_a_note_corrects_it_when_all_is_over(table: Cafe):
    french, console = table.phones["fr"], table.console
    write(table.phones["es"], NOTES["es"])
    expect(french.locator(".note .translation-mark")).to_have_count(1)
    close_meeting(console, 1)

    note = past_note(french)
    expect(note.locator(".translation-mark")).to_contain_text("Traduction automatique")
    note.get_by_role("button", name="Corriger la traduction").click()
    note.locator("textarea").fill(BETTER)
    note.get_by_role("button", name="Enregistrer").click()
    expect(note.locator(".text").first).to_have_text(BETTER)
    french.reload()

    expect(past_note(french).locator(".text").first).to_have_text(BETTER)
    assert findings(french) == []
    told = console.locator(".notes-panel .note", has_text=NOTES["es"])
    if not told.count():
        console.get_by_role("tab", name="Notes").click()
    told.get_by_role("button", name="Correct the translation").click()
    told.locator("textarea").fill("Nobody explains rights to tenants.")
    told.get_by_role("button", name="Save").click()
    expect(told).to_contain_text("corrected by a facilitator")


def test_facilitator_says_which_language_it_is(table: Cafe):
    text = "Ingen forklarer rettighetene til leietakere som nettopp har flyttet til byen vår."
    write(table.phones["en"], text)
    expect(table.phones["en"].locator(".note.saved")).to_have_count(1)
    expect(table.console.locator(".unknown-language")).to_contain_text("1")
    note = table.console.locator(".notes-panel .note", has_text=text)

    note.get_by_role("button", name="Set the language").click()
    note.get_by_role("combobox").select_option("es")
    note.get_by_role("button", name="Save").click()

    expect(table.console.locator(".unknown-language")).to_have_count(0)
    seen = table.phones["fr"].locator("section[aria-labelledby=table-notes] .note").last
    expect(seen).to_contain_text("Lire l’original")
    expect(seen).to_contain_text("Español")


def test_what_a_person_translated_is_no_longer_counted_as_unread(table: Cafe):
    write(
        table.phones["en"],
        "Ingen forklarer rettighetene til leietakere som nettopp har flyttet til byen vår.",
    )
    expect(table.console.locator(".unknown-language")).to_contain_text("1")
    note = table.console.locator(".notes-panel .note").first

    note.get_by_role("button", name="Translate it").click()
    note.locator("textarea").fill("Nobody explains rights to newcomers.")
    note.get_by_role("button", name="Save").click()

    expect(table.console.locator(".unknown-language")).to_have_count(0)


def test_hall_reads_main_points_in_each_language_with_the_original(table: Cafe, screen):
    host, console = table.phones["en"], table.console
    hall = screen(viewport={"width": 1920, "height": 1080})
    hall.goto(table.server.url + str(console.locator("a[href*='/projector/']").first.get_attribute("href")))
    write(table.phones["es"], NOTES["es"])
    for language in ("en", "fr", "pt"):
        expect(table.phones[language].locator(".note .translation-mark")).to_have_count(1)
    host.get_by_role("button", name="I will be the table host").click()
    host.get_by_role("button", name="Main point").first.click()
    for number in (1, 2, 3):
        if number > 1:
            step(console, f"Open round {number}")
        step(console, f"Close round {number}")
    # The harvest has begun: table 1 is the first to speak.
    console.locator(".main-step button").click()

    shown: dict[str, str] = {}
    for _ in range(4):
        said = hall.locator(".points .said")
        expect(said).to_be_visible()
        shown[str(said.get_attribute("lang"))] = said.inner_text()
        if said.get_attribute("lang") != "es":
            expect(hall.locator(".points .as-written")).to_contain_text(NOTES["es"])
            expect(hall.locator(".points .origin")).not_to_be_empty()
        before = hall.locator(".points .tongue").inner_text()
        hall.keyboard.press("ArrowRight")
        expect(hall.locator(".points .tongue")).not_to_have_text(before)

    assert sorted(shown) == ["en", "es", "fr", "pt"]
    assert shown["es"] == NOTES["es"]
    assert len(set(shown.values())) == 4
    assert findings(hall) == []


@pytest.fixture
def without_engine(tmp_path) -> Iterator[Server]:
    running = Server(tmp_path, CONSULT_TRANSLATION="none")
    running.start()
    yield running
    running.stop()


def test_console_says_that_no_engine_is_installed(
    without_engine: Server, screen: Callable[..., Page], phone_screen: Callable[[str], Page]
):
    console = screen(viewport={"width": 1440, "height": 900})
    sign_in_and_open_console(console, without_engine)
    phone = phone_screen("en")
    join(phone, without_engine.link(r"Join\s+(http\S+)"), "Ada")
    step(console, "Open round 1")
    write(phone, "More lamps in the park.")

    expect(console.locator(".translating")).to_contain_text("No translation engine is installed here.")
    assert findings(console) == []


def test_console_says_since_when_translating_pauses(server: Server, screen: Callable[..., Page]):
    console = screen(viewport={"width": 1440, "height": 900}, timezone_id="UTC")
    paused = '"state":"paused","waiting":3,"since":1795327200000'

    def tell(line) -> None:
        there = line.connect_to_server()
        there.on_message(
            lambda text: line.send(str(text).replace('"state":"works","waiting":0,"since":null', paused))
        )

    console.route_web_socket("**/socket.io/**", tell)
    sign_in_and_open_console(console, server)

    expect(console.locator(".translating")).to_have_text(
        "Translation has been pausing since 06:00. The originals stay readable, and it goes on by itself. "
        "Texts that wait: 3"
    )
    assert findings(console) == []
