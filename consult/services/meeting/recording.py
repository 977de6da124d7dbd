"""What an event leaves behind in the tables."""

from __future__ import annotations

from sqlalchemy import delete, select

from consult.domain import events as e
from consult.domain.seating_events import SeatingEvent
from consult.domain.words import Voting
from consult.extensions import db
from consult.models import Announcement, HandOver, HandOverTranslation, HeadCount, Meeting, Note, Vote
from consult.services.meeting import recording_seats, slower, stances
from consult.services.meeting.rows import live_meeting, note_of
from consult.services.reports import erasing as report_erasing


def record(row: Meeting, event: e.Event) -> None:
    """Store what has happened to people, notes and tables; the meeting's own columns are `save_meeting`'s."""
    if isinstance(event, SeatingEvent):
        recording_seats.record(row, event)
        return
    match event:
        case e.NoteWritten():
            raise AssertionError("notes are stored many at once, by `new_notes`")
        case e.NoteErased(note_id):
            _erase(row, note_of(row.id, note_id))
        case e.NoteHidden():
            _hide(row, event)
        case e.NoteShown(note_id):
            note = note_of(row.id, note_id)
            note.hidden_at, note.hidden_reason = None, None
        case e.MainPointMarked(note_id, on):
            note_of(row.id, note_id).main_point = on
        case e.HandOverWritten(number, table, text, language):
            _record_hand_over(row.id, number, table, text, language)
        case e.HeadCountGiven(number, table, people):
            _record_head_count(row.id, number, table, people)
        case e.RoundClosed():
            # Whoever called has moved on.
            for cafe_table in row.tables:
                cafe_table.calls_help = False
        case e.HelpCalled(table, on):
            next(t for t in row.tables if t.number == table).calls_help = on
        case e.SlowerAsked():
            slower.record(row.id, event)
        case e.VoteCast():
            _record_vote(event)
        case e.StanceGiven():
            stances.record(event)
        case e.ObjectionHidden() | e.ObjectionShown():
            stances.record_hiding(event)
        case e.AnnouncementMade(text, table, at):
            _announce(row, table, at, text=text)
        case e.PromptSent(prompt, table, at):
            _announce(row, table, at, prompt=prompt)


def _erase(row: Meeting, note: Note) -> None:
    words = report_erasing.marks_of([note])
    db.session.delete(note)
    db.session.flush()
    report_erasing.take_out(row.consultation_id, [note.id], words)


def _hide(row: Meeting, event: e.NoteHidden) -> None:
    note = note_of(row.id, event.note_id)
    note.hidden_at, note.hidden_reason = event.at, event.reason
    if row.voting == Voting.OPEN:
        # Whoever had voted for it may vote for something else.
        db.session.execute(delete(Vote).where(Vote.note_id == event.note_id))
    if row.acceptability == Voting.OPEN:
        stances.forget_of_note(event.note_id)


def _announce(row: Meeting, table: int | None, at: float, text: str = "", prompt: str | None = None) -> None:
    made = Announcement(meeting_id=row.id, table_number=table, text=text, prompt=prompt, made_at=at)
    made.round_number = live_meeting(row).seated_round
    db.session.add(made)


def _record_hand_over(meeting_id: int, number: int, table: int, text: str, language: str) -> None:
    stored = db.session.scalar(
        select(HandOver).where(
            HandOver.meeting_id == meeting_id, HandOver.round_number == number, HandOver.table_number == table
        )
    )
    if stored is None:
        stored = HandOver(meeting_id=meeting_id, round_number=number, table_number=table)
        db.session.add(stored)
    elif stored.text != text:
        # What it said before is nobody's any more, in no language.
        db.session.execute(delete(HandOverTranslation).where(HandOverTranslation.hand_over_id == stored.id))
    stored.text, stored.language = text, language


def _record_head_count(meeting_id: int, number: int, table: int, people: int) -> None:
    stored = db.session.scalar(
        select(HeadCount).where(
            HeadCount.meeting_id == meeting_id,
            HeadCount.round_number == number,
            HeadCount.table_number == table,
        )
    )
    if stored is None:
        stored = HeadCount(meeting_id=meeting_id, round_number=number, table_number=table)
        db.session.add(stored)
    stored.people = people


def _record_vote(event: e.VoteCast) -> None:
    stored = db.session.scalar(
        select(Vote).where(Vote.participant_id == event.participant_id, Vote.note_id == event.note_id)
    )
    if event.on and stored is None:
        db.session.add(Vote(participant_id=event.participant_id, note_id=event.note_id))
    if not event.on and stored is not None:
        db.session.delete(stored)
