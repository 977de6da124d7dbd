"""What the report studio says about saving: never saved, saved by whom and when, or not saved yet."""

from __future__ import annotations

import re
from html import unescape

from flask.testing import FlaskClient
from studio import at, sent

from consult.models import Consultation, Theme


def state(html: str) -> str:
    """What is to be read beside the buttons, without what is hidden."""
    told = html[html.index('class="save-state"') :].partition("</p>")[0].partition(">")[2]
    shown = re.findall(r"<(?:span|strong)[^>]*?(?<!hidden)>(.*?)</", told, re.S)
    return unescape(" ".join(shown)).strip()


def test_studio_tells_when_nothing_was_saved_yet(
    consultation: Consultation, found: list[Theme], reader: FlaskClient
) -> None:
    assert state(reader.get(at(consultation, "session/en")).text) == "As the software proposes it"


def test_studio_tells_who_saved_and_when(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient
) -> None:
    page = at(consultation, "session/en")

    coordinator.post(page, data=sent(coordinator.get(page).text, **{"text-conclusion": "Now."}))

    assert re.fullmatch(r"✓ Saved: .*\d\d:\d\d, \w+", state(coordinator.get(page).text))


def test_what_somebody_else_overtook_is_not_saved_yet(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient
) -> None:
    page = at(consultation, "session/en")
    same = coordinator.get(page).text

    coordinator.post(page, data=sent(same, **{"text-conclusion": "Mine."}))
    refused = coordinator.post(page, data=sent(same, **{"text-conclusion": "Yours."}))

    assert refused.status_code == 200
    assert state(refused.text) == "● Not saved yet"


def test_saving_and_the_files_of_the_language_stand_together(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient, reader: FlaskClient
) -> None:
    page = at(consultation, "session/fr")
    bar = coordinator.get(f"{page}?lang=en").text.partition('<div class="studio-bar')[2]
    bar = bar.partition('<div class="studio">')[0]

    assert re.findall(r"/download/(\w+)", bar) == ["docx", "pdf", "md", "json"]
    assert '<button class="primary" form="studio-form">Save</button>' in bar
    assert 'form="studio-form">' not in reader.get(page).text
