"""The rounds, tables and chairs of a meeting, as its form asks for them."""

from __future__ import annotations

import math

from sqlalchemy import select

from consult.domain.errors import Refused
from consult.domain.words import Format, QuestionPolicy, Seating
from consult.extensions import db
from consult.models import CafeTable, Consultation, Meeting, Participant, Round, Seat
from consult.services import rows, seating
from consult.services.drafts import CHAIRS, TABLES, MeetingDraft


def number_of_tables(expected_people: int, seats: int = CHAIRS) -> int:
    """Tables for a World Café with 4–5 chairs each: as few as fit everybody, and at least two.

    >>> number_of_tables(43)
    9
    """
    return min(max(math.ceil(expected_people / seats), 2), TABLES)


def fill_meeting(meeting: Meeting, consultation: Consultation, draft: MeetingDraft) -> None:
    """Write a draft into a meeting's row; raises Refused("not_your_question") for a foreign question."""
    own = [question.id for question in consultation.questions]
    _refuse_strange_questions(draft, own)
    meeting.title = dict(draft.title)
    meeting.format = draft.format
    meeting.place = draft.place
    meeting.expected_people = draft.expected_people
    meeting.host_policy = draft.host_policy
    meeting.question_policy = draft.question_policy
    _fill_rounds(meeting, draft)
    _fill_tables(meeting, draft, own)


def seat_again(meeting: Meeting) -> list[int]:
    """Find another seat for everybody whose table is gone; the ids of these people. The caller commits."""
    numbers = {table.number for table in meeting.tables}
    displaced = []
    for seat in db.session.scalars(select(Seat).where(Seat.meeting_id == meeting.id)).all():
        if seat.table_number not in numbers:
            displaced.append(seat.participant_id)
            db.session.delete(seat)
    db.session.flush()
    live = rows.live_meeting(meeting)
    for participant_id in displaced:
        participant = db.session.get_one(Participant, participant_id)
        if participant.host_table not in numbers:
            participant.host_table = None
        table = seating.first_seat(meeting, live, participant)
        if table is not None and participant.left_at is None:
            db.session.add(
                Seat(
                    meeting_id=meeting.id,
                    round_number=live.seated_round,
                    participant_id=participant_id,
                    table_number=table,
                )
            )
            db.session.flush()
    return displaced


def _refuse_strange_questions(draft: MeetingDraft, own: list[int]) -> None:
    asked = [row.question_id for row in draft.rounds] + list(draft.table_questions)
    if any(question is not None and question not in own for question in asked):
        raise Refused("not_your_question")


def _fill_rounds(meeting: Meeting, draft: MeetingDraft) -> None:
    seating = Seating.ROTATE if draft.format is Format.WORLD_CAFE else Seating.STAY
    existing = {row.number: row for row in meeting.rounds}
    rounds = []
    for number, wanted in enumerate(draft.rounds, start=1):
        row = existing.get(number) or Round(number=number)
        row.minutes, row.seating = wanted.minutes, seating
        row.question_id = wanted.question_id if draft.question_policy is QuestionPolicy.ROUND else None
        rounds.append(row)
    meeting.rounds = rounds


def _fill_tables(meeting: Meeting, draft: MeetingDraft, own: list[int]) -> None:
    if draft.format is Format.FOCUS_GROUP:
        count = draft.tables or 1
    else:
        count = draft.tables or number_of_tables(draft.expected_people)
    seats = max(math.ceil(draft.expected_people / count), CHAIRS)
    existing = {table.number: table for table in meeting.tables}
    tables = []
    for number in range(1, count + 1):
        table = existing.get(number) or CafeTable(number=number)
        table.seats = seats
        table.question_id = _table_question(number, draft, own)
        tables.append(table)
    meeting.tables = tables


def _table_question(number: int, draft: MeetingDraft, own: list[int]) -> int | None:
    if draft.question_policy is not QuestionPolicy.TABLE:
        return None
    if number <= len(draft.table_questions):
        return draft.table_questions[number - 1]
    return own[(number - 1) % len(own)] if own else None
