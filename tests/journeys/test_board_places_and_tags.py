"""On the theme board: further commitments of a theme, and proposed tags, by keyboard, on a small screen, for two people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from consult.extensions import db
from consult.models import Theme
from journeys.conftest import WAIT_MS, Server, findings, scrolls_sideways
from journeys.shared_board import beside, marks, sorted_consultation, stored, worker
from journeys.test_keyboard import escape_gives_back, press

pytestmark = pytest.mark.journey

DESK = {"width": 1440, "height": 900}


@pytest.fixture
def open_board(server: Server, screen: Callable[..., Page]) -> Callable[..., Page]:
    """The board of a consultation, in a browser of a coordinator."""

    def _open(consultation: int, name: str, **options: Any) -> Page:
        page = screen(**{"viewport": DESK, **options})
        page.goto(worker(server, consultation, name))
        page.goto(f"{server.url}/consultations/{consultation}/assessment/board")
        expect(page.locator(".line.online")).to_be_visible(timeout=WAIT_MS)
        return page

    return _open


def places(server: Server, consultation: int) -> dict[str, tuple[str | None, list[str], bool]]:
    """Theme name → its main commitment, the others, and whether a person said so; as they are on disk."""
    with beside(server):
        query = select(Theme.label, Theme.commitment, Theme.also, Theme.confirmed)
        rows = db.session.execute(query.where(Theme.consultation_id == consultation)).all()
        return {label["en"]: (main, also, confirmed) for label, main, also, confirmed in rows}


def test_theme_gets_further_commitments_with_the_keyboard_and_a_colleague_sees_them(
    server: Server, open_board: Any
):
    own = sorted_consultation(server, themes=1, notes=4, loose=0)
    page, colleague = open_board(own, "amina"), open_board(own, "benoit")
    head = page.locator(".column-head").first
    expect(head.get_by_role("button", name="It also speaks of …")).to_have_count(0)

    press(page, head.get_by_role("button", name="Confirm this place"))
    more = head.get_by_role("button", name="It also speaks of …")
    press(page, more)
    window = page.locator("dialog[open]")
    press(page, window.get_by_role("checkbox").nth(2), "Space")
    press(page, window.get_by_role("checkbox").nth(0), "Space")
    expect(window.get_by_role("checkbox", checked=True)).to_have_count(2)
    assert findings(page) == []
    escape_gives_back(page, more)

    expect(colleague.locator(".theme-place").first).to_contain_text("Also: 4. ")
    expect(colleague.locator(".theme-place").first).to_contain_text("· 2. ")
    assert places(server, own) == {"Housing": ("1", ["4", "2"], True)}

    press(page, more)
    press(page, window.get_by_role("checkbox").nth(2), "Space")
    escape_gives_back(page, more)
    expect(colleague.locator(".theme-place").first).not_to_contain_text("4. ")
    assert places(server, own) == {"Housing": ("1", ["2"], True)}

    press(page, page.locator("button.undo"))
    expect(colleague.locator(".theme-place").first).to_contain_text("Also: 4. ")


def test_another_main_commitment_keeps_the_others(server: Server, open_board: Any):
    own = sorted_consultation(server, themes=1, notes=4, loose=0)
    page = open_board(own, "amina")
    head = page.locator(".column-head").first
    head.get_by_role("button", name="Confirm this place").click()
    head.get_by_role("button", name="It also speaks of …").click()
    page.locator("dialog[open]").get_by_role("checkbox").nth(2).check()
    page.locator("dialog[open]").get_by_role("button", name="Done").click()
    head.get_by_role("button", name="Choose another place …").click()
    page.locator("dialog[open] select").first.select_option("7")
    page.locator("dialog[open]").get_by_role("button", name="Confirm this place").click()
    expect(head.locator(".theme-place")).to_contain_text("7. ")

    expect(page.locator(".board-news")).to_contain_text("confirmed the place")
    assert places(server, own) == {"Housing": ("7", ["4"], True)}


def test_proposed_tag_is_taken_with_the_keyboard(server: Server, open_board: Any):
    own = sorted_consultation(server, themes=1, notes=6, loose=0)
    page = open_board(own, "amina")
    number = next(one for one in stored(server, own)["Housing"] if one % 6 == 4)
    chosen = page.locator(f"[data-note='{number}']").first
    press(page, chosen.locator(".disclosing"))
    group = chosen.get_by_role("group", name="Proposed tags")
    expect(group.get_by_role("button")).to_have_count(4)
    expect(chosen.locator(".note-tags summary strong")).to_have_count(0)

    press(page, group.get_by_role("button").first)

    expect(group.get_by_role("button")).to_have_count(3)
    expect(chosen.locator(".note-tags summary strong")).to_have_text("1")
    expect(group.locator("button:focus")).to_have_count(1)
    expect(page.locator(".board-news")).to_contain_text("tagged a note")
    mark = marks(server, number)
    assert mark is not None
    assert mark.tags == {"city_role": ["democratic_institution"]}


def test_both_fit_a_phone_in_the_dark(server: Server, open_board: Any):
    own = sorted_consultation(server, themes=1, notes=6, loose=0)
    page = open_board(own, "amina", locale="fr", viewport={"width": 320, "height": 640}, color_scheme="dark")
    page.locator(".rail-item:not(.new-theme) > button").first.click()
    page.get_by_role("button", name="Confirmer").first.click()
    page.get_by_role("button", name="Il parle aussi de…").click()
    page.locator("dialog[open]").get_by_role("checkbox").nth(2).check()
    assert findings(page) == []
    assert not scrolls_sideways(page)
    page.locator("dialog[open]").get_by_role("button", name="Terminé").click()
    page.locator("[data-note] .disclosing").first.click()
    expect(page.locator(".proposed-tags button").first).to_be_visible()

    assert findings(page) == []
    assert not scrolls_sideways(page)
