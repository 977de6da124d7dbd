"""Two seconds there and back, one piece in five stalls, connections are cut: notes arrive once and in order all the same."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from journeys.test_cafe import write
from playwright.sync_api import Page, expect
from real import JsonServer

from failures import stored
from failures.network import Network
from failures.phones import Phone, all_of, there
from failures.prepared import Hall

# Two seconds there and back, as ping shows it.
DELAY, LOSS = 1.0, 0.2
# Pieces of data until a connection is cut: to come in takes seven.
LIFE = (8, 30)
PEOPLE, NOTES = 8, 2
TEXTS = ["Mehr Licht.", "Plus de bancs.", "Más árboles."]


@pytest.fixture
def hall(on_sqlite: Callable[[int], Hall]) -> Hall:
    return on_sqlite(PEOPLE + 1)


@pytest.fixture
def network(hall: Hall, serve: Callable[..., JsonServer]) -> Iterator[Network]:
    between = Network(serve().port, seed=7)
    yield between
    between.close()


async def on_phones(phones: list[Phone], inside: threading.Event, worse: threading.Event) -> None:
    """Everybody comes in while the network is good, and writes when it is bad."""
    async with there(*phones), asyncio.timeout(240):
        inside.set()
        await asyncio.to_thread(worse.wait, 60)
        for phone in phones:
            for _ in range(NOTES):
                phone.write()
        await all_of(*(phone.empty() for phone in phones), within=240)


def on_page(page: Page, database: Path) -> None:
    """Notes are "waiting" until they are acknowledged, and "saved" afterwards."""
    for text in TEXTS:
        write(page, text)
    expect(page.locator(".note.waiting")).to_have_count(len(TEXTS))
    for saved in range(1, len(TEXTS) + 1):
        page.wait_for_function(
            "n => document.querySelectorAll('.note.saved').length >= n", arg=saved, timeout=60_000
        )
        found = stored.ask(database, f"SELECT count(*) FROM note WHERE text IN {tuple(TEXTS)}")
        assert found[0][0] >= saved
    expect(page.locator(".note.waiting")).to_have_count(0)
    expect(page.locator(".note.saved")).to_have_count(len(TEXTS))


def test_notes_over_a_bad_network_arrive_once_and_in_order(
    hall: Hall, network: Network, folder: Path, phone_screen: Callable[..., Page]
):
    phones = [Phone([network.url], person, random.Random(person.id)) for person in hall.people[:PEOPLE]]
    me, database = hall.people[-1], folder / "consult.sqlite"
    inside, worse = threading.Event(), threading.Event()
    page = phone_screen(me.language)
    page.goto(f"{network.url}/seat/{me.token}")
    expect(page.locator("#note")).to_be_visible()

    with ThreadPoolExecutor(1) as apart:
        writing = apart.submit(asyncio.run, on_phones(phones, inside, worse))
        assert inside.wait(60)
        network.worsen(DELAY, LOSS, LIFE)
        worse.set()
        on_page(page, database)
        writing.result()

    rows = stored.notes(database)
    stored.is_what_was_written(phones, [row for row in rows if row[1] != me.id])
    found = stored.ask(database, f"SELECT text FROM note WHERE participant_id = {me.id} ORDER BY id")
    assert [text for (text,) in found] == TEXTS
    assert network.stalled > 0
    assert network.cut > 0
