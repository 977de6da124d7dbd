"""Four languages at one table: each reads the others in their own, marked, with the original one tap away."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect
from tools import missing

from journeys.conftest import Server
from journeys.test_accessibility import complaints
from journeys.test_cafe import join, sign_in_and_open_console, step, write
from journeys.test_keyboard import button, kept, press, type_into

pytestmark = pytest.mark.journey

NAMES = {"en": "English", "fr": "Français", "es": "Español", "pt": "Português"}
NOTES = {
    "en": "Agents hang up when they hear my accent.",
    "fr": "Les agences raccrochent dès qu’elles entendent mon nom.",
    # In English it comes out as "Anybody explains …".
    "es": "Nadie explica los derechos a los inquilinos recién llegados.",
    "pt": "É preciso um lugar onde denunciar a discriminação na habitação.",
}
AUTOMATIC = {
    "en": "Automatic translation",
    "fr": "Traduction automatique",
    "es": "Traducción automática",
    "pt": "Tradução automática",
}


@dataclass
class Cafe:
    """One table and its phones, by the name of who holds them; the console."""

    server: Server
    phones: dict[str, Page]
    console: Page


@pytest.fixture
def table(server: Server, screen: Callable[..., Page], phone_screen: Callable[..., Page]) -> Cafe:
    """Four people with a language of their own, each, and a second English one; the first round is open."""
    if shutil.which("apertium") is None:
        missing("Apertium")
    console = screen(viewport={"width": 1440, "height": 900})
    sign_in_and_open_console(console, server)
    link = server.link(r"Join\s+(http\S+)")
    phones = {name: phone_screen(name[:2]) for name in (*NOTES, "en again")}
    for name, phone in phones.items():
        join(phone, link, f"Guest {name}")
    step(console, "Open round 1")
    for name, phone in phones.items():
        expect(phone.locator("#note")).to_be_visible()
        bring_to_table_1(console, f"Guest {name}")
    for phone in phones.values():
        expect(phone.locator(".round-head h1")).to_contain_text("1")
    return Cafe(server, phones, console)


def bring_to_table_1(console: Page, name: str) -> None:
    """Whoever sits elsewhere is moved."""
    person = console.locator(".person").filter(has=console.get_by_text(name, exact=True))
    if console.locator(".table", has=person).get_by_role("heading", name="Table 1").count():
        return
    person.click()
    console.locator("dialog[open]").get_by_label("Move to").select_option("1")
    console.locator("dialog[open]").get_by_role("button", name="Move", exact=True).click()
    expect(console.locator("dialog[open]")).to_have_count(0)


def told(phone: Page, language: str) -> Locator:
    """The note of the table that was written in this language and is read in another."""
    original = phone.locator("button.disclosing", has_text=NAMES[language])
    return phone.locator("section[aria-labelledby=table-notes] .note", has=original)


def everybody_writes(table: Cafe) -> None:
    for language, text in NOTES.items():
        write(table.phones[language], text)
        expect(table.phones[language].locator(".note.saved .text")).to_have_text(text)


def test_each_reads_the_others_in_their_own_language(table: Cafe):
    everybody_writes(table)

    for reader, phone in list(table.phones.items())[:4]:
        for writer in NOTES.keys() - {reader}:
            note = told(phone, writer)
            expect(note.locator(".translation-mark")).to_have_text(AUTOMATIC[reader])
            read = note.locator(".text").first
            expect(read).to_have_attribute("lang", reader)
            expect(read).not_to_have_text(NOTES[writer])

            way = note.locator("button.disclosing")
            expect(way).to_have_attribute("aria-expanded", "false")
            way.click()
            expect(way).to_have_attribute("aria-expanded", "true")
            expect(note.locator(".original")).to_have_text(NOTES[writer])
            expect(note.locator(".original")).to_have_attribute("lang", writer)
            way.click()
            expect(note.locator(".original")).to_have_count(0)
    # Who speaks the language of a note reads the note.
    neighbour = table.phones["en again"].locator("section[aria-labelledby=table-notes] .text")
    expect(neighbour.filter(has_text=NOTES["en"])).to_have_count(1)
    assert complaints(table.phones["fr"], "phone with translations") == []
    assert complaints(table.console, "console with translations") == []


def test_lost_negation_is_said_in_words(table: Cafe):
    write(table.phones["es"], NOTES["es"])

    doubt = told(table.phones["en"], "es").locator(".translation-doubt")

    expect(doubt).to_contain_text("May be wrong: a “not” may be lost.")
    on_console = table.console.locator(".notes-panel .note", has_text=NOTES["es"])
    expect(on_console.locator(".translation-doubt")).to_contain_text("a “not” may be lost")


def test_correction_reaches_the_others_and_wins(table: Cafe):
    better = "Nobody explains their rights to tenants who have just arrived."
    reader, neighbour = table.phones["en"], table.phones["en again"]
    write(table.phones["es"], NOTES["es"])
    note = told(reader, "es")
    note.get_by_role("button", name="Correct the translation").click()
    note.locator("textarea").fill(better)
    note.get_by_role("button", name="Save").click()

    for phone in (reader, neighbour):
        expect(told(phone, "es").locator(".text").first).to_have_text(better)
        expect(told(phone, "es").locator(".translation-mark")).to_contain_text("corrected by")
        expect(told(phone, "es").locator(".translation-doubt")).to_have_count(0)
    neighbour.reload()
    expect(told(neighbour, "es").locator(".text").first).to_have_text(better)
    on_console = table.console.locator(".notes-panel .note", has_text=NOTES["es"])
    expect(on_console).to_contain_text(better)
    # The original is what it was.
    expect(table.phones["es"].locator(".note.saved .text")).to_have_text(NOTES["es"])


def test_facilitator_corrects_a_translation(table: Cafe):
    better = "Nobody explains rights to new tenants."
    write(table.phones["es"], NOTES["es"])
    note = table.console.locator(".notes-panel .note", has_text=NOTES["es"])
    note.get_by_role("button", name="Correct the translation").click()
    note.locator("textarea").fill(better)
    note.get_by_role("button", name="Save").click()

    expect(note).to_contain_text("corrected by a facilitator")
    expect(told(table.phones["en"], "es").locator(".text").first).to_have_text(better)


def test_half_written_note_and_correction_survive_another_language(table: Cafe):
    phone = table.phones["fr"]
    write(table.phones["es"], NOTES["es"])
    told(phone, "es").get_by_role("button", name="Corriger la traduction").click()
    phone.locator(".correction textarea").fill("Personne n’explique leurs droits aux")
    assert complaints(phone, "phone with a correction") == []
    phone.locator("#note").fill("À moitié écrite")

    phone.locator(".language select").select_option("pt")
    expect(phone.locator("html")).to_have_attribute("lang", "pt")
    expect(phone.locator("#note")).to_have_value("À moitié écrite")
    expect(told(phone, "es").locator(".translation-mark")).to_have_text(AUTOMATIC["pt"])
    phone.locator(".language select").select_option("fr")
    expect(phone.locator("html")).to_have_attribute("lang", "fr")

    expect(phone.locator("#note")).to_have_value("À moitié écrite")
    expect(phone.locator(".correction textarea")).to_have_value("Personne n’explique leurs droits aux")
    phone.reload()
    expect(phone.locator(".correction textarea")).to_have_value("Personne n’explique leurs droits aux")


def test_translation_read_and_corrected_with_the_keyboard_alone(table: Cafe):
    phone = table.phones["en"]
    write(table.phones["fr"], NOTES["fr"])
    note = told(phone, "fr")
    press(phone, note.locator("button.disclosing"))
    expect(note.locator(".original")).to_have_text(NOTES["fr"])
    press(phone, note.locator("button.disclosing"), "Space")
    expect(note.locator(".original")).to_have_count(0)

    press(phone, button(note, "Correct the translation"))
    expect(note.locator("textarea")).to_be_focused()
    type_into(phone, note.locator("textarea"), "Agencies hang up as soon as they hear my name.")
    press(phone, button(note, "Save"))

    expect(note.locator(".text").first).to_have_text("Agencies hang up as soon as they hear my name.")
    expect(note.locator(".correction")).to_have_count(0)
    kept(phone)


def test_hand_over_and_ballot_are_read_in_translation(table: Cafe):
    left = "We spoke of agents. Ask about deposits."
    host, console = table.phones["en"], table.console
    write(host, NOTES["en"])
    host.locator(".table-help").get_by_role("button", name="I will be the table host").click()
    host.get_by_role("button", name="Main point").first.click()
    host.locator("#hand-over").fill(left)
    host.locator(".host").get_by_role("button", name="Save").click()
    expect(host.locator("#hand-over-state")).to_contain_text("Saved")
    step(console, "Close round 1")
    step(console, "Open round 2")
    for language in ("fr", "es", "pt"):
        expect(table.phones[language].locator("#note")).to_be_visible()
        bring_to_table_1(console, f"Guest {language}")
        told_by_host = table.phones[language].locator(".hand-over")
        expect(told_by_host.locator(".translation-mark")).to_have_text(AUTOMATIC[language])
        told_by_host.locator("button.disclosing").click()
        expect(told_by_host.locator(".original")).to_have_text(left)
    step(console, "Close round 2")
    step(console, "Open round 3")
    step(console, "Close round 3")
    console.get_by_role("button", name="Open the voting").first.click()

    for language in ("fr", "es", "pt"):
        choice = table.phones[language].locator("section[aria-labelledby=points] .note")
        expect(choice.locator(".translation-mark")).to_have_text(AUTOMATIC[language])
        choice.locator("button.disclosing").click()
        expect(choice.locator(".original")).to_have_text(NOTES["en"])


def test_note_in_a_fifth_language_says_so(table: Cafe):
    text = "Ingen forklarer rettighetene til leietakere som nettopp har flyttet til byen vår."
    write(table.phones["en"], text)

    seen = table.phones["fr"].locator("section[aria-labelledby=table-notes] .note", has_text=text)
    expect(seen.locator(".translation-mark")).to_contain_text("norv")
    expect(table.console.locator(".unknown-language")).to_contain_text("1")
    table.console.locator(".unknown-language button").click()
    flagged = table.console.locator(".notes-panel .note")
    expect(flagged).to_have_count(1)

    flagged.get_by_role("button", name="Translate it").click()
    flagged.locator("textarea").fill("Nobody explains rights to newcomers.")
    flagged.get_by_role("button", name="Save").click()
    seen.get_by_role("button", name="Traduire").click()
    seen.locator("textarea").fill("Personne n’explique les droits.")
    seen.get_by_role("button", name="Enregistrer").click()

    in_english = table.phones["en again"].locator("section[aria-labelledby=table-notes] .note").last
    expect(in_english.locator(".text").first).to_have_text("Nobody explains rights to newcomers.")
    expect(in_english.locator(".translation-mark")).to_have_text("Translated by a person")
    in_french = table.phones["fr"].locator("section[aria-labelledby=table-notes] .note").last
    expect(in_french.locator(".text").first).to_have_text("Personne n’explique les droits.")


def test_late_translation_moves_nothing_and_takes_no_focus(table: Cafe):
    phone = table.phones["fr"]
    phone.locator("#note").fill("J’écris")
    phone.locator("#note").focus()
    before = phone.locator("#note").bounding_box()
    write(table.phones["pt"], NOTES["pt"])
    expect(told(phone, "pt").locator(".translation-mark")).to_be_visible()

    expect(phone.locator("#note")).to_be_focused()
    assert phone.locator("#note").bounding_box() == before
    said = phone.locator(".news p")
    expect(said).to_have_count(1)
    # In the original where the translation took its time: then it is shown, but not said again.
    expect(said.locator("span")).to_have_attribute("lang", re.compile("^(fr|pt)$"))


def test_notes_that_come_move_nothing_where_the_browser_does_not_help(table: Cafe):
    phone = table.phones["fr"]
    phone.evaluate(
        "() => { CSS.supports = () => false; document.documentElement.style.overflowAnchor = 'none'; }"
    )
    for number in range(3):
        write(table.phones["en"], f"{NOTES['en']} ({number})")
    expect(told(phone, "en").locator(".translation-mark")).to_have_count(3)
    oldest = told(phone, "en").last.locator(".text")
    oldest.evaluate("node => node.scrollIntoView({ block: 'center' })")
    before = oldest.bounding_box()
    assert before is not None

    write(table.phones["pt"], NOTES["pt"])
    expect(told(phone, "pt").locator(".translation-mark")).to_have_count(1)
    phone.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    after = oldest.bounding_box()
    assert after is not None
    assert abs(after["y"] - before["y"]) <= 1
