"""Preparing in several languages in a real browser: written once, drafted, read by a person, read by a participant."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from consult.translation.apertium import Apertium
from journeys.conftest import Server, findings, scrolls_sideways
from journeys.every_screen import NARROW, new_link

pytestmark = pytest.mark.journey


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server that drafts with the engine of this machine."""
    if ("fr", "es") not in Apertium().pairs():
        if os.environ.get("CI") == "true":
            pytest.fail("Apertium and its pairs must be installed here")
        pytest.skip("Apertium is not installed")
    server = Server(tmp_path, CONSULT_TRANSLATION="apertium")
    server.start()
    yield server
    server.stop()


@pytest.mark.parametrize("scripts", [True, False])
def test_title_in_french_is_drafted_read_and_reaches_a_spanish_reader(
    server: Server, screen: Callable[..., Page], scripts: bool
):
    page = screen(viewport=NARROW, locale="fr", java_script_enabled=scripts)
    page.goto(new_link(server))
    page.goto(f"{server.url}/consultations/1/edit")
    title = page.get_by_role("group", name="Titre", exact=True)
    for language in ("English", "Español", "Português"):
        title.get_by_label(language).fill("")
    title.get_by_label("Français").fill("La maison pour toutes et tous")
    page.get_by_role("button", name="Ébaucher ce qui manque – tous les textes de cette page").click()

    waiting = page.get_by_role("status").filter(has_text="Ébauches à relire : 3")
    expect(waiting).to_be_visible()
    drafted = page.locator("#title-es")
    expect(drafted).not_to_have_value("")
    offered = drafted.input_value()
    expect(page.locator("#title-es-draft")).to_contain_text("Ébauche automatique (apertium) – à relire")
    if scripts:
        assert findings(page) == []
        assert not scrolls_sideways(page)

    # One is ticked, one changed, one left: what is read is saved, the third waits and is said to wait.
    page.locator("input[name=draft-title-es-read]").check()
    page.locator("#title-pt").fill("A casa para toda a gente")
    page.locator(".form-end").get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status").filter(has_text="Ébauches à relire : 1")).to_contain_text(
        "Tout le reste est enregistré."
    )
    expect(page.locator("#title-en-draft")).to_be_visible()
    page.locator("input[name=draft-title-en-read]").check()
    page.locator(".form-end").get_by_role("button", name="Enregistrer").click()
    expect(page).to_have_url(re.compile(r"/consultations/1$"))

    phone = screen(viewport=NARROW, locale="es")
    phone.goto(server.link(r"Join\s+(http\S+)"))
    expect(phone.locator("header.welcome")).to_contain_text(offered)


def test_new_consultation_with_unread_drafts_is_made_once_and_can_be_reloaded(
    server: Server, screen: Callable[..., Page]
):
    page = screen(locale="en")
    page.goto(new_link(server))
    page.goto(f"{server.url}/consultations/new")
    page.get_by_role("group", name="Title", exact=True).get_by_label("Español").fill("Vivienda")
    page.get_by_role("button", name="Draft what is missing – all texts of this page").click()
    expect(page.locator("#title-fr")).to_have_value("Logement")

    page.get_by_role("button", name="Create the consultation").click()
    expect(page.get_by_text("Everything else has been saved.")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/consultations/2/edit$"))
    page.reload()
    expect(page.locator("#title-es")).to_have_value("Vivienda")
    expect(page.locator("#title-fr")).to_have_value("")


def test_fields_follow_the_languages_ticked(server: Server, screen: Callable[..., Page]):
    page = screen(locale="en")
    page.goto(new_link(server))
    page.goto(f"{server.url}/consultations/1/edit")
    portuguese = page.locator("#title-pt")
    expect(portuguese).to_be_visible()

    offered = page.get_by_role("group", name="Languages offered")
    offered.get_by_label("Português").uncheck()
    expect(portuguese).to_be_hidden()
    page.get_by_role("group", name="Title", exact=True).get_by_text(
        "Languages not offered: Português"
    ).click()
    expect(portuguese).to_be_visible()
    offered.get_by_label("Português").check()
    order = page.locator("#title .in-languages").first.locator("input[lang]")
    assert [one.get_attribute("lang") for one in order.all()] == ["en", "fr", "es", "pt"]


def test_a_link_to_a_missing_translation_lands_in_its_field(server: Server, screen: Callable[..., Page]):
    page = screen(locale="en")
    page.goto(new_link(server))
    page.goto(f"{server.url}/consultations/1/edit")
    page.locator("#question-2-text-es").fill("")
    page.get_by_role("button", name="Save the changes").click()

    page.locator("#missing-translations").get_by_role("link", name="Español").click()
    field = page.locator("#question-2-text-es")
    expect(field).to_be_focused()
    missing = page.locator("label[for=question-2-text-es]")
    expect(missing).to_contain_text("missing")
    field.fill("¿Qué falta?")
    expect(missing.get_by_text("missing")).to_be_hidden()
