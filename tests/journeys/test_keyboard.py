"""Everything with the keyboard alone: each place is reached by Tab, its focus is seen, and none is ever lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from journeys.conftest import Server

pytestmark = pytest.mark.journey

# The outline may be drawn by the label's text beside a hidden radio button.
SEEN = """() => {
  const at = document.activeElement;
  const outlined = (node) => node && parseFloat(getComputedStyle(node).outlineWidth) > 0
    && getComputedStyle(node).outlineStyle !== "none";
  const { top, bottom, left, right } = at.getBoundingClientRect();
  if (bottom <= 0 || top >= innerHeight) return `${at.outerHTML.slice(0, 120)} is out of view`;
  const above = document.elementFromPoint((left + right) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2);
  const free = above && (at.contains(above) || above.contains(at) || above === at.nextElementSibling);
  if (!free) return `${at.outerHTML.slice(0, 120)} lies under ${above && above.outerHTML.slice(0, 120)}`;
  return outlined(at) || outlined(at.nextElementSibling) ? "" : `${at.outerHTML.slice(0, 120)} shows no focus`;
}"""


def reach(page: Page, place: Locator) -> None:
    """Tab until the place has the focus, and see that it shows."""
    expect(place).to_be_visible()
    for _ in range(150):
        if place.evaluate("node => node === document.activeElement"):
            break
        page.keyboard.press("Tab")
    else:
        raise AssertionError(f"Tab never reaches {place}")
    assert page.evaluate(SEEN) == ""


def press(page: Page, place: Locator, key: str = "Enter") -> None:
    """Reach a place and press a key there."""
    reach(page, place)
    page.keyboard.press(key)


def type_into(page: Page, place: Locator, text: str) -> None:
    """Reach a field and write."""
    reach(page, place)
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def button(page: Page | Locator, name: str, **options: Any) -> Locator:
    """The first button of that name."""
    return page.get_by_role("button", name=name, **options).first


def kept(page: Page) -> None:
    """Something on the page has the focus, not the page as a whole."""
    page.wait_for_function("document.activeElement !== document.body")


def opened(page: Page) -> Locator:
    """The open dialog; Tab goes round in it."""
    dialog = page.locator("dialog[open]")
    expect(dialog).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        # The browser's own buttons come between the last place and the first: there the page has no focus.
        assert page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog[open]')"
        )
    return dialog


def escape_gives_back(page: Page, opener: Locator) -> None:
    """Escape closes the dialog, and the focus is where it was."""
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(opener).to_be_focused()


def next_step(console: Page, name: str) -> None:
    """The console's big button; what cannot be taken back is confirmed."""
    press(console, button(console.locator(".main-step"), name))
    if name.startswith("Close round") or name == "Close the meeting":
        press(console, button(opened(console), name))
    expect(console.locator(".main-step").get_by_role("button", name=name)).to_have_count(0)
    kept(console)


def join(phone: Page, link: str, name: str) -> None:
    """From the QR link to a seat."""
    phone.goto(link)
    press(phone, button(phone, "Español"))
    expect(phone.locator("html")).to_have_attribute("lang", "es")
    press(phone, button(phone, "English"))
    expect(phone.locator("html")).to_have_attribute("lang", "en")
    press(phone, phone.locator("#consent"), "Space")
    type_into(phone, phone.locator("#nickname"), name)
    press(phone, phone.locator("form button.primary.wide"))
    expect(phone.locator(".big-sign h1")).to_be_visible()


def write(phone: Page, text: str, kind: str = "need") -> None:
    """Choose a kind with the arrows, write, save."""
    reach(phone, phone.locator(".kinds :checked"))
    while phone.locator(".kinds :checked").get_attribute("value") != kind:
        phone.keyboard.press("ArrowRight")
    type_into(phone, phone.locator("#note"), text)
    press(phone, button(phone.locator(".note-form"), "Save"))
    expect(phone.locator(".note.saved .text", has_text=text)).to_have_count(1)
    kept(phone)


def host_a_table(phone: Page, announcement: Callable[[], None]) -> None:
    """What a table and its host do in a round."""
    write(phone, "Agents hang up when they hear my accent.")
    write(phone, "A contact point with evening hours.", "proposal")
    write(phone, "This one goes again.", "need")
    press(phone, button(phone, "Call the facilitator"))
    expect(phone.locator(".called")).to_be_visible()
    kept(phone)
    if phone.get_by_role("button", name="I will be the table host").count():
        press(phone, button(phone, "I will be the table host"))
    expect(phone.get_by_role("heading", name="You are the table host")).to_be_visible()
    kept(phone)
    told = phone.locator("section[aria-labelledby=table-notes] .note", has_text="Agents hang up")
    press(phone, button(told, "Main point"), "Space")
    expect(phone.locator("button[aria-pressed=true]", has_text="Main point")).to_have_count(1)
    kept(phone)
    press(phone, button(phone, "One more"), "Space")
    expect(phone.locator("output")).to_have_text("1")
    type_into(phone, phone.locator("#hand-over"), "We spoke of agents. Ask about deposits.")
    press(phone, button(phone.locator(".host"), "Save"))
    expect(phone.locator("#hand-over-state")).to_contain_text("Saved")
    unwanted = phone.locator("section[aria-labelledby=own-notes] .note", has_text="This one goes again.")
    press(phone, button(unwanted, "Erase"))
    press(phone, button(unwanted, "Keep"))
    kept(phone)
    press(phone, button(unwanted, "Erase"))
    press(phone, button(unwanted, "Yes, erase"))
    expect(unwanted).to_have_count(0)
    kept(phone)
    announcement()
    press(phone, button(phone.locator(".announcement"), "Close"))
    expect(phone.locator(".announcement")).to_have_count(0)
    kept(phone)
    press(phone, button(phone, "Sit this round out"))
    press(phone, button(phone, "Come back to the table"))
    expect(button(phone, "Sit this round out")).to_be_visible()
    kept(phone)


def add_people(console: Page) -> None:
    """Three people without a phone."""
    press(console, button(console, "Add a person"))
    for number, name in enumerate(("Rosa", "Samir", "Inês")):
        dialog = opened(console)
        type_into(console, dialog.locator("input[name=nickname]"), name)
        press(console, dialog.locator("input[name=languages][value=en]"), "Space")
        press(console, button(dialog, "Add and seat"))
        expect(dialog.get_by_role("heading", name=f"Welcome, {name}")).to_be_visible()
        kept(console)
        press(console, button(dialog, "Add another person" if number < 2 else "Done"))
    expect(console.locator("dialog[open]")).to_have_count(0)
    expect(button(console, "Add a person")).to_be_focused()


def run_the_clock(console: Page) -> None:
    """Pause, resume, look at what more time means, and take it."""
    press(console, button(console, "Pause"))
    press(console, button(console, "Resume"))
    expect(button(console, "Pause")).to_be_visible()
    kept(console)
    more = button(console.locator(".time-buttons"), "+2 min")
    press(console, more)
    expect(console.locator(".future")).to_have_count(2)
    opened(console)
    escape_gives_back(console, more)
    press(console, more)
    press(console, button(console.locator("dialog[open]"), "Move the end to"))
    expect(console.locator("dialog[open]")).to_have_count(0)
    expect(more).to_be_focused()


def arrange_people(console: Page) -> None:
    """Appoint a host, and move somebody to another table."""
    person = button(console.locator(".people"), "Rosa")
    press(console, person)
    press(console, button(opened(console), "Appoint as table host"))
    expect(console.locator("dialog[open]")).to_have_count(0)
    kept(console)
    person = button(console.locator(".people"), "Samir")
    here = console.locator(".table", has=person)
    before = here.locator("h3").inner_text()
    press(console, person)
    choice = opened(console).get_by_label("Move to")
    reach(console, choice)
    console.keyboard.press("ArrowDown")
    press(console, button(console.locator("dialog[open]"), "Move", exact=True))
    expect(console.locator("dialog[open]")).to_have_count(0)
    expect(
        console.locator(".table", has=console.get_by_role("heading", name=before)).get_by_text("Samir")
    ).to_have_count(0)
    kept(console)


def tab_to_panel(console: Page, name: str) -> None:
    """The tabs of the side: in with Tab, along with the arrows."""
    reach(console, console.locator("[role=tab][aria-selected=true]"))
    while console.locator("[role=tab][aria-selected=true]").inner_text() != name:
        console.keyboard.press("ArrowRight")
    expect(console.get_by_role("tab", name=name)).to_be_focused()


def lead_from_the_side(console: Page) -> None:
    """Hide a note and show it again; steer the projector."""
    tab_to_panel(console, "Notes")
    hide = button(console.locator(".notes-panel"), "Hide …")
    press(console, hide)
    dialog = opened(console)
    reach(console, dialog.get_by_label("Reason"))
    console.keyboard.press("ArrowDown")
    press(console, button(dialog, "Hide the note"))
    expect(console.locator("dialog[open]")).to_have_count(0)
    expect(button(console, "Show again")).to_be_visible()
    kept(console)
    press(console, button(console, "Show again"))
    expect(console.locator(".hidden-note")).to_have_count(0)
    kept(console)
    tab_to_panel(console, "Projector")
    press(console, button(console.locator(".views"), "Tables"))
    expect(button(console.locator(".views"), "Tables")).to_have_attribute("aria-pressed", "true")
    press(console, button(console.locator(".views"), "Automatic"))
    # While this is under way the next step of the meeting does not answer.
    expect(button(console.locator(".views"), "Automatic")).to_have_attribute("aria-pressed", "true")
    kept(console)


def announce(console: Page) -> None:
    """A line to table 1."""
    press(console, button(console.locator(".table").first, "Write"))
    expect(console.locator(".announce select")).to_have_value("1")
    kept(console)
    type_into(console, console.locator(".announce textarea"), "Coffee is on the table.")
    press(console, button(console.locator(".announce"), "Send to table 1"))
    expect(console.locator(".sent")).to_contain_text("Coffee is on the table.")
    kept(console)


def harvest(console: Page, phone: Page) -> None:
    """The floor to a table, the vote, the end."""
    press(console, button(console.locator(".queue"), "Give the floor"))
    expect(console.locator(".speaks-now")).to_be_visible()
    kept(console)
    press(console, button(console, "Thank you, done"))
    expect(console.locator(".speaks-now")).to_have_count(0)
    kept(console)
    press(console, button(console.locator(".steer"), "Open the voting"))
    press(phone, button(phone, "Vote"), "Space")
    expect(phone.locator("button[aria-pressed=true]", has_text="My vote")).to_have_count(1)
    kept(phone)
    press(console, button(console.locator(".steer"), "Close the voting"))
    expect(phone.get_by_text("The vote is closed.")).to_be_visible()
    kept(console)
    next_step(console, "Close the meeting")
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()
    kept(phone)
    reach(phone, phone.locator("a[href$='notes.txt']").first)


def put(page: Page, note: str, where: str, name: str = "") -> None:
    """Put a note into a theme; by name, a new one."""
    ticked = page.get_by_label(note)
    expect(ticked).to_be_attached()
    if not ticked.is_visible():
        press(page, page.locator("details", has=ticked).locator("summary"))
    press(page, ticked, "Space")
    form = page.locator("form", has=ticked)
    choose(page, form.locator("select"), where)
    if name:
        type_into(page, form.locator("input[name=label]"), name)
    press(page, button(form, "Put them there"))
    expect(page.locator(".alert.success", has_text="The notes are in this theme now.")).to_be_visible()
    kept(page)


def choose(page: Page, field: Locator, option: str) -> None:
    """Go down a list until the option is there."""
    reach(page, field)
    while field.locator("option:checked").inner_text() != option:
        page.keyboard.press("ArrowDown")


def sort_the_evidence(page: Page) -> None:
    """Themes by hand: made, renamed, filled, placed, merged."""
    press(page, page.get_by_role("link", name="Go to the needs assessment"))
    put(page, "Agents hang up", "A new theme", "On the telephone")
    put(page, "A contact point", "A new theme", "Where to go")
    put(page, "Agents hang up", "Where to go")
    put(page, "Agents hang up", "A new theme", "Calling agents")
    theme = page.locator("article.theme", has=page.get_by_role("heading", name="Calling agents"))
    press(page, theme.locator("summary", has_text="Name and place"))
    type_into(page, theme.get_by_label("Name of the theme"), "Agents who hang up")
    press(page, button(theme, "Store the name"))
    expect(page.get_by_role("heading", name="Agents who hang up")).to_be_visible()
    kept(page)
    theme = page.locator("article.theme", has=page.get_by_role("heading", name="Agents who hang up"))
    press(page, theme.locator("summary", has_text="Name and place"))
    for field in ("Commitment", "Track"):
        reach(page, theme.get_by_label(field))
        page.keyboard.press("ArrowDown")
    press(page, button(theme, "Confirm this place"))
    expect(theme.get_by_text("Confirmed by hand")).to_be_visible()
    kept(page)
    for heading in ("Agents who hang up", "Where to go"):
        press(page, page.get_by_label(f"Merge: {heading}"), "Space")
    press(page, button(page, "Merge the ticked themes"))
    expect(page.locator("article.theme")).to_have_count(1)
    kept(page)


def test_a_meeting_with_the_keyboard_alone(
    server: Server, screen: Callable[..., Page], phone_screen: Callable[[str], Page]
):
    console = screen(viewport={"width": 1440, "height": 900})
    console.goto(server.link(r"works once\s+(\S+)"))
    console.goto(f"{server.url}/meetings/1/console")
    phone = phone_screen("en")
    join(phone, server.link(r"Join\s+(http\S+)"), "Ada")
    add_people(console)
    next_step(console, "Open round 1")
    expect(phone.locator("#note")).to_be_visible()
    host_a_table(phone, lambda: announce(console))
    press(console, button(console.locator(".calls"), "I am on my way"))
    expect(console.locator(".calls")).to_have_count(0)
    kept(console)
    run_the_clock(console)
    arrange_people(console)
    lead_from_the_side(console)
    next_step(console, "Close round 1")
    kept(phone)
    for number in (2, 3):
        next_step(console, f"Open round {number}")
        next_step(console, f"Close round {number}")
    harvest(console, phone)
    sort_the_evidence(console)
