"""Somebody cannot follow: one tap, and those who speak, the console and in plenary the hall see it. Nobody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from journeys.conftest import Server, findings, scrolls_sideways
from journeys.test_cafe import join, sign_in_and_open_console, step
from journeys.test_languages import bring_to_table_1

pytestmark = pytest.mark.journey

ASKED = "Someone asks: please speak slower"
BUTTON = "Speak slower, please"


@dataclass
class Cafe:
    """Two people at table 1, one at another, and the console; the first round is open."""

    asker: Page
    neighbour: Page
    elsewhere: Page
    console: Page
    server: Server


@pytest.fixture
def cafe(server: Server, screen: Callable[..., Page], phone_screen: Callable[..., Page]) -> Cafe:
    console = screen(viewport={"width": 1440, "height": 900})
    sign_in_and_open_console(console, server)
    link = server.link(r"Join\s+(http\S+)")
    asker, neighbour, elsewhere = (phone_screen("en") for _ in range(3))
    for name, phone in (("Ana", asker), ("Ben", neighbour), ("Chloé", elsewhere)):
        join(phone, link, name)
    step(console, "Open round 1")
    expect(elsewhere.locator("#note")).to_be_visible()
    for name in ("Ana", "Ben"):
        bring_to_table_1(console, name)
    bring_to(console, "Chloé", "2")
    for phone, table in ((asker, "1"), (neighbour, "1"), (elsewhere, "2")):
        expect(phone.locator(".round-head h1")).to_contain_text(table)
    return Cafe(asker, neighbour, elsewhere, console, server)


def bring_to(console: Page, name: str, table: str) -> None:
    person = console.locator(".person").filter(has=console.get_by_text(name, exact=True))
    if console.locator(".table", has=person).get_by_role("heading", name=f"Table {table}").count():
        return
    person.click()
    console.locator("dialog[open]").get_by_label("Move to").select_option(table)
    console.locator("dialog[open]").get_by_role("button", name="Move", exact=True).click()
    expect(console.locator("dialog[open]")).to_have_count(0)


def test_one_tap_reaches_the_table_and_the_console_and_nobody_else(cafe: Cafe):
    button = cafe.asker.get_by_role("button", name=BUTTON)
    button.click()

    for phone in (cafe.asker, cafe.neighbour):
        expect(phone.locator(".please-slower")).to_have_text(ASKED)
    expect(cafe.asker.locator("#slower-told")).to_contain_text("Your table has been told.")
    expect(button).to_have_attribute("aria-disabled", "true")
    sign = cafe.console.locator(".slower li")
    expect(sign).to_have_text(["Table 1"])
    expect(cafe.console.locator(".toast", has_text="slow")).to_have_count(0)
    expect(cafe.neighbour.locator("#slower-told")).to_be_empty()

    # Again at once: nothing is counted, nothing changes.
    button.click(force=True)
    cafe.asker.reload()
    expect(cafe.asker.locator("#slower-told")).to_contain_text("Your table has been told.")
    expect(cafe.asker.locator(".please-slower")).to_have_text(ASKED)
    expect(sign).to_have_text(["Table 1"])
    expect(cafe.elsewhere.locator(".please-slower")).to_be_empty()
    assert findings(cafe.asker) == []
    assert findings(cafe.console) == []


def test_sign_on_the_console_counts_and_leads_to_the_table(cafe: Cafe, phone_screen: Callable[..., Page]):
    third = phone_screen("fr", color_scheme="dark")
    third.set_viewport_size({"width": 320, "height": 640})
    third.goto(cafe.server.link(r"Join\s+(http\S+)"))
    third.locator("#consent").check()
    third.locator("#nickname").fill("Dora")
    third.locator("form button.primary.wide").click()
    expect(third.locator("#note")).to_be_visible()
    bring_to(cafe.console, "Dora", "1")
    expect(third.locator(".round-head h1")).to_contain_text("1")

    cafe.asker.get_by_role("button", name=BUTTON).click()
    expect(cafe.console.locator(".slower li")).to_have_text(["Table 11 × (people: 1)"])
    cafe.neighbour.get_by_role("button", name=BUTTON).click()
    expect(cafe.console.locator(".slower li")).to_have_text(["Table 12 × (people: 2)"])
    cafe.elsewhere.get_by_role("button", name=BUTTON).click()
    # Alone at a table: a number would say who.
    expect(cafe.console.locator(".slower li")).to_have_text(["Table 2", "Table 12 × (people: 2)"])

    expect(third.locator(".please-slower")).to_contain_text("plus lentement")
    assert not scrolls_sideways(third)
    assert findings(third) == []
    cafe.console.locator(".slower").get_by_role("button", name="Table 1").click()
    expect(cafe.console.locator("#table-1")).to_be_focused()
    on_table = cafe.console.locator(".table", has=cafe.console.locator("#table-1")).locator(".wish")
    expect(on_table).to_have_text("asked for slower speech: 2 × (people: 2)")


def test_without_a_line_nothing_is_kept_for_later(cafe: Cafe):
    expect(cafe.asker.get_by_role("button", name=BUTTON)).to_be_visible()
    cafe.asker.context.set_offline(True)
    expect(cafe.asker.locator(".line.offline")).to_be_visible()
    cafe.asker.get_by_role("button", name=BUTTON).click()
    expect(cafe.asker.locator(".column > .slower [role=alert]")).to_contain_text("nobody has been told")

    cafe.asker.context.set_offline(False)

    expect(cafe.asker.locator(".line.online")).to_be_visible()
    expect(cafe.asker.locator(".column > .slower [role=alert]")).to_be_empty()
    expect(cafe.console.locator(".slower li")).to_have_count(0)
    expect(cafe.neighbour.locator(".please-slower")).to_be_empty()


def test_in_plenary_the_hall_and_the_table_with_the_floor_see_it(cafe: Cafe, screen: Callable[..., Page]):
    hall = screen(viewport={"width": 1280, "height": 720})
    hall.goto(
        cafe.server.url + str(cafe.console.locator("a[href*='/projector/']").first.get_attribute("href"))
    )
    step(cafe.console, "Close round 1")
    cafe.console.get_by_role("button", name="Skip to the harvest").click()
    cafe.console.locator("dialog[open]").get_by_role("button", name="Begin the harvest").click()
    expect(cafe.elsewhere.get_by_role("heading", name="Harvest")).to_be_visible()
    cafe.console.get_by_role("button", name="Give the floor to table 2").first.click()
    expect(hall.locator(".speaking-now")).to_be_visible()

    cafe.asker.get_by_role("button", name=BUTTON).click()

    expect(hall.locator(".please-slower")).to_contain_text("Please speak a little slower")
    expect(hall.locator(".please-slower")).to_contain_text("un peu plus lentement")
    expect(cafe.elsewhere.locator(".please-slower")).to_have_text(ASKED)
    expect(cafe.asker.locator("#slower-told")).to_contain_text("The hall has been told.")
    expect(cafe.console.locator(".slower li")).to_have_text(["Plenary1 × (people: 1)"])
    expect(cafe.neighbour.locator(".please-slower")).to_be_empty()
    assert findings(hall) == []


def test_only_the_phone_of_the_table_host_shakes(cafe: Cafe):
    host = cafe.neighbour
    host.locator(".table-help").get_by_role("button", name="I will be the table host").click()
    expect(host.get_by_role("heading", name="You are the table host")).to_be_visible()
    for phone in (cafe.asker, host):
        phone.evaluate("() => { window.shaken = []; navigator.vibrate = (ms) => shaken.push(ms); }")

    cafe.asker.get_by_role("button", name=BUTTON).click()
    for phone in (cafe.asker, host):
        expect(phone.locator(".please-slower")).to_have_text(ASKED)
    expect(cafe.console.locator(".slower li")).to_have_count(1)

    assert [phone.evaluate("shaken.length") for phone in (cafe.asker, host)] == [0, 1]
