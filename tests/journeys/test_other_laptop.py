"""The facilitator's laptop dies in the middle of a round, and another one carries on; two at once are allowed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from journeys.test_cafe import join, sign_in_and_open_console, step, write

pytestmark = pytest.mark.journey


def test_another_laptop_carries_on(server, screen, phone_screen):
    console = screen(viewport={"width": 1440, "height": 900})
    sign_in_and_open_console(console, server)
    phone = phone_screen("en")
    join(phone, server.link(r"Join\s+(http\S+)"), "Amina")
    step(console, "Open round 1")
    write(phone, "Written before the laptop died.")
    expect(phone.locator(".note.saved")).to_have_count(1)
    phone.get_by_role("button", name="Call the facilitator").click()
    expect(console.get_by_text("Table 1 asks for help.").first).to_be_visible()
    console.get_by_role("button", name="+5 min").click()
    expect(console.locator("dialog[open]")).to_be_visible()

    console.context.close()
    write(phone, "Written while nobody led the meeting.")
    expect(phone.locator(".note.saved")).to_have_count(2)
    other = screen(viewport={"width": 1440, "height": 900})
    other.goto(new_link(server))
    other.get_by_role("link", name="Housing").click()
    other.get_by_role("link", name="Console").first.click()

    expect(other.locator(".clock .phase")).to_contain_text("Round 1 of 3")
    expect(other.locator(".clock .time")).to_be_visible()
    before, shown, after = (seconds_left(page) for page in (phone, other, phone))
    # Each screen changes its figure in its own moment.
    assert after - 1 <= shown <= before + 1
    expect(other.get_by_text("Written before the laptop died.")).to_be_visible()
    expect(other.get_by_text("Written while nobody led the meeting.")).to_be_visible()
    expect(other.locator(".calls").get_by_text("Table 1 asks for help.")).to_be_visible()
    expect(other.get_by_text("connected: 1")).to_be_visible()
    expect(other.locator("dialog[open]")).to_have_count(0)
    step(other, "Close round 1")
    expect(phone.locator("h1").first).to_be_visible()

    third = other.context.new_page()
    third.goto(other.url)
    step(third, "Open round 2")
    expect(other.locator(".clock .phase")).to_contain_text("Round 2 of 3")


def seconds_left(page) -> int:
    """What the clock of this screen says."""
    minutes, seconds = page.get_by_role("timer").first.inner_text().split(":")
    return int(minutes) * 60 + int(seconds)


def new_link(server) -> str:
    """A sign-in link for the other laptop, as the city's IT makes it."""
    made = server.command("sign-in-link", "--name", "facilitator")
    assert made.returncode == 0, made.stderr
    return next(word for word in made.stdout.split() if word.startswith("http"))
