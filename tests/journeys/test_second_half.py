"""The second half of the phone page comes by itself; without it the phone goes on, and tries again."""

from __future__ import annotations

import signal
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from journeys.conftest import Server
from journeys.test_cafe import join, sign_in_and_open_console, step, write

pytestmark = pytest.mark.journey

SECOND_HALF = "**/static/seat_later*"
# The page itself and both files of its second half lie on the phone. (`wait_for_function` does not wait for promises.)
UNTIL_KEPT = """async () => {
  for (let kept = []; kept.length < 3; await new Promise(requestAnimationFrame)) {
    const all = await (await caches.open("consult-seat-1")).keys();
    kept = all.map((one) => new URL(one.url).pathname).filter((path) => /^\\/seat\\/|seat_later/.test(path));
  }
}"""


def test_second_half_is_there_before_anybody_needs_it(server: Server, phone_screen: Callable[..., Page]):
    phone = phone_screen("fr", service_workers="block")
    join(phone, server.link(r"Join\s+(http\S+)"), "Ada")
    more = phone.locator(".more summary")
    expect(more).to_have_text("Plus")

    phone.context.set_offline(True)
    more.click()

    expect(phone.get_by_role("button", name="Quitter la séance")).to_be_visible()


def test_second_half_opens_from_the_phone_itself(server: Server, phone_screen: Callable[..., Page]):
    phone = phone_screen("pt")
    join(phone, server.link(r"Join\s+(http\S+)"), "Ada")
    phone.evaluate(UNTIL_KEPT)
    server.stop(signal.SIGKILL)

    phone.reload()

    expect(phone.locator(".more summary")).to_have_text("Mais")


def test_phone_works_without_its_second_half_and_tries_again(
    server: Server, screen: Callable[..., Page], phone_screen: Callable[..., Page]
):
    console = screen(viewport={"width": 1440, "height": 900})
    sign_in_and_open_console(console, server)
    phone = phone_screen("es", service_workers="block")
    phone.context.route(SECOND_HALF, lambda route: route.abort())
    join(phone, server.link(r"Join\s+(http\S+)"), "Ada")
    step(console, "Open round 1")
    write(phone, "Una ciudad para todo el mundo.")
    expect(phone.locator(".note.saved .text")).to_have_text("Una ciudad para todo el mundo.")
    expect(phone.locator(".table-help, .more")).to_have_count(0)

    phone.context.unroute(SECOND_HALF)

    expect(phone.locator(".table-help")).to_be_visible()
    expect(phone.locator(".more summary")).to_have_text("Más")
    expect(phone.locator(".note.saved .text")).to_have_text("Una ciudad para todo el mundo.")


def test_phase_that_needs_the_second_half_waits_for_it(
    server: Server, screen: Callable[..., Page], phone_screen: Callable[..., Page]
):
    console = screen(viewport={"width": 1440, "height": 900})
    sign_in_and_open_console(console, server)
    phone = phone_screen("en", service_workers="block")
    phone.context.route(SECOND_HALF, lambda route: route.abort())
    join(phone, server.link(r"Join\s+(http\S+)"), "Ada")
    for number in (1, 2, 3):
        step(console, f"Open round {number}")
        step(console, f"Close round {number}")
    expect(phone.get_by_role("heading", name="One moment …")).to_be_visible()

    phone.context.unroute(SECOND_HALF)

    expect(phone.get_by_role("heading", name="Harvest")).to_be_visible()
    phone.wait_for_function("document.activeElement !== document.body")
