"""Between rows and the rules: a meeting and its people as the rules see them, what an event stores."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from sqlalchemy import Select, delete, select

from consult.domain import events as e
from consult.domain.commands import NoteRef, Person
from consult.domain.errors import Refused
from consult.domain.state import Meeting as LiveMeeting
from consult.domain.state import Round as LiveRound
from consult.domain.words import HostPolicy, Phase, Seating, View, Voting
from consult.extensions import db
from consult.models import (
    Announcement,
    HandOver,
    HandOverTranslation,
    HeadCount,
    Meeting,
    Note,
    Participant,
    Seat,
    SeatingWish,
    Vote,
)
from consult.services import slower
from consult.services.interpretation import store as store_interpretation


def live_meeting(row: Meeting) -> LiveMeeting:
    """The stored meeting as the rules see it."""
    return LiveMeeting(
        id=row.id,
        rounds=tuple(LiveRound(r.number, r.minutes, Seating(r.seating)) for r in row.rounds),
        tables=tuple(t.number for t in row.tables),
        phase=Phase(row.phase),
        round_number=row.round_number,
        ends_at=row.ends_at,
        remaining=row.remaining,
        running_since=row.running_since,
        promised_end=row.promised_end,
        opened_at=row.opened_at,
        round_closed_at=row.round_closed_at,
        closed_at=row.closed_at,
        host_policy=HostPolicy(row.host_policy),
        view=View(row.projector_view),
        voting=Voting(row.voting),
        speaking_table=row.speaking_table,
        speaking_ends_at=row.speaking_ends_at,
        tables_heard=tuple(row.tables_heard),
    )


def save_meeting(row: Meeting, meeting: LiveMeeting) -> None:
    """Write what has changed back; a changed meeting gets a new version."""
    if live_meeting(row) == meeting:
        return
    row.phase = meeting.phase
    row.round_number = meeting.round_number
    row.ends_at = meeting.ends_at
    row.remaining = meeting.remaining
    row.running_since = meeting.running_since
    row.promised_end = meeting.promised_end
    row.opened_at = meeting.opened_at
    row.round_closed_at = meeting.round_closed_at
    row.closed_at = meeting.closed_at
    row.projector_view = meeting.view
    row.voting = meeting.voting
    row.speaking_table = meeting.speaking_table
    row.speaking_ends_at = meeting.speaking_ends_at
    row.tables_heard = list(meeting.tables_heard)
    for stored, changed in zip(row.rounds, meeting.rounds, strict=True):
        stored.minutes = changed.minutes
    row.version += 1


class HasId(Protocol):
    """A participant, or whatever stands for one."""

    @property
    def id(self) -> int: ...


def person(participant: HasId) -> Person:
    """A participant with the tables of all rounds they have a seat in."""
    seats = db.session.scalars(select(Seat).where(Seat.participant_id == participant.id)).all()
    return Person(
        id=participant.id,
        tables={seat.round_number: seat.table_number for seat in seats},
        hosted_rounds=frozenset(seat.round_number for seat in seats if seat.is_host),
    )


def participant_of(meeting_id: int, participant_id: int) -> Participant:
    """Somebody of this meeting who has not left; raises Refused("no_such_person")."""
    found = db.session.get(Participant, participant_id)
    if found is None or found.meeting_id != meeting_id or found.left_at is not None:
        raise Refused("no_such_person")
    return found


def note_of(meeting_id: int, note_id: int) -> Note:
    """A note of this meeting; raises Refused("no_such_note")."""
    found = db.session.get(Note, note_id)
    if found is None or found.meeting_id != meeting_id:
        raise Refused("no_such_note")
    return found


def note_ref(note: Note) -> NoteRef:
    """The note as the rules see it."""
    return NoteRef(
        note.id,
        note.participant_id,
        note.round_number,
        note.table_number,
        note.main_point,
        note.hidden_at is not None,
    )


def seats_of(meeting_id: int, round_number: int) -> list[Seat]:
    """All seats of a round, in table order, also of people who have left since."""
    return list(db.session.scalars(_seats(meeting_id, round_number)))


def taken_seats(meeting_id: int, round_number: int, tables: Collection[int] | None = None) -> list[Seat]:
    """The seats of a round, at these tables or at all, of everybody who has not left, in table order."""
    staying = select(Participant.id).where(
        Participant.meeting_id == meeting_id, Participant.left_at.is_(None)
    )
    found = _seats(meeting_id, round_number).where(Seat.participant_id.in_(staying))
    return list(db.session.scalars(found if tables is None else found.where(Seat.table_number.in_(tables))))


def table_of(participant_id: int, round_number: int) -> int | None:
    """Where somebody sits in that round."""
    seat = (Seat.participant_id == participant_id, Seat.round_number == round_number)
    return db.session.scalar(select(Seat.table_number).where(*seat))


def _seats(meeting_id: int, round_number: int) -> Select[Seat]:
    return (
        select(Seat)
        .where(Seat.meeting_id == meeting_id, Seat.round_number == round_number)
        .order_by(Seat.table_number, Seat.id)
    )


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
        case e.AnnouncementMade(text, table, at):
            number = live_meeting(row).seated_round
            db.session.add(
                Announcement(
                    meeting_id=row.id, round_number=number, table_number=table, text=text, made_at=at
                )
            )


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
