"""The ways through an assessment in a real browser: one tab for the themes, the menu of a small screen, ticks for many."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from consult.extensions import db
from consult.models import Note
from journeys.conftest import WAIT_MS, Server, scrolls_sideways
from journeys.shared_board import beside, sorted_consultation, worker

pytestmark = pytest.mark.journey

DESK = {"width": 1440, "height": 900}
NARROW = {"width": 320, "height": 640}


@pytest.fixture
def own(server: Server) -> int:
    return sorted_consultation(server, themes=3, notes=12, loose=0)


def arrive(page: Page, server: Server, consultation: int) -> None:
    page.goto(worker(server, consultation, "amina", "coordinator"))
    page.goto(f"{server.url}/consultations/{consultation}/assessment/grid")


def tab(page: Page, name: str) -> None:
    page.locator(".tabs").get_by_role("link", name=name).click()


def view(page: Page, name: str) -> None:
    page.locator(".views").get_by_role("link", name=name).click()


def test_themes_open_on_the_board_until_somebody_chooses_the_list(server: Server, screen, own: int):
    page = screen(viewport=DESK)
    arrive(page, server, own)
    assert page.locator(".tabs li").count() == 6
    rows = page.locator(".tabs li").evaluate_all("all => new Set(all.map((one) => one.offsetTop)).size")
    assert rows == 1

    tab(page, "Themes")
    expect(page.locator(".board-themes")).to_be_visible(timeout=WAIT_MS)

    view(page, "List")
    expect(page.locator("article.theme")).to_have_count(3)
    tab(page, "Needs")
    tab(page, "Themes")
    expect(page.locator("article.theme")).to_have_count(3)

    view(page, "Board")
    expect(page.locator(".board-themes")).to_be_visible(timeout=WAIT_MS)
    tab(page, "Needs")
    tab(page, "Themes")
    expect(page.locator(".board-themes")).to_be_visible(timeout=WAIT_MS)


def test_need_leads_to_its_theme_on_the_board_and_on_the_list(server: Server, screen, own: int):
    page = screen(viewport=DESK)
    arrive(page, server, own)
    tab(page, "Needs")
    link = page.locator(".need h3 a").last
    name = link.inner_text()

    link.click()
    expect(page.locator(".column h2")).to_have_text(name, timeout=WAIT_MS)
    expect(page).to_have_url(re.compile(r"/board#theme-\d+$"))

    view(page, "List")
    expect(page).to_have_url(re.compile(r"/assessment#theme-\d+$"))
    expect(page.locator("article.theme:target h3")).to_have_text(name)


def test_without_scripts_there_is_the_list_alone(server: Server, screen, own: int):
    page = screen(viewport=DESK, java_script_enabled=False)
    arrive(page, server, own)

    tab(page, "Themes")

    expect(page.locator("article.theme")).to_have_count(3)
    expect(page.locator(".views a:visible")).to_have_text(["List"])


def test_menu_of_a_small_screen_tells_where_one_is_and_leads_on_by_keyboard(server: Server, screen, own: int):
    page = screen(viewport=NARROW)
    arrive(page, server, own)
    menu = page.locator(".tabs-menu summary")
    expect(menu).to_have_text("2 of 6: Commitments and tracks")
    expect(page.locator(".tabs")).to_be_hidden()
    expect(page.get_by_role("link", name="Resources")).to_be_hidden()

    menu.focus()
    page.keyboard.press("Enter")
    links = page.locator(".tabs-menu a")
    expect(links).to_have_count(6)
    assert min(box["height"] for box in (link.bounding_box() for link in links.all()) if box) >= 44
    links.nth(4).focus()
    page.keyboard.press("Enter")

    expect(menu).to_have_text("5 of 6: Resources")
    assert not scrolls_sideways(page)


def test_one_tick_is_for_all_of_the_page(server: Server, screen, own: int):
    with beside(server):
        note = db.session.query(Note).order_by(Note.id.desc()).first()
        assert note is not None
        for one in db.session.query(Note).filter(Note.meeting_id == note.meeting_id).limit(3):
            one.kind = "cooperation"
        db.session.commit()
    page = screen(viewport=DESK)
    arrive(page, server, own)
    tab(page, "Resources")
    candidates = page.locator(".candidate > input")
    count = candidates.count()
    expect(page.get_by_role("button", name="Leave the ticked ones out")).to_be_hidden()

    page.get_by_label("Tick all on this page").check()
    assert page.locator(".candidate > input:checked").count() == count >= 3
    page.get_by_role("button", name="Leave the ticked ones out").click()

    expect(candidates).to_have_count(0)
    page.get_by_role("link", name=f"Left out ({count})").click()
    candidates.first.check()
    page.get_by_role("button", name="Offer the ticked ones again").click()
    expect(page.get_by_role("link", name=f"Left out ({count - 1})")).to_be_visible()
