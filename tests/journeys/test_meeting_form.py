"""Setting up a meeting in a real browser: what the numbers promise follows them, and one click takes better ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from journeys.conftest import Server, findings, scrolls_sideways
from journeys.test_accessibility import NARROW, new_link

pytestmark = pytest.mark.journey


def test_outlook_follows_the_numbers(server: Server, screen: Callable[..., Page]):
    page = screen(viewport=NARROW, locale="en")
    page.goto(new_link(server))
    page.goto(f"{server.url}/consultations/1/meetings/new")
    outlook = page.get_by_role("status").filter(has_text="in 3 rounds:")
    expect(outlook).to_contain_text("20 people at 4 tables in 3 rounds: nobody has to return to a table.")

    page.get_by_role("button", name="Use 5 tables").click()
    expect(outlook).to_contain_text("20 people at 5 tables in 3 rounds: everybody can meet new people")
    expect(page.get_by_label("Tables", exact=True)).to_have_value("5")
    expect(page.locator("#outlook")).to_be_focused()

    page.get_by_label("People expected").fill("43")
    expect(outlook).to_contain_text("43 people at 5 tables")
    page.get_by_label("Tables", exact=True).fill("")
    expect(outlook).to_contain_text("43 people at 9 tables")
    page.get_by_label("At tables of their own").check()
    page.get_by_label("How many tables?").fill("2")
    expect(outlook).to_contain_text("People online have only 2 tables for 3 rounds")

    assert findings(page) == []
    assert not scrolls_sideways(page)

    page.get_by_label("People expected").fill("")
    expect(page.locator("#outlook")).to_have_text("")


def test_focus_group_hides_what_only_a_café_asks(server: Server, screen: Callable[..., Page]):
    page = screen(locale="en")
    page.goto(new_link(server))
    page.goto(f"{server.url}/consultations/1/meetings/new")
    asked = page.get_by_role("group", name="Where do people sit who take part online?")
    expect(asked).to_be_visible()
    expect(page.get_by_label("How many tables?")).to_be_hidden()

    page.get_by_label("Focus group").check()
    expect(asked).to_be_hidden()
    expect(page.locator("#outlook")).to_be_hidden()

    page.get_by_label("World Café", exact=False).first.check()
    expect(asked).to_be_visible()
    expect(page.locator("#outlook")).to_contain_text("20 people at 4 tables")
