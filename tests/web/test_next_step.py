"""What the pages of an assessment say is to be done next."""

from __future__ import annotations

import harvested
import pytest
from flask.testing import FlaskClient

from consult.domain.words import Role
from consult.extensions import db
from consult.models import Consultation, Meeting, Need, Theme
from consult.services.assessment import evidence, needs
from consult.services.assessment.next_step import CONFIRM, WRITE, NextStep, next_step


@pytest.fixture
def found(consultation: Consultation, meeting: Meeting) -> list[Theme]:
    return harvested.sort_by_commitment(consultation.id, harvested.hold(meeting))


def grid(browser: FlaskClient, consultation: Consultation) -> str:
    return browser.get(f"/consultations/{consultation.id}/assessment/grid?lang=en").get_data(as_text=True)


def test_nothing_is_next_without_themes(consultation: Consultation) -> None:
    assert next_step(consultation.id) is None


def test_themes_are_confirmed_first_then_needs_written(
    consultation: Consultation, found: list[Theme]
) -> None:
    assert next_step(consultation.id) == NextStep(CONFIRM, 10, 10)

    for theme in found:
        theme.confirmed = True
    db.session.commit()
    assert next_step(consultation.id) == NextStep(WRITE, 10, 10)

    for row in evidence.themes(consultation.id):
        needs.write(consultation.id, row.id, {"en": "A home for everybody."})
    assert db.session.query(Need).count() == 10
    assert next_step(consultation.id) is None


def test_theme_set_aside_is_not_waited_for(consultation: Consultation, found: list[Theme]) -> None:
    found[0].set_aside = "Not about the city"
    db.session.commit()

    assert next_step(consultation.id) == NextStep(CONFIRM, 9, 9)


def test_coordinator_is_told_and_a_facilitator_is_not(sign_in, with_role, consultation, found) -> None:
    coordinator = sign_in(with_role(Role.COORDINATOR, "ada"))
    facilitator = sign_in(with_role(Role.FACILITATOR, "ben"))

    assert "10 of 10 are not confirmed yet" in grid(coordinator, consultation)
    assert "are not confirmed yet" not in grid(facilitator, consultation)
