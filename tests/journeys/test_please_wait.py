"""A server with too much to do asks phones to wait: they say so, keep the note, and send it again by themselves."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from journeys.test_cafe import join, sign_in_and_open_console, step, write

pytestmark = pytest.mark.journey
WORDS = "The server is busy. Please wait a moment; nothing is lost."


def test_phone_that_is_asked_to_wait_says_so_and_tries_again(server, screen, phone_screen):
    console = screen(viewport={"width": 1440, "height": 900})
    sign_in_and_open_console(console, server)
    phone = phone_screen("en")
    busy = Busy(1)
    phone.route_web_socket("**/socket.io/**", busy)
    join(phone, server.link(r"Join\s+(http\S+)"), "Amina")
    step(console, "Open round 1")

    write(phone, "More lamps in the park.")

    expect(phone.locator(".note.waiting .text")).to_have_text("More lamps in the park.")
    expect(phone.locator("header [role=status]")).to_contain_text(WORDS)
    expect(phone.locator(".note.saved .text")).to_have_text("More lamps in the park.")
    expect(phone.locator(".note.waiting")).to_have_count(0)
    expect(phone.locator("header [role=status]")).to_contain_text("Connected")
    assert busy.refused == 1


class Busy:
    """Answers the first notes in the place of the server, as a server that is late does."""

    def __init__(self, how_many: int) -> None:
        self.left, self.refused = how_many, 0

    def __call__(self, line) -> None:
        server = line.connect_to_server()

        def from_phone(text) -> None:
            asked = re.match(r'42(\d+)\["note.write"', str(text))
            if asked is None or not self.left:
                server.send(text)
                return
            self.left -= 1
            self.refused += 1
            answer = {"ok": False, "code": "please_wait", "retry": True, "message": WORDS}
            line.send(f"43{asked.group(1)}" + json.dumps([answer]))

        line.on_message(from_phone)
