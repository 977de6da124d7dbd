"""A phone whose clock is three hours wrong shows the right time, also when its clock is set in the middle."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from real import JsonServer

from failures import stored
from failures.prepared import Hall

HOURS = 3600 * 1000
# All that tells the time of day; how long the page has been open, every browser counts by itself.
WRONG = """
  const Right = Date;
  window.wrong_by = %d;
  window.Date = class extends Right {
    constructor(...given) { given.length ? super(...given) : super(Right.now() + window.wrong_by); }
    static now() { return Right.now() + window.wrong_by; }
  };
"""


def is_right(page: Page, ends_at: float) -> None:
    """What the phone shows is what is left of the round, to a second; shown seconds are rounded up."""
    earlier = ends_at - time.time()
    minutes, seconds = page.locator("[role=timer]").inner_text().split(":")
    later = ends_at - time.time()
    assert later - 1 <= int(minutes) * 60 + int(seconds) <= earlier + 1


def goes_on(page: Page) -> None:
    """Until the phone shows another second."""
    page.wait_for_function(
        "before => document.querySelector('[role=timer]').innerText !== before",
        arg=page.locator("[role=timer]").inner_text(),
    )


@pytest.mark.journey
@pytest.mark.parametrize("wrong_by", [3 * HOURS, -3 * HOURS])
def test_time_left_is_right_on_a_phone_whose_clock_is_wrong(
    on_sqlite: Callable[[int], Hall],
    serve: Callable[..., JsonServer],
    folder: Path,
    phone_screen: Callable[..., Page],
    wrong_by: int,
):
    hall, server = on_sqlite(8), serve()
    ((ends_at,),) = stored.ask(
        folder / "consult.sqlite", f"SELECT ends_at FROM meeting WHERE id = {hall.meeting_id}"
    )
    page = phone_screen("en")
    page.add_init_script(WRONG % wrong_by)
    page.goto(f"{server.url}/seat/{hall.people[0].token}")
    expect(page.locator("#note")).to_be_visible()
    assert abs(page.evaluate("Date.now()") / 1000 - time.time() - wrong_by / 1000) < 60

    goes_on(page)
    is_right(page, ends_at)
    page.evaluate("wrong_by => { window.wrong_by = -wrong_by }", wrong_by)
    goes_on(page)
    is_right(page, ends_at)
    page.reload()
    expect(page.locator("#note")).to_be_visible()
    goes_on(page)
    is_right(page, ends_at)
