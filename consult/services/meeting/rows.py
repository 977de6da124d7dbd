"""Between rows and the rules: a meeting and its people as the rules see them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from sqlalchemy import Select, select

from consult.domain.commands import NoteRef, Person
from consult.domain.errors import Refused
from consult.domain.state import Meeting as LiveMeeting
from consult.domain.state import Round as LiveRound
from consult.domain.words import HostPolicy, Phase, Seating, View, Voting
from consult.extensions import db
from consult.models import (
    Meeting,
    Note,
    Participant,
    Seat,
)


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
        votes_each=row.votes_each,
        acceptability=Voting(row.acceptability),
        asked_points=tuple(row.asked_points),
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
    row.votes_each = meeting.votes_each
    row.acceptability = meeting.acceptability
    row.asked_points = list(meeting.asked_points)
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
