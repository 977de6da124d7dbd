"""Text size and print on every page: the buttons are there, work, are remembered, and nothing breaks at the largest."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect
from pypdf import PdfReader

from consult.live import full
from journeys.conftest import Server, findings, scrolls_sideways
from journeys.every_screen import NARROW, STAFF_PAGES, console_and_projector, new_link, phases
from journeys.test_cafe import join, sign_in_and_open_console, step, write

pytestmark = pytest.mark.journey

NAMES = {
    "en": ("Make the text smaller", "Make the text larger", "Print this page"),
    "fr": ("Diminuer la taille du texte", "Augmenter la taille du texte", "Imprimer la page"),
    "es": ("Reducir el texto", "Ampliar el texto", "Imprimir la página"),
    "pt": ("Diminuir o texto", "Aumentar o texto", "Imprimir a página"),
}
ANOTHER_LIVE_PAGE = ("meetings/2/console", "meetings/2/console#seating")
LARGEST = "24px"


def size(page: Page) -> str:
    """The size of a letter that nobody has made larger or smaller than the page."""
    return str(page.evaluate("getComputedStyle(document.documentElement).fontSize"))


def complaints(page: Page, name: str, language: str = "en", *, reload: bool = True) -> list[str]:
    """What is wrong with the buttons of the page, and with the page at its largest at 320 px. It is left as it was."""
    smaller, larger, paper = (page.get_by_role("button", name=words, exact=True) for words in NAMES[language])
    found: list[str] = []
    # A console that is still opening shows the same buttons, and then others in their place.
    expect(page.locator("h1").first).to_be_visible()
    for button in (smaller, larger, paper):
        expect(button).to_be_visible()
        box = button.bounding_box()
        if box is None or min(box["width"], box["height"]) < 44:
            found.append(f"{name}: a button is smaller than 44 px")
    page.evaluate("window.print = () => { document.body.dataset.printed = 'yes' }")
    paper.click()
    if page.locator("body[data-printed]").count() != 1:
        found.append(f"{name}: does not print")
    for _ in range(4):
        larger.click()
    if size(page) != LARGEST:
        found.append(f"{name}: does not grow")
    if reload:
        page.reload()
        expect(page.locator("h1").first).to_be_visible()
        if size(page) != LARGEST:
            found.append(f"{name}: forgets the size")
    wide = page.viewport_size
    page.set_viewport_size(NARROW)
    if scrolls_sideways(page):
        found.append(f"{name}: scrolls sideways at the largest size")
    found += [f"{name}: {finding}" for finding in findings(page)]
    if wide:
        page.set_viewport_size(wide)
    for _ in range(3):
        smaller.click()
    if size(page) != "16px":
        found.append(f"{name}: does not shrink")
    return found


def test_pages_of_the_staff_can_be_read_larger_and_printed(rehearsed: Server, screen: Callable[..., Page]):
    page = screen(viewport={"width": 1280, "height": 900})
    page.goto(f"{rehearsed.url}/sign-in")
    found = complaints(page, "sign-in")
    page.goto(new_link(rehearsed))
    for path in (*STAFF_PAGES, *ANOTHER_LIVE_PAGE):
        page.goto(f"{rehearsed.url}/{path}")
        found += complaints(page, path)

    assert found == []


def test_screens_of_a_meeting_can_be_read_larger_and_printed(
    server: Server, screen: Callable[..., Page], phone_screen: Callable[[str], Page]
):
    console, hall = console_and_projector(server, screen)
    phone = phone_screen("fr")
    link = server.link(r"Join\s+(http\S+)")
    found: list[str] = []
    for name, path in (("start", ""), ("error", "/nothing"), ("unknown", "/join/unknown")):
        phone.goto(server.url + path)
        found += complaints(phone, name, "fr")
    phone.goto(link)
    found += complaints(phone, "join", "fr")
    join(phone, link, "Ada")

    for phase in phases(console, phone):
        found += complaints(console, f"console, {phase}")
        found += complaints(hall, f"projector, {phase}")
        found += complaints(phone, f"phone, {phase}", "fr")
    phone.goto(phone.url.rstrip("/") + "/erase")
    found += complaints(phone, "erase", "fr")
    phone.get_by_role("button", name="Oui, tout effacer").click()
    found += complaints(phone, "erased", "fr", reload=False)

    assert found == []


@pytest.mark.parametrize("language", ["es", "pt"])
def test_buttons_have_names_in_every_language(server: Server, phone_screen, language: str):
    phone = phone_screen(language)
    phone.goto(server.url)
    found = complaints(phone, "start", language)
    join(phone, server.link(r"Join\s+(http\S+)"), "Ada")
    found += complaints(phone, "phone", language)

    assert found == []


def test_size_can_be_chosen_where_nothing_can_be_remembered(server: Server, screen):
    page = screen()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused') }})"
    )
    page.goto(server.url)

    for _ in range(9):
        page.get_by_role("button", name="Make the text larger").click()

    assert size(page) == LARGEST


def test_without_scripts_the_browser_has_its_own_zoom(server: Server, screen):
    page = screen(java_script_enabled=False)
    page.goto(server.url)

    expect(page.locator("form.start")).to_be_visible()
    expect(page.locator(".reading")).to_be_hidden()


def on_paper(page: Page) -> str:
    """What is printed of the page, as one line of text."""
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    text = " ".join(sheet.extract_text() for sheet in sheets)
    # Some fonts have one sign for "fi".
    return " ".join(unicodedata.normalize("NFKC", text).split())


def test_paper_shows_what_was_folded_and_no_buttons(rehearsed: Server, screen):
    page = screen(viewport={"width": 1280, "height": 900}, color_scheme="dark")
    page.goto(new_link(rehearsed))
    page.goto(f"{rehearsed.url}/consultations/2/assessment")
    notes = [" ".join(text.split()) for text in page.locator(".theme-notes .note-text").all_text_contents()]
    assert page.locator(".theme-notes[open]").count() == 0

    printed = on_paper(page)

    assert len(notes) > 20
    assert [note for note in notes if note.replace(" ", "") not in printed.replace(" ", "")] == []
    for words in (
        "Print this page",
        "Find themes again",
        "Sign out",
        "Put the ticked notes elsewhere",
    ):
        assert words not in printed
    assert page.locator(".theme-notes[open]").count() == 0


def test_phone_on_paper_is_what_was_asked_and_written(server: Server, screen, phone_screen):
    console = screen(viewport={"width": 1440, "height": 900})
    sign_in_and_open_console(console, server)
    phone = phone_screen("en")
    join(phone, server.link(r"Join\s+(http\S+)"), "Ada")
    step(console, "Open round 1")
    write(phone, "More lamps in the park.")
    expect(phone.locator(".note.saved")).to_have_count(1)
    expect(phone.locator("link[media=print]")).to_have_count(1)
    asked = " ".join(phone.locator(".ask").inner_text().split())

    printed = on_paper(phone)

    assert asked in printed
    assert "More lamps in the park." in printed
    for words in ("Connected", "Print this page", "Erase", "Ask for help"):
        assert words not in printed


def test_page_of_a_full_house_has_all_of_it_without_asking_for_anything(app, client, screen):
    full.room(app, 10, lambda: 10)
    answer = client.get("/", headers={"Accept-Language": "fr"})
    asked: list[str] = []

    def fulfil(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=503, headers=dict(answer.headers), body=answer.get_data())

    page = screen(viewport={"width": 1280, "height": 900})
    page.route("**/*", fulfil)
    page.goto("http://full.example/")
    found = complaints(page, "full", "fr")

    assert (answer.status_code, found) == (503, [])
    assert set(asked) == {"http://full.example/"}
