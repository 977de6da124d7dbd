"""No page after the meeting, however it is filtered, tells a number of people that no report tells."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from itertools import product

import harvested
import pytest
from flask.testing import FlaskClient

from consult.domain.suppression import SMALLEST, STEPS
from consult.extensions import db
from consult.models import Consultation, Meeting, Note, NoteMark, Participant, Theme, ThemeNote, User
from consult.services.assessment import needs
from consult.services.meeting import join
from consult.services.reports import publish

# How many people a page speaks of, in numbers; words like "fewer than five people" are not meant.
PEOPLE = re.compile(r"(?<![\d.,])(\d+) (?:different )?(?:people|persons?)\b")
PAGES = ("", "/grid", "/needs", "/votes", "/resources", "/met")


def told(browser: FlaskClient, address: str) -> list[int]:
    page = unescape(re.sub(r"<[^>]+>", " ", browser.get(address).text))
    return sorted(int(number) for number in PEOPLE.findall(" ".join(page.split())))


@pytest.fixture
def two_meetings(
    consultation: Consultation, meeting: Meeting, notes: list[Note], found: list[Theme]
) -> list[int | None]:
    """Two meetings, tags on some notes, needs on all and on some notes of a theme; what ?meeting= may be."""
    second = harvested.another(meeting)
    for note in notes[:9]:
        db.session.add(NoteMark(note_id=note.id, commitments=[], tags={"ground": ["religion"]}))
    # So that more than five people stand behind the need.
    db.session.query(ThemeNote).update({"theme_id": found[0].id})
    needs.write(consultation.id, found[0].id, {"en": "Homes."})
    some = db.session.query(ThemeNote.note_id).filter_by(theme_id=found[0].id).limit(3)
    needs.write(consultation.id, found[0].id, {"en": "Homes for all."}, [note_id for (note_id,) in some])
    return [None, meeting.id, second.id]


def test_no_filter_tells_another_number_of_people(
    consultation: Consultation, two_meetings: list[int | None], reader: FlaskClient
) -> None:
    report = publish.needs_assessment(consultation.id, "en")
    allowed = {*STEPS, SMALLEST, *(one.people_joined for one in report.meetings)}
    for mixing in (one.mixing for one in report.meetings if one.mixing):
        allowed |= {mixing.people_seated, mixing.fewest_met, round(mixing.average_met or 0)}
    base = f"/consultations/{consultation.id}/assessment"

    for page, meeting_id, ground in product(PAGES, two_meetings, ("", "religion")):
        address = f"{base}{page}?meeting={meeting_id or ''}&ground={ground}"
        assert set(told(reader, address)) <= allowed, address


def test_needs_of_one_meeting_are_told_with_the_people_of_all(
    consultation: Consultation, two_meetings: list[int | None], reader: FlaskClient
) -> None:
    base = f"/consultations/{consultation.id}/assessment/needs"
    everywhere = told(reader, base)

    assert everywhere
    assert set(everywhere) <= {*STEPS}
    assert told(reader, f"{base}?meeting={two_meetings[1]}") == everywhere


def test_few_people_who_have_joined_are_not_counted_on_paper(
    consultation: Consultation, meeting: Meeting, facilitator: User, sign_in: Callable[[User], FlaskClient]
) -> None:
    browser = sign_in(facilitator)
    address = f"/consultations/{consultation.id}"
    wishes = {"nickname": "", "language": "en", "languages": ["en"], "group_key": None, "mode": "onsite"}
    said = []
    for _person in range(SMALLEST):
        join.join(meeting, consented=True, **wishes)  # type: ignore[arg-type]
        said.append(re.findall(r"(Fewer than \d|\d+) (?:people|person) ha", browser.get(address).text))

    assert db.session.query(Participant).count() == SMALLEST
    assert said == [["Fewer than 5"]] * (SMALLEST - 1) + [["5"]]
