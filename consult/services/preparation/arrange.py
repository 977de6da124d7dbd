"""The rounds, tables and chairs of a meeting, as its form asks for them."""

from __future__ import annotations

import math
from collections.abc import Mapping

from sqlalchemy import delete, select

from consult.domain import times
from consult.domain.errors import Refused
from consult.domain.words import Format, QuestionPolicy, Seating, TableMode
from consult.extensions import db
from consult.models import CafeTable, Consultation, Meeting, Participant, Round, Seat, SeatingReview
from consult.services import seating
from consult.services.meeting import rows
from consult.services.preparation.drafts import MeetingDraft
from consult.services.preparation.tables import CHAIRS, modes_for
from consult.services.seating import steps


def fill_meeting(meeting: Meeting, consultation: Consultation, draft: MeetingDraft) -> None:
    """Write a draft into a meeting's row.

    Raises Refused("not_your_question") for a foreign question, and Refused("time_skipped") for a start that no
    clock of the consultation's zone will show.
    """
    own = [question.id for question in consultation.questions]
    _refuse_strange_questions(draft, own)
    _refuse_skipped_time(draft, consultation)
    meeting.title = dict(draft.title)
    meeting.format = draft.format
    meeting.place = draft.place
    meeting.expected_people = draft.expected_people
    meeting.host_policy = draft.host_policy
    meeting.question_policy = draft.question_policy
    meeting.planned_start, meeting.planned_minutes = draft.planned_start, draft.planned_minutes
    meeting.second_zone = draft.second_zone
    meeting.agenda, meeting.interpretation = dict(draft.agenda), draft.plenary_channels
    if draft.format is Format.WORLD_CAFE:
        meeting.fresh_tables, meeting.mix_groups = draft.fresh_tables, draft.mix_groups
    _fill_rounds(meeting, draft)
    _fill_tables(meeting, draft, own)


def outline(meeting: Meeting) -> tuple[object, ...]:
    """What seats depend on; where it is the same before and after an edit, they all stay as they are."""
    tables = tuple((table.number, str(table.mode), _interpreted(table)) for table in meeting.tables)
    aims = (meeting.fresh_tables, meeting.mix_groups)
    return str(meeting.format), len(meeting.rounds), tables, aims


def seat_again(meeting: Meeting, *, anew: bool = False) -> list[int]:
    """Mend the seats of a meeting whose outline was edited before it began; who has another seat for its first round.

    Given up are the seats of rounds that are gone, the seats at tables that are gone or no longer take whoever sits
    there, and hosting or staying at such a table; with `anew` all seats planned after the first round. Whoever
    loses their first seat gets another one. What was decided upon the old tables cannot be undone or taken any
    more. The caller commits.
    """
    steps.forget(meeting.id)
    db.session.execute(delete(SeatingReview).where(SeatingReview.meeting_id == meeting.id))
    people = {one.id: one for one in _people(meeting)}
    tables = {table.number: table.mode for table in meeting.tables}
    for person in people.values():
        if not _takes(tables, person.host_table, person):
            person.host_table = None
        if not _takes(tables, person.kept_table, person):
            person.kept_table = None
    first, last = rows.live_meeting(meeting).seated_round, len(meeting.rounds)
    lost: dict[int, set[int]] = {}
    for seat in db.session.scalars(select(Seat).where(Seat.meeting_id == meeting.id)).all():
        planned = seat.round_number > first
        fits = _takes(tables, seat.table_number, people[seat.participant_id])
        if not fits or seat.round_number > last or (anew and planned):
            lost.setdefault(seat.participant_id, set()).add(seat.round_number)
            db.session.delete(seat)
    db.session.flush()
    staying = {one: gone for one, gone in sorted(lost.items()) if people[one].left_at is None}
    moved = [one for one, gone in staying.items() if first in gone]
    for one in moved:
        seating.take_seat(meeting, people[one])
        db.session.flush()
    if meeting.cards_printed_at is not None:
        # Their routes are in people's hands; otherwise everything is planned again in a moment anyway.
        for one in staying.keys() - set(moved):
            seating.join_planned(meeting, people[one])
    return moved


def _people(meeting: Meeting) -> list[Participant]:
    return list(db.session.scalars(select(Participant).where(Participant.meeting_id == meeting.id)))


def _takes(tables: Mapping[int, str], number: int | None, person: Participant) -> bool:
    """Whether that table is there and takes people who come the way this one does."""
    return number is not None and tables.get(number) in (TableMode.MIXED, person.mode)


def _refuse_strange_questions(draft: MeetingDraft, own: list[int]) -> None:
    asked = [row.question_id for row in draft.rounds] + list(draft.table_questions)
    if any(question is not None and question not in own for question in asked):
        raise Refused("not_your_question")


def _refuse_skipped_time(draft: MeetingDraft, consultation: Consultation) -> None:
    if draft.planned_start is None:
        return
    try:
        times.instant(draft.planned_start, consultation.time_zone)
    except times.DoesNotExist as error:
        raise Refused("time_skipped") from error


def _interpreted(table: CafeTable) -> tuple[str, ...]:
    """The languages alone: another link or channel moves nobody."""
    return tuple(channel["language"] for channel in table.interpretation)


def _fill_rounds(meeting: Meeting, draft: MeetingDraft) -> None:
    policy = Seating.ROTATE if draft.format is Format.WORLD_CAFE else Seating.STAY
    existing = {row.number: row for row in meeting.rounds}
    rounds = []
    for number, wanted in enumerate(draft.rounds, start=1):
        row = existing.get(number) or Round(number=number)
        row.minutes, row.seating = wanted.minutes, policy
        row.question_id = wanted.question_id if draft.question_policy is QuestionPolicy.ROUND else None
        rounds.append(row)
    meeting.rounds = rounds


def _fill_tables(meeting: Meeting, draft: MeetingDraft, own: list[int]) -> None:
    count = draft.table_count
    seats = max(math.ceil(draft.expected_people / count), CHAIRS)
    existing = {table.number: table for table in meeting.tables}
    channels = draft.table_channels
    tables = []
    for number, mode in enumerate(modes_for(draft.remote_choice, count), start=1):
        table = existing.get(number) or CafeTable(number=number)
        table.seats, table.mode = seats, mode
        table.interpretation = channels.get(number, [])
        table.question_id = _table_question(number, draft, own)
        tables.append(table)
    meeting.tables = tables


def _table_question(number: int, draft: MeetingDraft, own: list[int]) -> int | None:
    if draft.question_policy is not QuestionPolicy.TABLE:
        return None
    if number <= len(draft.table_questions):
        return draft.table_questions[number - 1]
    return own[(number - 1) % len(own)] if own else None
