"""The projector's page and the QR code: who may open them, and where the code leads."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest
import qrcode

from consult.domain.languages import LANGUAGES
from consult.services.meeting.wire import join_address
from consult.web.projector import QUIET_ZONE, qr_svg

SVG = "{http://www.w3.org/2000/svg}"


def boot(page) -> dict:
    found = re.search(r'<script type="application/json" id="boot">(.*?)</script>', page.text, re.S)
    return json.loads(found.group(1))


def modules(svg: bytes) -> list[list[bool]]:
    """The dark and light modules an SVG of squares draws, quiet zone included."""
    root = ElementTree.fromstring(svg)
    path = root.find(f"{SVG}path").get("d")
    size = round(float(root.get("viewBox").split()[2]))
    corners = re.findall(r"M([\d.]+),([\d.]+)H([\d.]+)", path)
    side = float(corners[0][2]) - float(corners[0][0])
    count = round(size / side)
    drawn = [[False] * count for _ in range(count)]
    for x, y, _right in corners:
        drawn[round(float(y) / side)][round(float(x) / side)] = True
    return drawn


def test_projector_opens_for_whoever_has_its_address(client, meeting):
    page = client.get(f"/projector/{meeting.projector_key}")

    assert page.status_code == 200
    assert boot(page)["projector"] == meeting.projector_key


def test_projector_of_an_unknown_key_is_not_found(client, meeting):
    assert client.get("/projector/nobody-knows-this-key").status_code == 404
    assert client.get(f"/projector/{meeting.join_secret}").status_code == 404


def test_projector_speaks_every_language_of_the_meeting(client, meeting):
    words = boot(client.get(f"/projector/{meeting.projector_key}"))["words"]

    assert sorted(words) == sorted(set(meeting.consultation.languages) & set(LANGUAGES))
    assert {len(sentences["steps"]) for sentences in words.values()} == {3}


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("dark", "projector theme-dark"), ("light", "projector theme-light"), ("x", "projector")],
)
def test_projector_theme_follows_the_address(client, meeting, asked, shown):
    page = client.get(f"/projector/{meeting.projector_key}?theme={asked}")

    assert f'<body class="{shown}">' in page.text


def test_projector_page_names_no_participant(client, meeting, phone):
    phone(nickname="Zainab Unmistakable")

    assert "Unmistakable" not in client.get(f"/projector/{meeting.projector_key}").text


def test_qr_code_leads_to_the_join_address(client, app, meeting):
    answer = client.get(f"/qr/{meeting.join_secret}.svg")
    with app.test_request_context():
        wanted = qrcode.QRCode(border=QUIET_ZONE, error_correction=qrcode.constants.ERROR_CORRECT_M)
        wanted.add_data(join_address(meeting))

    assert answer.mimetype == "image/svg+xml"
    assert modules(answer.data) == [[bool(dark) for dark in row] for row in wanted.get_matrix()]


def test_qr_code_is_dark_on_white_with_a_quiet_zone():
    svg = qr_svg("http://city.example/join/a-secret")
    drawn = modules(svg)
    root = ElementTree.fromstring(svg)

    assert root.find(f"{SVG}rect").get("fill") == "white"
    assert root.find(f"{SVG}path").get("fill") == "#000000"
    assert not any(any(row) for row in drawn[:QUIET_ZONE])
    assert not any(any(row[:QUIET_ZONE]) for row in drawn)
    assert drawn[QUIET_ZONE][QUIET_ZONE]


def test_qr_code_of_an_unknown_secret_is_not_found(client, meeting):
    assert client.get("/qr/nobody-knows-this-secret.svg").status_code == 404
    assert client.get(f"/qr/{meeting.join_code}.svg").status_code == 404
