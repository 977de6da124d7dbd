"""The theme board in real browsers: several coordinators at once, a line that breaks, the keyboard alone, a small screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from journeys.conftest import WAIT_MS, Server, findings, scrolls_sideways
from journeys.shared_board import marks, sorted_consultation, stored, suggest, worker
from journeys.test_keyboard import button, escape_gives_back, kept, press, reach, type_into

pytestmark = pytest.mark.journey

DESK = {"width": 1440, "height": 900}
# Theme name → ids of its notes, as the board says: every theme is opened, one after the other.
SHOWN = """async () => {
  const found = {};
  const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  for (const close of [...document.querySelectorAll(".column .close")]) close.click();
  await drawn();
  const rail = () => [...document.querySelectorAll(".rail-item:not(.new-theme) > button")];
  for (let number = 0; number < rail().length; number += 1) {
    rail()[number].click();
    await drawn();
    const name = rail()[number].querySelector(".rail-name").textContent;
    const notes = [...document.querySelectorAll(".column [data-note]")].map((note) => Number(note.dataset.note));
    found[name === "No theme yet" ? "" : name] = notes.sort((one, other) => one - other);
    rail()[number].click();
    await drawn();
  }
  return found;
}"""

# Whether the browser would ask before it closes the page.
LEAVING = "() => !dispatchEvent(new Event('beforeunload', { cancelable: true }))"


@pytest.fixture
def open_board(server: Server, screen: Callable[..., Page]) -> Callable[..., Page]:
    """The board of a consultation, in a browser of somebody who has a role in it."""

    def _open(consultation: int, name: str, role: str = "coordinator", **options: Any) -> Page:
        page = screen(**{"viewport": DESK, **options})
        page.goto(worker(server, consultation, name, role))
        page.goto(f"{server.url}/consultations/{consultation}/assessment/board")
        expect(page.locator(".line.online")).to_be_visible(timeout=WAIT_MS)
        return page

    return _open


def note(page: Page, number: int) -> Any:
    """A note that is in sight, by its id."""
    return page.locator(f"[data-note='{number}']").first


def show(page: Page, theme: str) -> None:
    """Open a theme, if it is not open."""
    item = page.locator(".rail-item button", has=page.get_by_text(theme, exact=True))
    if item.get_attribute("aria-pressed") != "true":
        item.click()
    expect(page.locator(".column h2", has_text=re.compile(f"^{theme}$"))).to_be_visible()


def begin_to_move(page: Page, numbers: list[int]) -> None:
    """Select notes and ask where they can go."""
    for number in numbers:
        note(page, number).locator("input").first.check()
    page.locator(".selection").get_by_role("button", name="Move to …").click()


def move(page: Page, numbers: list[int], theme: str) -> None:
    """Move notes by the dialog."""
    begin_to_move(page, numbers)
    move_to(page, theme)


def move_to(page: Page, theme: str) -> None:
    """Choose a theme in the dialog."""
    page.get_by_role("dialog").get_by_role("button", name=re.compile(f"^{theme} ")).click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def sizes(page: Page) -> dict[str, str]:
    """Theme name → how many notes the list says."""
    items = page.locator(".rail-item:not(.new-theme) > button")
    return dict(
        items.evaluate_all(
            "all => all.map(item => [item.querySelector('.rail-name').textContent,"
            " item.querySelector('.rail-count').lastChild.textContent])"
        )
    )


def agree(server: Server, consultation: int, *pages: Page) -> dict[str, list[int]]:
    """What all screens show and the database holds, which is the same."""
    on_disk = {name: notes for name, notes in stored(server, consultation).items() if notes}
    for page in pages:
        expect(page.locator(".line.online")).to_be_visible()
        page.wait_for_function(
            """wanted => {
              const items = [...document.querySelectorAll(".rail-item:not(.new-theme) > button")];
              return items.length === Object.keys(wanted).length && items.every((item) => {
                const name = item.querySelector(".rail-name").textContent;
                const notes = wanted[name === "No theme yet" ? "" : name];
                return notes && item.querySelector(".rail-count").lastChild.textContent === String(notes.length);
              });
            }""",
            arg=on_disk,
        )
        assert page.evaluate(SHOWN) == on_disk
    return on_disk


class Cable:
    """The line of a browser, which can be pulled out."""

    def __init__(self, page_route: Callable[..., None]) -> None:
        self.lines: list[WebSocketRoute] = []
        self.out = False
        page_route("**/socket.io/**", self._plug)

    def _plug(self, line: WebSocketRoute) -> None:
        if self.out:
            line.close()
            return
        self.lines.append(line)
        line.connect_to_server()

    def pull(self) -> None:
        self.out = True
        for line in self.lines:
            line.close()
        self.lines.clear()

    def put_back(self) -> None:
        self.out = False


def test_three_coordinators_sort_one_board_and_end_with_the_same(server: Server, open_board: Any):
    own = sorted_consultation(server, themes=4, notes=16, loose=2)
    amina, bela, carla = (open_board(own, name) for name in ("amina", "bela", "carla"))
    everybody = (amina, bela, carla)
    expect(carla.locator(".people")).to_have_text("Also here: amina, bela")
    before = agree(server, own, *everybody)
    contested = before["Housing"][0]

    # Two move the same note: the later one wins, both see it.
    show(amina, "Housing")
    show(bela, "Housing")
    begin_to_move(amina, [contested])
    begin_to_move(bela, [contested])
    move_to(amina, "School")
    expect(bela.locator(".board-news")).to_contain_text("amina moved notes to “School”")
    move_to(bela, "Health")
    expect(amina.locator(".board-news")).to_contain_text("bela moved notes to “Health”")
    assert contested in agree(server, own, *everybody)["Health"]

    # One merges while another writes a new name for what is merged.
    show(carla, "School")
    carla.locator(".column", has_text="School").get_by_role("button", name="Rename").click()
    carla.locator(".naming input").fill("Learning together")
    show(amina, "Contact points")
    contact = amina.locator(".column", has=amina.locator("h2", has_text="Contact points"))
    contact.locator("summary", has_text="More").first.click()
    contact.get_by_role("button", name="Merge …").click()
    amina.get_by_role("dialog").get_by_role("button", name=re.compile("^School ")).click()
    expect(carla.locator(".rail")).not_to_contain_text("School")
    kept(carla)
    merged = agree(server, own, *everybody)
    assert set(merged) == {"", "Housing", "Contact points", "Health"}
    assert merged["Contact points"] == sorted(before["Contact points"] + before["School"])

    # It is undone, by the one who did it; the name can be given now.
    expect(amina.locator(".undo")).to_contain_text("Undo: merged themes into “Contact points”")
    amina.keyboard.press("Control+z")
    expect(carla.locator(".rail")).to_contain_text("School")
    show(carla, "School")
    carla.locator(".column", has_text="School").get_by_role("button", name="Rename").click()
    carla.locator(".naming input").fill("Learning together")
    carla.locator(".naming").get_by_role("button", name="Save").click()
    expect(bela.locator(".rail")).to_contain_text("Learning together")
    expect(bela.locator(".rail")).to_contain_text("just changed by carla")

    ended = agree(server, own, *everybody)
    assert ended["Learning together"] == before["School"]
    assert {one for notes in ended.values() for one in notes} == set(range(1, 17))


def test_what_is_done_without_a_line_is_kept_and_sent_once(server: Server, open_board: Any, screen: Any):
    own = sorted_consultation(server, themes=3, notes=12, loose=3)
    elsewhere = open_board(own, "bela")
    away = screen(viewport=DESK)
    cable = Cable(away.route_web_socket)
    away.goto(worker(server, own, "amina"))
    away.goto(f"{server.url}/consultations/{own}/assessment/board")
    expect(away.locator(".line.online")).to_be_visible(timeout=WAIT_MS)
    before = agree(server, own, away, elsewhere)
    loose, housing = before[""], before["Housing"]
    show(away, "No theme yet")
    show(away, "Housing")
    show(elsewhere, "Housing")
    away.route("**/socket.io/**", lambda route: route.abort())

    cable.pull()
    expect(away.locator(".line.online")).to_have_count(0)
    move(away, loose[:2], "School")
    note(away, housing[0]).locator("input").first.check()
    away.locator(".new-theme button").click()
    away.locator(".naming input").fill("Made without a line")
    away.locator(".naming").get_by_role("button", name="Save").click()
    expect(away.locator(".waiting-changes")).to_contain_text("3")
    assert away.evaluate(LEAVING)
    # Meanwhile the theme it was going to be split from goes on without that note's neighbour.
    move(elsewhere, [housing[1]], "Contact points")
    assert stored(server, own)[""] == loose

    away.unroute("**/socket.io/**")
    cable.put_back()
    expect(away.locator(".line.online")).to_be_visible(timeout=WAIT_MS)
    expect(away.locator(".waiting-changes")).to_have_count(0)
    expect(elsewhere.locator(".rail")).to_contain_text("Made without a line")
    assert not away.evaluate(LEAVING)

    after = agree(server, own, away, elsewhere)
    assert after["School"] == sorted(before["School"] + loose[:2])
    assert after["Made without a line"] == [housing[0]]
    assert after["Contact points"] == sorted([*before["Contact points"], housing[1]])


def test_what_is_refused_is_taken_back_and_said(server: Server, open_board: Any, screen: Any):
    own = sorted_consultation(server, themes=3, notes=9, loose=0)
    elsewhere = open_board(own, "bela")
    away = screen(viewport=DESK)
    cable = Cable(away.route_web_socket)
    away.goto(worker(server, own, "amina"))
    away.goto(f"{server.url}/consultations/{own}/assessment/board")
    before = agree(server, own, away, elsewhere)
    show(away, "Housing")
    away.route("**/socket.io/**", lambda route: route.abort())
    cable.pull()
    expect(away.locator(".line.online")).to_have_count(0)
    move(away, [before["Housing"][0]], "School")
    show(elsewhere, "Contact points")
    column = elsewhere.locator(".column", has=elsewhere.locator("h2", has_text="Contact points"))
    column.locator("summary", has_text="More").first.click()
    column.get_by_role("button", name="Merge …").click()
    elsewhere.get_by_role("dialog").get_by_role("button", name=re.compile("^School ")).click()
    expect(elsewhere.locator(".rail")).not_to_contain_text("School")

    away.unroute("**/socket.io/**")
    cable.put_back()

    expect(away.locator(".toast")).to_be_visible(timeout=WAIT_MS)
    after = agree(server, own, away, elsewhere)
    assert after["Housing"] == before["Housing"]


def test_everything_with_the_keyboard(server: Server, open_board: Any):
    own = sorted_consultation(server, themes=3, notes=9, loose=2)
    page = open_board(own, "amina")
    before = agree(server, own, page)
    first, second = before["Housing"][:2]

    press(page, page.locator(".rail-item button", has_text="Housing"))
    expect(page.locator(".column h2", has_text="Housing")).to_be_focused()
    reach(page, note(page, first).locator("input"))
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.locator(".selection [role=status]")).to_have_text("Selected notes: 2")
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    press(page, dialog.get_by_role("button", name=re.compile("^School ")))
    expect(page.locator(".board-news")).to_have_text("amina moved notes to “School” (notes: 2)")
    kept(page)
    chosen = set(before["Housing"]) - set(agree(server, own, page)["Housing"])
    assert len(chosen) == 2

    press(page, page.locator(".undo"))
    expect(page.locator(".board-news")).to_contain_text("took back")
    assert agree(server, own, page) == before

    press(page, page.locator(".rail-item button", has_text="School"))
    column = page.locator(".column", has_text="School")
    press(page, button(column, "Rename"))
    expect(page.locator(".naming input")).to_be_focused()
    page.keyboard.insert_text("Learning")
    page.keyboard.press("Enter")
    expect(page.locator(".column h2", has_text="Learning")).to_be_focused()

    press(page, button(page, "Paper trail"))
    expect(page.get_by_role("dialog")).to_contain_text("named a theme “Learning”")
    escape_gives_back(page, button(page, "Paper trail"))

    more = note(page, second).locator(".disclosing") if note(page, second).count() else None
    if more is None:
        press(page, page.locator(".rail-item button", has_text="Housing"))
        more = note(page, second).locator(".disclosing")
    press(page, more)
    aside = note(page, second).get_by_role("button", name="Set aside …")
    press(page, aside)
    type_into(page, page.get_by_label("Why?"), "Said elsewhere already")
    page.keyboard.press("Enter")
    expect(page.locator(".rail")).to_contain_text("Single notes")
    expect(page.locator(".board-news")).to_contain_text("set notes aside")
    mark = marks(server, second)
    assert mark is not None
    assert mark.set_aside == "Said elsewhere already"


def test_several_notes_are_dragged_to_a_theme_and_to_a_new_one(server: Server, open_board: Any):
    own = sorted_consultation(server, themes=3, notes=12, loose=3)
    page, other = open_board(own, "amina"), open_board(own, "bela")
    before = agree(server, own, page, other)
    first, second, third = before[""]
    show(page, "No theme yet")
    for number in (first, second):
        note(page, number).locator("input").first.check()

    note(page, second).drag_to(page.locator(".rail-item", has_text="School"))
    expect(other.locator(".board-news")).to_have_text("amina moved notes to “School” (notes: 2)")
    note(page, third).drag_to(page.locator(".new-theme"))
    page.locator(".naming input").fill("Night buses")
    page.keyboard.press("Enter")
    expect(other.locator(".rail")).to_contain_text("Night buses")

    after = agree(server, own, page, other)
    assert after["School"] == sorted([*before["School"], first, second])
    assert after["Night buses"] == [third]
    assert "" not in after


def test_note_gets_its_place_a_tag_and_its_mark_of_another_view(server: Server, open_board: Any):
    own = sorted_consultation(server, themes=2, notes=6, loose=0)
    page = open_board(own, "amina", locale="fr")
    number = next(one for one in stored(server, own)["Housing"] if one % 6 == 1)
    chosen = note(page, number)
    chosen.locator(".disclosing").click()
    chosen.locator(".translation summary").click()
    expect(chosen.locator(".translation .note-read")).to_contain_text("En français")
    form = chosen.locator(".place-form")
    form.locator("select").select_option("9")
    form.get_by_role("radio", name="Pas encore de volet").check()
    form.locator("button.primary").click()
    expect(chosen.locator(".where.confirmed")).to_contain_text("9.")
    chosen.get_by_role("button", name="Un autre avis").click()
    expect(chosen.locator(".facts")).to_contain_text("Un autre avis")
    chosen.locator(".note-tags summary").click()
    chosen.locator(".note-tags input").first.check()
    expect(chosen.locator(".note-tags summary strong")).to_have_text("1")
    expect(page.locator(".board-news")).to_contain_text("a étiqueté une contribution")
    expect(page.locator(".undo")).to_contain_text("a étiqueté une contribution")
    assert findings(page) == []

    mark = marks(server, number)
    assert mark is not None
    assert mark.commitments[-1] == "9"
    assert (mark.track, mark.dissent, list(mark.tags)) == (None, True, ["ground"])
    page.locator(".filters summary").click()
    page.locator(".filter-fields").get_by_text("autres avis seulement").click()
    expect(page.locator(".column [data-note]:visible")).to_have_count(2)
    expect(page.locator(".search-found")).to_contain_text("1")


def test_place_is_confirmed_in_one_tap_and_shown_to_others(server: Server, open_board: Any):
    own = sorted_consultation(server, themes=2, notes=4, loose=0)
    amina, bela = open_board(own, "amina"), open_board(own, "bela")
    show(bela, "Housing")
    confirm = amina.locator(".where-confirm").first
    # Short to look at, and heard in full: "… (4. Ensuring Fair Access to Housing · Track 1: Information and advice)".
    said = str(confirm.locator(".visually-hidden").text_content()).strip(" ()").partition(" · ")[0]
    number = int(str(amina.locator("[data-note]", has=confirm).first.get_attribute("data-note")))

    confirm.click()

    expect(note(bela, number).locator(".where.confirmed")).to_contain_text(said)
    expect(note(bela, number)).to_contain_text("just changed by amina")
    mark = marks(server, number)
    assert mark is not None
    assert mark.confirmed_at is not None
    assert said.startswith(f"{mark.commitments[0]}. ")


def test_what_the_analysis_would_change_is_taken_and_undone(server: Server, open_board: Any):
    own = sorted_consultation(server, themes=3, notes=12, loose=0)
    before = stored(server, own)
    moved = before["Housing"][:2]
    suggest(server, own, [(moved[0], "Housing", "School"), (moved[1], "Housing", "new")], "Rent")
    amina, bela = open_board(own, "amina"), open_board(own, "bela")

    amina.get_by_role("button", name="Look at it").click()
    dialog = amina.get_by_role("dialog")
    expect(dialog.locator(".moves li")).to_have_count(2)
    expect(dialog.locator(".moves li").nth(1)).to_contain_text("Rent (new)")
    assert findings(amina) == []
    assert stored(server, own) == before
    dialog.get_by_role("button", name="Put the notes there: 2").click()

    expect(bela.locator(".rail")).to_contain_text("Rent")
    expect(bela.locator(".would-change")).to_have_count(0)
    after = agree(server, own, amina, bela)
    assert after["Rent"] == [moved[1]]
    assert moved[0] in after["School"]
    amina.locator(".undo").click()
    expect(bela.locator(".rail")).not_to_contain_text("Rent")
    assert agree(server, own, amina, bela) == before


def test_facilitator_reads_and_changes_nothing(server: Server, open_board: Any, screen: Any):
    own = sorted_consultation(server, themes=2, notes=6, loose=1)
    page = open_board(own, "fadi", role="facilitator")

    expect(page.locator(".board-bar .alert")).to_contain_text("Changing themes is for coordinators")
    expect(page.locator("[data-note]").first).to_be_visible()
    assert page.locator(".pick input, .undo, .new-theme, [draggable=true], .where-confirm").count() == 0
    assert findings(page) == []
    stranger = screen(viewport=DESK)
    other = sorted_consultation(server, themes=1, notes=2, loose=0)
    stranger.goto(worker(server, other, "sam"))
    answer = stranger.goto(f"{server.url}/consultations/{own}/assessment/board")
    assert answer is not None
    assert answer.status == 404


def test_four_hundred_notes_in_light_dark_and_at_320_px(server: Server, open_board: Any):
    own = sorted_consultation(server, themes=24, notes=400, loose=30)
    page = open_board(own, "amina", locale="fr")
    expect(page.locator(".rail-item")).to_have_count(26)
    found: list[str] = []
    page.locator(".disclosing").first.click()
    page.locator(".pick input").nth(2).check()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += findings(page)
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(color_scheme="light")
    found += findings(page)
    assert not scrolls_sideways(page)
    expect(page.locator(".column")).to_have_count(1)
    page.locator(".to-all").click()
    expect(page.locator(".rail")).to_be_visible()
    found += findings(page)
    assert not scrolls_sideways(page)
    assert found == []
    small = page.evaluate(
        """() => [...document.querySelectorAll("#board :is(button, summary, select, input[type=search])")]
          .filter((node) => node.checkVisibility() && node.getBoundingClientRect().height < 44)
          .map((node) => node.outerHTML.slice(0, 120))"""
    )
    assert small == []
