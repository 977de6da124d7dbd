"""The facilitator steers who sits where; the phones of those concerned follow, and nobody else's."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from journeys.conftest import Server, findings, scrolls_sideways
from journeys.every_screen import new_link
from journeys.test_cafe import join, sign_in_and_open_console, step
from journeys.test_keyboard import button, escape_gives_back, kept, opened, press, reach

pytestmark = pytest.mark.journey

WITHOUT_PHONE = ("Rosa", "Samir", "Inês", "Tom", "Mei", "Luis", "Noor", "Petra", "Quim")
WITH_PHONE = ("Ada", "Bea", "Cleo")


def add(console: Page, name: str) -> None:
    """Somebody without a phone; has a seat within a second."""
    console.get_by_role("button", name="Add a person").click()
    dialog = console.locator("dialog[open]")
    dialog.locator("input[name=nickname]").fill(name)
    dialog.locator("input[name=languages][value=en]").check()
    dialog.get_by_role("button", name="Add and seat").click()
    expect(dialog.locator(".seat-told")).to_be_visible(timeout=1000)
    dialog.get_by_role("button", name="Done").click()
    expect(console.locator("dialog[open]")).to_have_count(0)


def come_late(phone: Page, link: str, name: str) -> None:
    """While the others talk already: a seat at once."""
    phone.goto(link)
    phone.locator("#consent").check()
    phone.locator("#nickname").fill(name)
    phone.locator("form button.primary.wide").click(no_wait_after=True)
    expect(phone.locator(".round-head h1")).to_be_visible()


def see_seating(console: Page) -> None:
    console.get_by_role("link", name="Seating", exact=True).click()
    expect(console.get_by_role("heading", name="Seating", exact=True)).to_be_visible()


def sitter(console: Page, name: str) -> Locator:
    """The person's button at their table."""
    return console.locator(".seating button.sitter", has=called(console, name))


def called(console: Page, name: str) -> Locator:
    return console.locator(".called", has_text=re.compile(f"^{name}$"))


def table_of(console: Page, name: str) -> int:
    heading = console.locator(".seating .table", has=called(console, name)).locator("h3")
    found = re.match(r"Table (\d+)", heading.inner_text())
    assert found
    return int(found.group(1))


def sits_at(console: Page, name: str, table: int) -> None:
    expect(console.locator(f"[aria-labelledby=seats-{table}]", has=called(console, name))).to_have_count(1)


def people_of(console: Page, table: int) -> list[str]:
    return console.locator(f"[aria-labelledby=seats-{table}] .called").all_inner_texts()


def somebody_elsewhere(console: Page, table: int) -> str:
    """Somebody without a phone at another table."""
    names = console.locator(".seating .tables .called").all_inner_texts()
    away = [n for n in names if n in WITHOUT_PHONE and n not in people_of(console, table)]
    return away[0]


def person(console: Page, name: str) -> Locator:
    """The person's dialog, opened."""
    sitter(console, name).click()
    dialog = console.locator("dialog[open]")
    expect(dialog.get_by_role("heading", name=name, exact=True)).to_be_visible()
    return dialog


def close(console: Page) -> None:
    console.keyboard.press("Escape")
    expect(console.locator("dialog[open]")).to_have_count(0)


def shown_table(phone: Page) -> int:
    heading = phone.locator(".big-sign h1, .round-head h1").inner_text()
    return int(heading.split()[-1])


def shows_table(phone: Page, number: int) -> None:
    expect(phone.locator(".big-sign h1, .round-head h1")).to_have_text(re.compile(rf"\b{number}$"))


def close_round(console: Page, phones: dict[str, Page], number: int) -> None:
    """Until every screen shows the seats of the next round."""
    step(console, f"Close round {number}")
    expect(console.locator(".rounds [aria-current]")).to_contain_text(f"Round {number + 1}")
    for phone in phones.values():
        expect(phone.locator(".over")).to_have_text(f"Next: round {number + 1}")


def swap(console: Page, one: str, other: str) -> None:
    """Tap one, tap the other, see what it does, confirm."""
    console.get_by_role("button", name="Change places", exact=True).click()
    sitter(console, one).click()
    expect(console.locator(".guide")).to_contain_text(f"{one} changes places with")
    sitter(console, other).click()
    dialog = console.locator("dialog[open]")
    expect(dialog.get_by_role("heading", name="What changes")).to_be_visible()
    expect(dialog.locator(".compare, .same")).to_be_visible()
    dialog.get_by_role("button", name="Change places").click()
    expect(console.locator("dialog[open]")).to_have_count(0)


def complaints(console: Page) -> list[str]:
    """Of axe, in both schemes, and at 320 px."""
    found: list[str] = []
    for scheme in ("light", "dark"):
        console.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += findings(console)
    size = console.viewport_size
    assert size is not None
    console.set_viewport_size({"width": 320, "height": 640})
    found += [*findings(console), *(["sideways"] if scrolls_sideways(console) else [])]
    console.set_viewport_size(size)
    console.emulate_media(color_scheme="light")
    return found


@pytest.fixture
def cafe(
    server: Server, screen: Callable[..., Page], phone_screen: Callable[[str], Page]
) -> tuple[Page, dict[str, Page]]:
    """The seating view of a café of twelve, before its first round, and the phones of three."""
    console = screen(viewport={"width": 1440, "height": 900})
    sign_in_and_open_console(console, server)
    link = server.link(r"Join\s+(http\S+)")
    phones = {name: phone_screen("en") for name in WITH_PHONE}
    for name, phone in phones.items():
        join(phone, link, name)
    see_seating(console)
    for name in WITHOUT_PHONE:
        add(console, name)
    expect(console.locator(".seating .tables .sitter")).to_have_count(12)
    return console, phones


def test_a_person_is_pinned_swapped_and_put_back(cafe):
    console, phones = cafe
    home = {name: shown_table(phone) for name, phone in phones.items()}
    ada = home["Ada"]
    assert table_of(console, "Ada") == ada

    dialog = person(console, "Ada")
    dialog.get_by_role("button", name=f"Pin to table {ada} in round 1").click()
    expect(dialog.get_by_role("button", name="Pin to table")).to_have_attribute("aria-pressed", "true")
    close(console)
    expect(sitter(console, "Ada")).to_contain_text("pinned")
    expect(sitter(console, "Ada")).to_be_focused()

    other = somebody_elsewhere(console, ada)
    there = table_of(console, other)
    swap(console, "Ada", other)
    shows_table(phones["Ada"], there)
    sits_at(console, "Ada", there)
    sits_at(console, other, ada)
    for name in ("Bea", "Cleo"):
        shows_table(phones[name], home[name])

    undo = console.get_by_role("button", name=re.compile("^Undo: "))
    expect(undo).to_contain_text("Ada")
    expect(undo).to_contain_text(other)
    undo.click()
    shows_table(phones["Ada"], ada)
    expect(console.locator(f"[aria-labelledby=seats-{ada}]")).to_contain_text("Ada")
    expect(sitter(console, "Ada")).to_contain_text("pinned")
    assert complaints(console) == []


def test_wishes_latecomers_and_those_who_leave(cafe, server, phone_screen):
    console, phones = cafe
    dialog = person(console, "Ada")
    dialog.get_by_label("Keep apart from, or together with").select_option(label="Bea")
    dialog.get_by_role("button", name="Keep apart").click()
    expect(dialog.get_by_text("Ada and Bea will be kept apart.")).to_be_visible()
    close(console)
    expect(console.locator(".wishes li")).to_contain_text("Ada and Bea: apart")

    step(console, "Open round 1")
    late = phone_screen("en")
    come_late(late, server.link(r"Join\s+(http\S+)"), "Late")
    expect(sitter(console, "Late")).to_contain_text("new")
    shows_table(late, table_of(console, "Late"))
    add(console, "Later")
    expect(sitter(console, "Later")).to_have_count(1)

    close_round(console, phones, 1)
    expect(console.locator(".wishes li")).to_contain_text("kept in this round")
    assert table_of(console, "Ada") != table_of(console, "Bea")

    tables = {name: shown_table(phone) for name, phone in phones.items()}
    dialog = person(console, "Tom")
    dialog.get_by_role("button", name="Remove …").click()
    dialog.get_by_role("button", name="Remove from the meeting").click()
    expect(sitter(console, "Tom")).to_have_count(0)
    dialog = person(console, "Rosa")
    dialog.get_by_role("button", name="Sit this round out").click()
    expect(dialog.get_by_role("button", name="Back to the tables")).to_be_visible()
    close(console)
    expect(sitter(console, "Rosa")).to_contain_text("sits out")
    for name, phone in phones.items():
        shows_table(phone, tables[name])

    console.locator(".rounds button", has_text="Round 3").click()
    expect(console.locator(".rounds [aria-current]")).to_contain_text("Round 3")
    for name in ("Late", "Later", "Rosa"):
        expect(console.locator(".seating .table", has=called(console, name))).to_have_count(1)
    expect(sitter(console, "Tom")).to_have_count(0)
    console.locator(".rounds button", has_text="Round 2").click()

    console.locator(".wishes").get_by_role("button", name="Remove").click()
    expect(console.locator(".wishes li")).to_have_count(0)
    console.get_by_role("button", name=re.compile("^Undo: ")).click()
    expect(console.locator(".wishes li")).to_contain_text("Ada and Bea: apart")


def test_a_better_plan_is_shown_before_it_is_taken(cafe):
    console, phones = cafe
    step(console, "Open round 1")
    close_round(console, phones, 1)
    home = shown_table(phones["Ada"])

    # A bad idea: back to the table of the round before.
    dialog = person(console, "Ada")
    before = int(
        dialog.locator(".facts div", has_text="In the round before").locator("dd").inner_text().split()[-1]
    )
    close(console)
    other = next(name for name in people_of(console, before) if name in WITHOUT_PHONE)
    swap(console, "Ada", other)
    shows_table(phones["Ada"], before)
    expect(sitter(console, "Ada")).to_contain_text("was here before")
    for table in (home, before):
        console.locator(f"[aria-labelledby=seats-{table}]").get_by_role("button", name="Unpin all").click()
        expect(
            console.locator(f"[aria-labelledby=seats-{table}]").get_by_role("button", name="Unpin all")
        ).to_have_count(0)

    still = {name: shown_table(phones[name]) for name in ("Bea", "Cleo")}
    console.get_by_role("button", name="Look at it").click()
    dialog = console.locator("dialog[open]")
    expect(dialog.locator(".changes", has_text="Round 2")).to_contain_text("Ada")
    expect(dialog.locator(".compare", has_text="Returns to a table")).to_contain_text("1 → 0")
    moves = {
        row.locator("strong").inner_text(): int(row.locator("span").inner_text().split()[-1])
        for row in dialog.locator(".changes", has_text="Round 2").locator("li").all()
    }
    dialog.get_by_role("button", name="Take it").click()
    expect(console.locator("dialog[open]")).to_have_count(0)
    shows_table(phones["Ada"], moves["Ada"])
    for name, table in still.items():
        shows_table(phones[name], moves.get(name, table))
    expect(console.locator(".figure", has_text="Returns to a table")).to_contain_text(
        "nobody sits at a table twice"
    )
    expect(console.get_by_role("button", name="Look at it")).to_have_count(0)


def test_nothing_moves_behind_an_open_dialog(cafe, server, screen):
    console, phones = cafe
    home = table_of(console, "Bea")
    other = somebody_elsewhere(console, home)
    there = table_of(console, other)
    dialog = person(console, "Ada")

    colleague = screen(viewport={"width": 1440, "height": 900})
    colleague.goto(new_link(server))
    colleague.goto(f"{server.url}/meetings/1/console#seating")
    swap(colleague, "Bea", other)
    shows_table(phones["Bea"], there)

    # The choice in the dialog knows it already; the tables behind wait.
    choice = dialog.get_by_label("Keep apart from, or together with")
    now = choice.locator(f"optgroup[label='Table {there}'] option", has_text="Bea")
    expect(now).to_have_count(1)
    assert table_of(console, "Bea") == home
    close(console)
    expect(console.locator(f"[aria-labelledby=seats-{there}]")).to_contain_text("Bea")


def test_seating_with_the_keyboard_alone(cafe):
    console, phones = cafe
    home = table_of(console, "Ada")
    other = somebody_elsewhere(console, home)
    there = table_of(console, other)
    press(console, console.get_by_role("link", name="Tables", exact=True))
    press(console, button(console, "Ada"))
    press(console, button(opened(console), "To the seating"))
    expect(console.locator("dialog[open]").get_by_label("Change places with")).to_be_visible()
    close(console)
    kept(console)

    press(console, sitter(console, "Ada"))
    dialog = opened(console)
    choice = dialog.get_by_label("Move to")
    reach(console, choice)
    console.keyboard.press("ArrowDown")
    expect(dialog.locator(".compare, .same")).to_be_visible()
    reach(console, button(dialog, "Move", exact=True))
    escape_gives_back(console, sitter(console, "Ada"))

    press(console, button(console, "Change places"))
    press(console, sitter(console, other))
    press(console, sitter(console, "Ada"))
    dialog = opened(console)
    expect(dialog.locator(".compare, .same")).to_be_visible()
    press(console, button(dialog, "Change places"))
    expect(console.locator("dialog[open]")).to_have_count(0)
    shows_table(phones["Ada"], there)
    expect(sitter(console, other)).to_be_focused()
    press(console, button(console, "Undo: "))
    shows_table(phones["Ada"], home)
    kept(console)

    press(console, button(console, "Change places"))
    console.keyboard.press("Escape")
    expect(console.locator(".guide")).to_have_count(0)
    expect(button(console, "Change places")).to_be_focused()
    press(console, button(console, "Add a wish"))
    expect(opened(console).get_by_label("One person")).to_be_visible()
    escape_gives_back(console, button(console, "Add a wish"))
    press(console, button(console.locator(f"[aria-labelledby=seats-{home}]"), "Pin the whole table"))
    expect(button(console.locator(f"[aria-labelledby=seats-{home}]"), "Unpin all")).to_be_visible()
    kept(console)
    press(console, button(console.locator(".rounds"), "Round 2"))
    expect(console.locator(".rounds [aria-current]")).to_contain_text("Round 2")
    kept(console)
    press(console, console.get_by_role("link", name="Back to the tables"))
    expect(console.get_by_role("heading", name="Tables", exact=True)).to_be_visible()
    kept(console)
