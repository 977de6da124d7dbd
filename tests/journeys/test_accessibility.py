"""Every screen in every phase: axe finds nothing, nothing sticks out at 320 px, in light and dark."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from journeys.conftest import Server, findings, scrolls_sideways
from journeys.every_screen import NARROW, STAFF_PAGES, console_and_projector, new_link, phases
from journeys.test_cafe import join

pytestmark = pytest.mark.journey


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
    console, hall = console_and_projector(server, screen)
    phone = phone_screen("fr")
    link = server.link(r"Join\s+(http\S+)")
    phone.goto(server.url)
    found = complaints(phone, "start page")
    phone.goto(link)
    found += complaints(phone, "join page")
    join(phone, link, "Ada")

    for phase in phases(console, phone):
        for name, page in (("console", console), ("projector", hall), ("phone", phone)):
            found.extend(complaints(page, f"{name}, {phase}"))
        console.get_by_role("link", name="Seating", exact=True).click()
        expect(console.locator(".seating .tables")).to_be_visible()
        found.extend(complaints(console, f"seating, {phase}"))
        console.get_by_role("link", name="Tables", exact=True).click()
    phone.goto(phone.url.rstrip("/") + "/erase")
    found += complaints(phone, "erase")

    assert found == []
