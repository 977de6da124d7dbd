"""What the tests of the assessment's pages share: a café that was held, its themes, and who looks at them."""

from __future__ import annotations

from collections.abc import Callable

import harvested
import pytest
from flask.testing import FlaskClient

from consult.domain.words import Role
from consult.models import Consultation, Meeting, Note, Theme, User


@pytest.fixture
def notes(meeting: Meeting) -> list[Note]:
    """What was written in the meeting, which is closed."""
    return harvested.hold(meeting)


@pytest.fixture
def found(consultation: Consultation, notes: list[Note]) -> list[Theme]:
    """One proposed theme for each commitment, with its notes."""
    return harvested.sort_by_commitment(consultation.id, notes)


@pytest.fixture
def coordinator(sign_in: Callable[[User], FlaskClient], with_role: Callable[..., User]) -> FlaskClient:
    """The browser of somebody who coordinates the consultation."""
    return sign_in(with_role(Role.COORDINATOR, "coordinator"))


@pytest.fixture
def reader(sign_in: Callable[[User], FlaskClient], with_role: Callable[..., User]) -> FlaskClient:
    """The browser of a facilitator, who does not coordinate."""
    return sign_in(with_role(Role.FACILITATOR, "reader"))
