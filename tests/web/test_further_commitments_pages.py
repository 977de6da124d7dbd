"""Further commitments of a theme on the pages: ticked beside the main one, listed in the grid, found again from there."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import harvested
import pytest
from flask.testing import FlaskClient

from consult.domain.words import Role
from consult.extensions import db
from consult.models import Consultation, Meeting, Theme, User
from consult.services.assessment import themes


@pytest.fixture
def found(consultation: Consultation, meeting: Meeting) -> list[Theme]:
    return harvested.sort_by_commitment(consultation.id, harvested.hold(meeting))


@pytest.fixture
def coordinator(sign_in: Callable[[User], FlaskClient], with_role: Callable[..., User]) -> FlaskClient:
    return sign_in(with_role(Role.COORDINATOR, "coordinator"))


def base(consultation: Consultation) -> str:
    return f"/consultations/{consultation.id}/assessment"


def said(theme_id: int) -> tuple[str | None, list[str], bool]:
    theme = db.session.get_one(Theme, theme_id, populate_existing=True)
    return theme.commitment, theme.also, theme.confirmed


def test_form_stores_main_and_further_commitments_and_takes_them_away(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient
) -> None:
    address = f"{base(consultation)}/themes/{found[0].id}/place"

    coordinator.post(address, data={"commitment": "9", "track": "3", "also": ["2", "8", "9"]})
    assert said(found[0].id) == ("9", ["2", "8"], True)
    shown = coordinator.get(base(consultation)).text
    assert shown.count('name="also" value="2" checked') == 1

    coordinator.post(address, data={"commitment": "9", "track": "3", "also": ["8"]})
    assert said(found[0].id) == ("9", ["8"], True)


def test_grid_lists_the_theme_and_leads_to_it(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient
) -> None:
    themes.confirm(consultation.id, found[0].id, "9", "3", also=["2"])
    link = f"{base(consultation)}?commitment=2&amp;track=3"

    grid = coordinator.get(f"{base(consultation)}/grid").text
    assert f'href="{link}">also 1 theme</a>' in grid

    listed = coordinator.get(unescape(link)).text
    assert f'id="theme-{found[0].id}"' in listed
    assert "Listed here because it also speaks of this" in listed
    assert f'id="theme-{found[1].id}"' not in listed


def test_facilitator_reads_them_and_cannot_change_them(
    consultation: Consultation,
    found: list[Theme],
    sign_in: Callable[[User], FlaskClient],
    with_role: Callable[..., User],
) -> None:
    themes.confirm(consultation.id, found[0].id, "9", "3", also=["2"])
    reader = sign_in(with_role(Role.FACILITATOR, "reader"))

    answer = reader.post(
        f"{base(consultation)}/themes/{found[0].id}/place", data={"commitment": "9", "also": ["8"]}
    )

    assert answer.status_code == 404
    assert said(found[0].id) == ("9", ["2"], True)
    assert 'class="place also"' in reader.get(base(consultation)).text


def test_unknown_further_commitment_is_refused(
    consultation: Consultation, found: list[Theme], coordinator: FlaskClient
) -> None:
    address = f"{base(consultation)}/themes/{found[0].id}/place"

    answer = coordinator.post(address, data={"commitment": "9", "also": ["11"]}, follow_redirects=True)

    assert answer.status_code == 200
    assert said(found[0].id)[2] is False
