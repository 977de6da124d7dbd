"""Where one or two people sat together, a table number is a name: it is not told after the meeting."""

from __future__ import annotations

import harvested
import pytest

from consult.domain.words import Kind
from consult.extensions import db
from consult.models import HeadCount, Note, Seat
from consult.services.assessment import evidence
from consult.services.reports import publish


@pytest.fixture
def alone(meeting) -> Note:
    """A note from a table where its author sat alone in that round."""
    note = next(n for n in harvested.hold(meeting) if n.kind != Kind.EXPERIENCE)
    for seat in db.session.query(Seat).filter_by(
        round_number=note.round_number, table_number=note.table_number
    ):
        if seat.participant_id != note.participant_id:
            db.session.delete(seat)
    db.session.commit()
    return note


def quote_of(note):
    report = publish.needs_assessment(1, "en")
    quotes = [*report.notes_without_theme, *(quote for need in report.needs for quote in need.notes)]
    return next(quote for quote in quotes if quote.text == note.text)


def row_of(note):
    return next(row for row in evidence.notes(1) if row.id == note.id)


def test_note_of_a_table_of_one_is_told_without_its_place(alone):
    quote = quote_of(alone)

    assert (quote.table, quote.round) == (None, None)


def test_note_of_a_full_table_keeps_its_place(meeting):
    note = next(n for n in harvested.hold(meeting) if n.kind != Kind.EXPERIENCE)

    quote = quote_of(note)

    assert (quote.table, quote.round) == (note.table_number, note.round_number)


def test_people_without_phones_are_company_too(alone):
    assert row_of(alone).without_place is True

    db.session.add(
        HeadCount(
            meeting_id=alone.meeting_id,
            round_number=alone.round_number,
            table_number=alone.table_number,
            people=5,
        )
    )
    db.session.commit()

    assert row_of(alone).without_place is False


def test_pages_tell_no_more_than_the_report(sign_in, facilitator, alone):
    lived = [row.id for row in evidence.notes(1) if row.kind == Kind.EXPERIENCE]

    # Nobody has worked out themes.
    page = sign_in(facilitator).get("/consultations/1/assessment/themes/none").get_data(as_text=True)

    for note_id in (alone.id, *lived):
        item = page.split(f'id="note-{note_id}"', 1)[1].split("</ul>", 1)[0]
        assert "Table " not in item
        assert "Round " not in item
