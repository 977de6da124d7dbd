"""What participants and table hosts do: notes, votes, hand-overs, help, hosting, leaving."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import func, select

from consult.domain import commands as c
from consult.domain.errors import Refused
from consult.domain.words import HostPolicy, Kind, Phase
from consult.extensions import db
from consult.models import Meeting, Participant, Seat, Vote
from consult.services import seating
from consult.services.clock import now
from consult.services.meeting import announce, news, rows, slower
from consult.services.meeting.conduct import MakeCommand, conduct, deciding
from consult.services.meeting.group_commit import Asked, carry_out
from consult.services.meeting.new_notes import NewNote
from consult.services.meeting.wire import StoredNote


class Author(Protocol):
    """A participant, or the socket of one."""

    @property
    def id(self) -> int: ...
    @property
    def meeting_id(self) -> int: ...


@dataclass(frozen=True)
class _Me:
    """What stands for a participant where another thread carries the command out."""

    id: int


def write_note(
    author: Author,
    *,
    client_key: str,
    kind: Kind,
    text: str,
    language: str,
    round_number: int,
    by_proxy: bool,
) -> tuple[int, StoredNote]:
    """Store a note once, however often it is sent; (version of the meeting, the stored note).

    Whether the author is still in the meeting is looked up here. Raises Refused.
    """
    note = NewNote(author.id, client_key, kind, text, language, round_number, by_proxy)
    done = carry_out(author.meeting_id, note)
    assert done.note is not None
    return done.version, done.note


def erase_note(participant: Participant, note_id: int) -> int:
    """Take one of one's own notes back."""
    me = _Me(participant.id)
    return _together(
        participant,
        lambda row, _: c.EraseNote(rows.person(me), rows.note_ref(rows.note_of(row.id, note_id))),
    )


def cast_vote(participant: Participant, note_id: int, on: bool) -> int:
    """Give a main point a vote, or take it back."""
    me = _Me(participant.id)

    def make(row: Meeting, _live: object) -> c.Command:
        note = rows.note_ref(rows.note_of(row.id, note_id))
        voted = select(Vote.note_id).where(Vote.participant_id == me.id)
        others = db.session.scalar(
            select(func.count()).select_from(voted.where(Vote.note_id != note_id).subquery())
        )
        return c.CastVote(rows.person(me), note, on, votes_used=others or 0)

    return _together(participant, make)


def give_stance(participant: Participant, note_id: int, acceptable: bool | None, objection: str) -> int:
    """Say whether one can live with a main point, and what stands against it; None takes the answer back."""
    me, language = _Me(participant.id), participant.language

    def make(row: Meeting, _live: object) -> c.Command:
        note = rows.note_ref(rows.note_of(row.id, note_id))
        return c.GiveStance(rows.person(me), note, acceptable, objection, language)

    return _together(participant, make)


def call_help(participant: Participant, on: bool) -> int:
    """Ask the facilitator to come to the table, or say that it is no longer needed."""
    return conduct(participant.meeting_id, lambda *_: c.CallHelp(rows.person(participant), on))


def ask_slower(participant: Participant) -> int:
    """Somebody cannot follow: whoever speaks to them is told, not by whom. Twice within a moment counts once."""
    me = _Me(participant.id)
    return _together(participant, lambda *_: c.AskSlower(rows.person(me), slower.asked_by(me.id)))


def volunteer(participant: Participant, on: bool) -> int:
    """Become the table host, or stop being it."""
    return conduct(
        participant.meeting_id,
        lambda row, live: c.Volunteer(
            rows.person(participant), on, host_present=_host_present(row, live.seated_round, participant)
        ),
    )


def write_hand_over(participant: Participant, text: str, round_number: int) -> int:
    """What the table host tells the next group; replaces what was there."""
    me, language = _Me(participant.id), participant.language
    return _together(participant, lambda *_: c.WriteHandOver(rows.person(me), round_number, text, language))


def mark_main_point(participant: Participant, note_id: int, on: bool) -> int:
    """The table host says that a note is one of the table's main points."""
    me = _Me(participant.id)
    return _together(
        participant,
        lambda row, _: c.MarkMainPoint(rows.person(me), rows.note_ref(rows.note_of(row.id, note_id)), on),
        about=note_id,
    )


def give_head_count(participant: Participant, people: int) -> int:
    """How many people sit at the table, phones or not."""
    return conduct(participant.meeting_id, lambda *_: c.GiveHeadCount(rows.person(participant), people))


def change_language(participant: Participant, language: str) -> int:
    """Read everything in another language from now on."""
    row = _meeting(participant)
    if language not in row.consultation.languages:
        raise Refused("language_not_offered")
    participant.language = language
    db.session.commit()
    news.touch(row.id, row.version)
    return row.version


def sit_out(participant: Participant, on: bool) -> int:
    """Rest for one round, the coming one, or come back and get a chair at once."""
    with deciding(participant.meeting_id) as row:
        if row.phase == Phase.CLOSED:
            raise Refused("meeting_closed")
        participant.sits_out = on
        if on:
            seating.free_seat(row, participant, later=False)
        else:
            seating.take_seat(row, participant)
        db.session.commit()
    announce.seat_changed([participant.id])
    _seats_changed(row, participant)
    return row.version


def leave(participant: Participant) -> int:
    """Go home: the notes stay, the seat is free."""
    row = _go(participant)
    announce.left(row, participant.id)
    return row.version


def send_home(participant: Participant) -> int:
    """Somebody has gone without saying so, or must go: as `leave`, and their phone is told."""
    row = _go(participant)
    announce.ended(row, participant.id)
    return row.version


def _go(participant: Participant) -> Meeting:
    with deciding(participant.meeting_id) as row:
        participant.left_at = now()
        participant.host_table = None
        seating.free_seat(row, participant)
        db.session.commit()
    _seats_changed(row, participant)
    return row


def _seats_changed(row: Meeting, participant: Participant) -> None:
    """Tell whoever they sit with in an open round."""
    if row.phase == Phase.ROUND:
        table = rows.person(participant).tables.get(row.round_number)
        announce.table_changed(row.id, row.round_number, table)
    news.people_changed(row.id, row.version)


def _meeting(participant: Participant) -> Meeting:
    row = db.session.get(Meeting, participant.meeting_id, populate_existing=True)
    if row is None:
        raise Refused("not_recognised")
    return row


def _together(participant: Participant, make: MakeCommand, about: int | None = None) -> int:
    """Carry it out with whatever other phones ask now; the version of the meeting."""
    return carry_out(participant.meeting_id, Asked(make, about)).version


def _host_present(row: Meeting, round_number: int, participant: Participant) -> bool:
    """Whether the table has a host; of volunteers, one who has hosted a round already does not count."""
    table = rows.table_of(participant.id, round_number)
    seats = rows.taken_seats(row.id, round_number, [] if table is None else [table])
    hosts = {seat.participant_id for seat in seats if seat.is_host} - {participant.id}
    if row.host_policy == HostPolicy.VOLUNTEER and hosts:
        earlier = select(Seat.participant_id).where(
            Seat.meeting_id == row.id, Seat.round_number == round_number - 1, Seat.is_host.is_(True)
        )
        hosts -= set(db.session.scalars(earlier))
    return bool(hosts)
