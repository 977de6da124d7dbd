"""Every main page in no language, narrow and wide: no word beside the catalogues, nothing cut off."""

from __future__ import annotations

import json
import re
import runpy
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pseudo_words import complaints, data_of

from consult.services.assessment.resources import name_of
from journeys.conftest import Server
from journeys.every_screen import STAFF_PAGES, new_link
from journeys.test_cafe import join, write

pytestmark = pytest.mark.journey

PSEUDO = runpy.run_path(str(Path(__file__).resolve().parents[2] / "translations" / "pseudo.py"))
WIDTHS = (320, 1440)
# Until the page knows its new size, and has fitted itself to it.
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


class PseudoServer(Server):
    """A server whose sentences are in no language."""

    program = (str(Path(__file__).with_name("pseudo_consult.py")),)

    def __init__(self, folder: Path) -> None:
        catalogues = folder / "catalogues"
        PSEUDO["write"](catalogues)
        super().__init__(folder, PSEUDO_CATALOGUES=str(catalogues))

    def speak(self, page: Page) -> Page:
        """The sentences a phone fetches later come from the built files: from the catalogues in no language instead."""
        later = json.loads((self.folder / "catalogues" / "messages" / "en.json").read_text()).get(
            "seat_later", {}
        )
        page.route(re.compile(r"/seat_later\.\w+-\w+\.json"), lambda route: route.fulfill(json=later))
        return page

    def data(self) -> set[str]:
        """What it shows as it is."""
        found = data_of(self.folder / "consult.sqlite")
        # Resources are offered under a name that is taken from the note.
        return found | {name_of(text) for text in found}


@pytest.fixture(scope="module")
def pseudo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PseudoServer]:
    """On it a café has been rehearsed: consultation 2 has notes and themes."""
    running = PseudoServer(tmp_path_factory.mktemp("house"))
    running.start()
    running.rehearse()
    yield running
    running.stop()


def look(page: Page, name: str, server: PseudoServer) -> list[str]:
    """What is wrong with the page at both widths; its own width is put back."""
    size = page.viewport_size
    assert size is not None
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(TWO_FRAMES)
        found += complaints(page, f"{name} ({width} px)", server.data())
    page.set_viewport_size(size)
    return found


def step(console: Page) -> str:
    """Press the console's big button, confirm what it asks; return what the button said."""
    button = console.locator(".main-step button")
    expect(button).to_be_visible()
    said = button.inner_text()
    button.click()
    if said.startswith(
        ("⟦" + PSEUDO["accented"]("Close round"), "⟦" + PSEUDO["accented"]("Close the meeting"))
    ):
        console.locator("dialog[open]").get_by_role("button", name=said, exact=True).click()
    expect(console.get_by_role("button", name=said, exact=True)).to_have_count(0)
    return said


def test_pages_of_the_staff_in_no_language(pseudo_server: PseudoServer, screen: Callable[..., Page]):
    page = screen(viewport={"width": 1440, "height": 900}, locale="en")
    page.goto(f"{pseudo_server.url}/sign-in")
    found = look(page, "sign-in", pseudo_server)
    page.goto(new_link(pseudo_server))
    for path in STAFF_PAGES:
        page.goto(f"{pseudo_server.url}/{path}")
        found += look(page, path, pseudo_server)

    assert found == [], "\n".join(found)


def test_screens_of_a_meeting_in_no_language(
    pseudo_server: PseudoServer, screen: Callable[..., Page], phone_screen: Callable[[str], Page]
):
    server = pseudo_server
    console = screen(viewport={"width": 1440, "height": 900}, locale="en")
    console.goto(new_link(server))
    console.goto(f"{server.url}/meetings/1/console")
    expect(console.locator(".main-step button")).to_be_visible()
    hall = screen(viewport={"width": 1440, "height": 900}, locale="en")
    hall.goto(server.url + str(console.locator("a[href*='/projector/']").first.get_attribute("href")))
    phone = server.speak(phone_screen("en", service_workers="block"))
    phone.goto(server.url)
    found = look(phone, "start page", server)
    link = server.link(r"Join\s+(http\S+)")
    phone.goto(link)
    found += look(phone, "join page", server)
    join(phone, link, "Ada")
    neighbour = server.speak(phone_screen("es", service_workers="block"))
    join(neighbour, link, "Inés", also="en")

    def look_around(phase: str) -> None:
        for name, page in (("console", console), ("projector", hall), ("phone", phone)):
            found.extend(look(page, f"{name}, {phase}", server))
        console.locator("a[href='#seating']").first.click()
        expect(console.locator(".seating .tables")).to_be_visible()
        found.extend(look(console, f"seating, {phase}", server))
        console.locator("a[href='#tables']").first.click()

    look_around("welcome")
    step(console)
    write(phone, "A city for all of us.")
    expect(phone.locator(".note.saved")).to_have_count(1)
    write(neighbour, "Nadie explica los derechos a los inquilinos recién llegados.")
    expect(neighbour.locator(".note.saved")).to_have_count(1)
    if shutil.which("apertium"):
        # Translated, with a doubt; the original is one tap away.
        phone.locator(".note button.disclosing").first.click()
    look_around("round")
    found += look(neighbour, "phone of a neighbour, round", server)
    step(console)
    look_around("moving")
    for _ in range(4):
        step(console)
    look_around("harvest")
    while not step(console).startswith("⟦" + PSEUDO["accented"]("Close the meeting")):
        pass
    expect(phone.locator("a[href$='/erase']").first).to_be_visible()
    look_around("closed")
    phone.goto(phone.url.rstrip("/") + "/erase")
    found += look(phone, "erase", server)

    assert found == [], "\n".join(found)


def test_word_beside_the_catalogues_is_named(pseudo_server: PseudoServer, screen: Callable[..., Page]):
    page = screen(viewport={"width": 320, "height": 900}, locale="en")
    page.goto(f"{pseudo_server.url}/sign-in")
    page.evaluate(
        """() => document.querySelector("main").insertAdjacentHTML("beforeend",
            '<p>Forgotten sentence</p><input placeholder="Forgotten hint"><button aria-label="Forgotten label"></button>')"""
    )

    found = complaints(page, "page", pseudo_server.data())

    assert [line for line in found if "catalogues" in line] == [
        "page: beside the catalogues: Forgotten sentence",
        "page: beside the catalogues: Forgotten label",
        "page: beside the catalogues: Forgotten hint",
    ]


def test_text_that_is_cut_off_is_named(pseudo_server: PseudoServer, screen: Callable[..., Page]):
    page = screen(viewport={"width": 320, "height": 900}, locale="en")
    page.goto(f"{pseudo_server.url}/sign-in")
    page.evaluate(
        """() => {
            const main = document.querySelector("main");
            main.insertAdjacentHTML("beforeend", `<p id=narrow>${"⟦⟧".repeat(9)}</p><p id=low>⟦⟧ ⟦⟧ ⟦⟧</p>`);
            const [narrow, low] = ["narrow", "low"].map((name) => document.getElementById(name));
            Object.assign(narrow.style, { width: "40px", overflow: "hidden", whiteSpace: "nowrap" });
            Object.assign(low.style, { width: "30px", height: "12px" });
        }"""
    )

    found = complaints(page, "page", pseudo_server.data())

    assert [line.split(": ")[1] for line in found] == [
        "p beside its box",
        "p cut by p",
        "p above or below its box",
    ]


def test_data_is_shown_as_it_is(pseudo_server: PseudoServer):
    with sqlite3.connect(pseudo_server.folder / "consult.sqlite") as database:
        (code,) = database.execute("SELECT join_code FROM meeting").fetchone()

    known = pseudo_server.data()

    assert {"Housing", "Habitação", "World Café", code} <= known
