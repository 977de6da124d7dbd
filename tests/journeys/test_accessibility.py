"""Every screen in every phase: axe finds nothing, nothing sticks out at 320 px, in light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from journeys.conftest import Server, findings, scrolls_sideways
from journeys.test_cafe import finish, join, sign_in_and_open_console, step, write

pytestmark = pytest.mark.journey

NARROW = {"width": 320, "height": 640}
STAFF_PAGES = (
    "consultations",
    "consultations/new",
    "consultations/1",
    "consultations/1/edit",
    "consultations/1/meetings/new",
    "meetings/1/edit",
    "meetings/1/print",
    "account",
    "consultations/2/assessment",
    "consultations/2/assessment/grid",
    "consultations/2/assessment/needs",
    "consultations/2/assessment/met",
    "consultations/2/assessment/resources",
    "needs",
    "consultations/404",
)


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on which a café has been rehearsed: consultation 2 has notes and themes."""
    running = Server(tmp_path_factory.mktemp("house"))
    running.start()
    done = running.command("rehearse", "--participants", "12", "--url", running.url, "--speed", "6000")
    assert done.returncode == 0, done.stdout + done.stderr
    yield running
    running.stop()


def complaints(page: Page, name: str) -> list[str]:
    """What is wrong with a page as it stands, at its own width and at 320 px, in both colour schemes."""
    found: list[str] = []
    size = page.viewport_size
    assert size is not None
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"{name} ({scheme}): {finding}" for finding in findings(page)]
    page.set_viewport_size(NARROW)
    if scrolls_sideways(page):
        found.append(f"{name}: scrolls sideways at 320 px")
    found += [f"{name} (320 px): {finding}" for finding in findings(page)]
    page.set_viewport_size(size)
    page.emulate_media(color_scheme="light")
    return found


def test_pages_of_the_staff(rehearsed: Server, screen: Callable[..., Page]):
    page = screen(viewport={"width": 1440, "height": 900})
    page.goto(f"{rehearsed.url}/sign-in")
    found = complaints(page, "sign-in")
    page.goto(new_link(rehearsed))
    for path in STAFF_PAGES:
        page.goto(f"{rehearsed.url}/{path}")
        found += complaints(page, path)

    assert found == []


def test_screens_of_a_meeting(
    server: Server, screen: Callable[..., Page], phone_screen: Callable[[str], Page]
):
    console = screen(viewport={"width": 1440, "height": 900})
    sign_in_and_open_console(console, server)
    hall = screen(viewport={"width": 1920, "height": 1080})
    hall.goto(server.url + str(console.locator("a[href*='/projector/']").first.get_attribute("href")))
    phone = phone_screen("fr")
    link = server.link(r"Join\s+(http\S+)")
    phone.goto(server.url)
    found = complaints(phone, "start page")
    phone.goto(link)
    found += complaints(phone, "join page")
    join(phone, link, "Ada")

    def look(phase: str) -> None:
        for name, page in (("console", console), ("projector", hall), ("phone", phone)):
            found.extend(complaints(page, f"{name}, {phase}"))
        console.get_by_role("link", name="Seating", exact=True).click()
        expect(console.locator(".seating .tables")).to_be_visible()
        found.extend(complaints(console, f"seating, {phase}"))
        console.get_by_role("link", name="Tables", exact=True).click()

    look("welcome")
    step(console, "Open round 1")
    write(phone, "Une ville pour toutes et tous.")
    expect(phone.locator(".note.saved")).to_have_count(1)
    look("round")
    step(console, "Close round 1")
    look("moving")
    for number in (2, 3):
        step(console, f"Open round {number}")
        step(console, f"Close round {number}")
    look("harvest")
    finish(console)
    expect(phone.locator("a[href$='/erase']").first).to_be_visible()
    look("closed")
    phone.goto(phone.url.rstrip("/") + "/erase")
    found += complaints(phone, "erase")

    assert found == []


def new_link(server: Server) -> str:
    """A fresh sign-in link, for the printed one works once."""
    made = server.command("sign-in-link")
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()
