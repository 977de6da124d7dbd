"""What an event leaves behind in the tables."""

from __future__ import annotations

from sqlalchemy import delete, select

from consult.domain import events as e
from consult.domain.words import Voting
from consult.extensions import db
from consult.models import (
    Announcement,
    HandOver,
    HandOverTranslation,
    HeadCount,
    Meeting,
    Seat,
    SeatingWish,
    Vote,
)
from consult.services import slower, stances
from consult.services.interpretation import store as store_interpretation
from consult.services.rows import live_meeting, note_of, participant_of, seats_of


def record(row: Meeting, event: e.Event) -> None:
    """Store what has happened to people, notes and tables; the meeting's own columns are `save_meeting`'s."""
    match event:
        case e.NoteWritten():
            raise AssertionError("notes are stored many at once, by `new_notes`")
        case e.NoteErased(note_id):
            db.session.delete(note_of(row.id, note_id))
        case e.NoteHidden(note_id, reason, at):
            note = note_of(row.id, note_id)
            note.hidden_at, note.hidden_reason = at, reason
            if row.voting == Voting.OPEN:
                # Whoever had voted for it may vote for something else.
                db.session.execute(delete(Vote).where(Vote.note_id == note_id))
            if row.acceptability == Voting.OPEN:
                stances.forget_of_note(note_id)
        case e.NoteShown(note_id):
            note = note_of(row.id, note_id)
            note.hidden_at, note.hidden_reason = None, None
        case e.MainPointMarked(note_id, on):
            note_of(row.id, note_id).main_point = on
        case e.SeatsGiven():
            _record_seats(row.id, event)
        case e.ParticipantMoved(participant_id, number, table):
            _seat(row, participant_id, number, table)
        case e.SeatsPinned(number, participant_ids, on):
            for seat in seats_of(row.id, number):
                if seat.participant_id in participant_ids:
                    seat.pinned = on
        case e.TableKept(participant_id, table):
            participant_of(row.id, participant_id).kept_table = table
        case e.PairWished():
            _record_wish(row.id, event)
        case e.AimsChosen(fresh_tables, mix_groups):
            row.fresh_tables, row.mix_groups = fresh_tables, mix_groups
        case e.InterpretationSet(table, channels):
            store_interpretation(row, table, channels)
        case e.HostAppointed():
            _record_host(row.id, event)
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
        case e.AnnouncementMade(text, table, at):
            _announce(row, table, at, text=text)
        case e.PromptSent(prompt, table, at):
            _announce(row, table, at, prompt=prompt)


def _announce(row: Meeting, table: int | None, at: float, text: str = "", prompt: str | None = None) -> None:
    made = Announcement(meeting_id=row.id, table_number=table, text=text, prompt=prompt, made_at=at)
    made.round_number = live_meeting(row).seated_round
    db.session.add(made)


def _record_seats(meeting_id: int, event: e.SeatsGiven) -> None:
    pinned = {s.participant_id: s.table_number for s in seats_of(meeting_id, event.round_number) if s.pinned}
    db.session.execute(
        delete(Seat).where(Seat.meeting_id == meeting_id, Seat.round_number == event.round_number)
    )
    db.session.add_all(
        Seat(
            meeting_id=meeting_id,
            round_number=event.round_number,
            participant_id=participant_id,
            table_number=table,
            is_host=participant_id in event.hosts,
            pinned=pinned.get(participant_id) == table,
        )
        for participant_id, table in event.seats.items()
    )


def _record_wish(meeting_id: int, event: e.PairWished) -> None:
    pair = (SeatingWish.one_id == event.one_id, SeatingWish.other_id == event.other_id)
    db.session.execute(delete(SeatingWish).where(SeatingWish.meeting_id == meeting_id, *pair))
    if event.together is not None:
        wish = SeatingWish(meeting_id=meeting_id, one_id=event.one_id, other_id=event.other_id)
        wish.together = event.together
        db.session.add(wish)


def _seat(row: Meeting, participant_id: int, round_number: int, table: int) -> Seat:
    meeting_id = row.id
    seat = db.session.scalar(
        select(Seat).where(
            Seat.meeting_id == meeting_id,
            Seat.round_number == round_number,
            Seat.participant_id == participant_id,
        )
    )
    if seat is None:
        seat = Seat(meeting_id=meeting_id, round_number=round_number, participant_id=participant_id)
        seat.is_host = False
        db.session.add(seat)
    elif seat.table_number != table and seat.is_host:
        # A host who is moved away no longer looks after the old table.
        seat.is_host = False
        if round_number == live_meeting(row).seated_round:
            participant_of(meeting_id, participant_id).host_table = None
    seat.table_number = table
    seat.pinned = True
    return seat


def _record_host(meeting_id: int, event: e.HostAppointed) -> None:
    participant = participant_of(meeting_id, event.participant_id)
    participant.host_table = event.table
    seat = db.session.scalar(
        select(Seat).where(
            Seat.participant_id == event.participant_id, Seat.round_number == event.round_number
        )
    )
    if seat is not None:
        seat.is_host = event.table is not None


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
