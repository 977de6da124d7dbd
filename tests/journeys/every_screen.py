"""Every screen there is: the pages of the staff, and those of a meeting from its welcome to its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from playwright.sync_api import Page, expect

from journeys.conftest import Server
from journeys.test_cafe import finish, sign_in_and_open_console, step, write

NARROW = {"width": 320, "height": 640}
# On a server on which a café has been rehearsed: consultation 2 has notes and themes.
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
    "consultations/2/assessment/themes/none",
    "consultations/2/assessment/themes/aside",
    "consultations/2/assessment/grid",
    "consultations/2/assessment/needs",
    "consultations/2/assessment/met",
    "consultations/2/assessment/resources",
    "consultations/2/assessment/votes",
    "consultations/2/assessment/suggestion",
    "needs",
    "consultations/404",
)


def new_link(server: Server) -> str:
    """A fresh sign-in link, for the printed one works once."""
    made = server.command("sign-in-link")
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()


def console_and_projector(server: Server, screen: Callable[..., Page]) -> tuple[Page, Page]:
    """The two screens of the first meeting's room."""
    console = screen(viewport={"width": 1440, "height": 900})
    sign_in_and_open_console(console, server)
    hall = screen(viewport={"width": 1920, "height": 1080})
    hall.goto(server.url + str(console.locator("a[href*='/projector/']").first.get_attribute("href")))
    return console, hall


def phases(console: Page, phone: Page) -> Iterator[str]:
    """Hold a meeting of three rounds, in which the phone writes a note; the name of each phase while it lasts."""
    yield "welcome"
    step(console, "Open round 1")
    write(phone, "Une ville pour toutes et tous.")
    expect(phone.locator(".note.saved")).to_have_count(1)
    yield "round"
    step(console, "Close round 1")
    yield "moving"
    for number in (2, 3):
        step(console, f"Open round {number}")
        step(console, f"Close round {number}")
    yield "harvest"
    finish(console)
    expect(phone.locator("a[href$='/erase']").first).to_be_visible()
    yield "closed"
