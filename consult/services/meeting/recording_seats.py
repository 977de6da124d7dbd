"""What an event about who sits where leaves behind in the tables."""

from __future__ import annotations

from sqlalchemy import delete, select

from consult.domain import seating_events as e
from consult.extensions import db
from consult.models import Meeting, Seat, SeatingWish
from consult.services.meeting.interpretation import store as store_interpretation
from consult.services.meeting.rows import live_meeting, participant_of, seats_of


def record(row: Meeting, event: e.SeatingEvent) -> None:
    """Store it; the meeting's own columns are `save_meeting`'s."""
    match event:
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
