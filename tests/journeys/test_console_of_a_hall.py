"""What the facilitator sees of the hall: who is away, which tables are silent, how far behind the phones are."""

from __future__ import annotations

import json
import sqlite3

import pytest
from playwright.sync_api import expect

from journeys.conftest import findings, scrolls_sideways
from journeys.test_cafe import join, sign_in_and_open_console, step, write

pytestmark = pytest.mark.journey


def test_silent_table_is_marked_and_found_until_somebody_writes(server, screen, phone_screen):
    console = screen(viewport={"width": 1440, "height": 900})
    sign_in_and_open_console(console, server)
    author, pocketed = phone_screen("en"), phone_screen("en")
    for name, page in (("Amina", author), ("Benoît", pocketed)):
        join(page, server.link(r"Join\s+(http\S+)"), name)
    step(console, "Open round 1")
    expect(console.locator(".silent li")).to_have_count(0)
    with sqlite3.connect(server.folder / "consult.sqlite", timeout=10) as database:
        database.execute("UPDATE meeting SET running_since = running_since - 400 WHERE phase = 'round'")

    pocketed.context.close()

    expect(console.get_by_text("connected: 1 · away: 1 · offline: 0")).to_be_visible()
    expect(console.get_by_role("button", name="Benoît").get_by_text("away", exact=True)).to_be_visible()
    expect(console.locator(".silent [role=status]")).to_have_text("Silent tables: 1")
    expect(console.locator(".attention").get_by_text("silent for 6 min")).to_be_visible()
    assert findings(console) == []
    console.get_by_role("button", name="Table 1 silent for 6 min").press("Enter")
    expect(console.locator("#table-1")).to_be_focused()
    console.set_viewport_size({"width": 320, "height": 640})
    expect(console.locator(".silent li")).to_have_count(1)
    assert not scrolls_sideways(console)

    write(author, "Somebody writes at last.")

    expect(console.locator(".silent li")).to_have_count(0)
    expect(console.locator(".silent [role=status]")).to_have_text("")


def test_slow_phones_are_named_and_counted(server, screen, phone_screen):
    heard = []
    console = screen(viewport={"width": 1440, "height": 900})
    console.route_web_socket("**/socket.io/**", lambda line: through(line, heard))
    sign_in_and_open_console(console, server)
    phone = phone_screen("en")
    join(phone, server.link(r"Join\s+(http\S+)"), "Amina")
    step(console, "Open round 1")
    expect(console.get_by_role("button", name="Amina")).to_be_visible()

    tell(heard, phones=40, behind=1, median=0.24, worst=12.4)

    expect(console.locator(".lag")).to_contain_text(
        "Slowest phone: 12 s behind (Amina, table 1) · usually 0.2 s"
    )
    expect(console.locator(".lag [role=status]")).to_have_text("")
    assert findings(console) == []

    tell(heard, phones=40, behind=9, median=1.5, worst=3.21)

    expect(console.locator(".lag")).to_contain_text("Slowest phone: 3.2 s behind")
    expect(console.locator(".lag [role=status]")).to_have_text(
        "Perhaps the Wi-Fi of the hall is too slow. More than 2 s behind: 9 of 40 phones"
    )

    tell(heard, phones=40, behind=0, median=0.05, worst=0.31)

    expect(console.locator(".lag")).to_have_text("Slowest phone: 0.3 s behind")


def through(line, heard) -> None:
    """Let everything through, but what the server tells about phones; what is in `heard` is told instead."""
    server = line.connect_to_server()
    server.on_message(lambda text: None if '"lag.measured"' in str(text) else line.send(text))
    heard.append(line)


def tell(heard, **facts) -> None:
    """Tell the console about the phones, as the server would."""
    told = ["lag.measured", {"process": "one", "participant": 1, **facts}]
    heard[-1].send("42" + json.dumps(told))
