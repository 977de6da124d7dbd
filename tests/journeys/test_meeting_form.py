"""Setting up a meeting in a real browser: what the numbers promise follows them, and one click takes better ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from journeys.conftest import Server, findings, scrolls_sideways
from journeys.every_screen import NARROW, new_link

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


def test_what_most_meetings_do_without_is_folded_until_it_is_needed(
    server: Server, screen: Callable[..., Page]
):
    page = screen(viewport=NARROW, locale="en", color_scheme="dark", java_script_enabled=False)
    page.goto(new_link(server))
    page.goto(f"{server.url}/consultations/1/meetings/new")
    add = page.get_by_role("button", name="Add a table", exact=True)
    expect(page.get_by_label("Day", exact=True)).to_be_hidden()
    expect(add).to_be_hidden()

    page.get_by_role("heading", name="Interpretation").click()
    page.get_by_label("Link or channel – Français").fill("zoom.us/j/93")
    add.click()
    line = page.get_by_role("group", name="Interpretation, line 1")
    expect(line.get_by_label("Table number")).to_be_focused()
    page.keyboard.type("3")
    line.get_by_label("Português").check()
    page.get_by_role("button", name="Create the meeting").click()

    expect(page.locator("#interpreted-fr-how-error")).to_contain_text("tick the language as well")
    expect(line.get_by_label("Table number")).to_have_value("3")
    assert not scrolls_sideways(page)

    page.get_by_label("Link or channel – Français").fill("")
    page.get_by_role("button", name="Create the meeting").click()
    expect(page.get_by_text("The meeting is ready.")).to_be_visible()


def test_open_parts_of_the_form_are_accessible(server: Server, screen: Callable[..., Page]):
    page = screen(viewport=NARROW, locale="fr", color_scheme="dark")
    page.goto(new_link(server))
    page.goto(f"{server.url}/consultations/1/meetings/new")
    for part in page.locator(".form-fold > summary").all():
        part.click()
    page.locator("#agenda-fr").fill("15 h Accueil")
    page.locator("#planned_date").fill("2027-03-28")
    page.locator("#planned_time").fill("02:30")
    page.locator("button[value=add-interpreted]").click()

    page.get_by_role("button", name="Créer la séance").click()

    expect(page.locator("#planned_start-error")).to_contain_text("Cette heure n’existe pas")
    expect(page.locator("#planned_time")).to_have_value("02:30")
    assert findings(page) == []
    assert not scrolls_sideways(page)
