"""What a phone keeps while the server is dead arrives, whatever happens to the page meanwhile."""

from __future__ import annotations

import signal
import sqlite3
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from journeys.conftest import Server
from journeys.test_cafe import join, sign_in_and_open_console, step, write

pytestmark = pytest.mark.journey


def stored(server: Server) -> list[str]:
    """The notes in the database, in the order of writing."""
    with sqlite3.connect(server.folder / "consult.sqlite") as database:
        return [text for (text,) in database.execute("select text from note order by id")]


def in_a_round(server: Server, screen: Callable[..., Page], phone: Page) -> None:
    console = screen(viewport={"width": 1440, "height": 900})
    sign_in_and_open_console(console, server)
    join(phone, server.link(r"Join\s+(http\S+)"), "")
    step(console, "Open round 1")
    expect(phone.locator("#note")).to_be_visible()


def test_notes_survive_a_closed_tab(server: Server, screen: Callable[..., Page], phone_screen):
    phone = phone_screen("pt")
    in_a_round(server, screen, phone)
    write(phone, "Antes da pane.")
    expect(phone.locator(".note.saved")).to_have_count(1)

    server.stop(signal.SIGKILL)
    write(phone, "Durante a pane: primeira.")
    write(phone, "Durante a pane: segunda.")
    expect(phone.locator(".note.waiting")).to_have_count(2)
    seat, context = phone.url, phone.context
    phone.close()
    server.start()
    again = context.new_page()
    again.goto(seat)

    expect(again.locator(".note.saved")).to_have_count(3)
    assert stored(server) == ["Antes da pane.", "Durante a pane: primeira.", "Durante a pane: segunda."]


def test_half_written_note_and_outbox_survive_a_reload_without_server(
    server: Server, screen: Callable[..., Page], phone_screen
):
    phone = phone_screen("es")
    in_a_round(server, screen, phone)
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.reload()
    expect(phone.locator("#note")).to_be_visible()

    server.stop(signal.SIGKILL)
    write(phone, "Escrita sin servidor.")
    expect(phone.locator(".note.waiting")).to_have_count(1)
    phone.locator("#note").fill("A medio escribir: ñ, á")
    phone.reload()

    expect(phone.locator(".note.waiting")).to_have_count(1)
    expect(phone.locator("#note")).to_have_value("A medio escribir: ñ, á")
    server.start()
    expect(phone.locator(".note.saved")).to_have_count(1)
    expect(phone.locator("#note")).to_have_value("A medio escribir: ñ, á")
    assert stored(server) == ["Escrita sin servidor."]


def test_round_goes_on_after_a_crash_with_the_right_time_and_seats(
    server: Server, screen: Callable[..., Page], phone_screen
):
    phone = phone_screen("en")
    in_a_round(server, screen, phone)
    table = phone.locator(".round-head h1").inner_text()

    server.stop(signal.SIGKILL)
    server.start()

    expect(phone.locator(".round-head h1")).to_have_text(table)
    write(phone, "Still here.")
    expect(phone.locator(".note.saved")).to_have_count(1)
    minutes, seconds = phone.locator("[role=timer]").inner_text().split(":")
    assert 18 * 60 < int(minutes) * 60 + int(seconds) < 20 * 60
