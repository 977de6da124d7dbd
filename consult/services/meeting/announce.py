"""Who hears what has happened. Called after the commit, never before.

A note goes to the people who sit at its table in its round: rooms of single participants, looked up in the
seats, so that somebody who was moved away stops hearing at once. Consoles and projectors are told by `news`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from consult.domain import events as e
from consult.domain import seating_events as se
from consult.domain.words import Voting
from consult.extensions import db, socketio
from consult.models import HandOver, Meeting, Note, Vote
from consult.services import hall, neighbours
from consult.services.board import following
from consult.services.meeting import news, presence, rooms, rows, slower, stances
from consult.services.meeting.wire import StoredNote, millis, note_wire
from consult.services.translating import desk
from consult.services.understanding import desk as meanings

# What people write, call and vote moves nobody.
TALK = (
    e.NoteWritten,
    e.NoteErased,
    e.NoteHidden,
    e.NoteShown,
    e.MainPointMarked,
    e.HandOverWritten,
    e.HeadCountGiven,
    e.HelpCalled,
    e.SlowerAsked,
    e.VoteCast,
    e.StanceGiven,
    e.ObjectionHidden,
    e.ObjectionShown,
    e.VotesChosen,
    e.AcceptabilityOpened,
    e.AcceptabilityClosed,
    e.PromptSent,
    e.AnnouncementMade,
    e.ProjectorSteered,
    e.SpeakerChosen,
)
# What the theme board shows of a note.
ON_THE_BOARD = (e.NoteHidden, e.NoteShown, e.NoteErased, e.MainPointMarked)
# What only the screens of one person show.
OWN = (e.VoteCast, e.StanceGiven, e.ObjectionHidden, e.ObjectionShown)


def announce(row: Meeting, events: Sequence[e.Event], note: Note | None = None) -> None:
    """Tell everybody concerned; `note` is the stored note the events are about."""
    if not events or not all(isinstance(event, OWN) for event in events):
        hall.stale(row.id)
    if any(isinstance(event, e.RoundOpened) for event in events) and len(row.consultation.languages) > 1:
        desk.expect()
    changed = False
    for event in events:
        changed = _announce_one(row, event, note) or changed
    if changed:
        socketio.emit("meeting.changed", {"version": row.version}, to=rooms.phones(row.id))
    if all(isinstance(event, TALK) for event in events):
        news.touch(row.id, row.version)
    else:
        news.people_changed(row.id, row.version)


def meeting_prepared(meeting_id: int, version: int) -> None:
    """Rounds, tables or questions were edited before the meeting began."""
    hall.stale(meeting_id)
    socketio.emit("meeting.changed", {"version": version}, to=rooms.phones(meeting_id))
    news.people_changed(meeting_id, version)


def seat_changed(participant_ids: Iterable[int]) -> None:
    """Something about these people's seats or tables has changed; their phones ask at once."""
    _to_phones(participant_ids, "seat.changed", {})


def table_changed(meeting_id: int, round_number: int, *tables: int | None) -> None:
    """Something about these tables has changed for everybody who sits there in that round."""
    hall.stale(meeting_id)
    seats = rows.taken_seats(meeting_id, round_number, [table for table in tables if table is not None])
    seat_changed(seat.participant_id for seat in seats)


def notes_written(
    meeting_id: int,
    round_number: int,
    version: int,
    notes: Collection[StoredNote],
    readers: Mapping[int, Collection[int]],
) -> None:
    """New notes, in their order: to everybody who has the notes of their table on the screen, and to their authors.

    `round_number` is the round of the meeting, `readers` who sits at each table in it.
    """
    hall.stale(meeting_id, {note.table_number for note in notes})
    for note in notes:
        here = readers.get(note.table_number, ()) if note.round_number == round_number else ()
        others = [rooms.phone_of(one) for one in sorted(here) if one != note.participant_id]
        if others:
            socketio.emit("note.written", {"note": note_wire(note)}, to=others)
        if note.participant_id in here:
            own = {"note": note_wire(note, note.participant_id)}
            socketio.emit("note.written", own, to=rooms.phone_of(note.participant_id))
        else:
            seat_changed([note.participant_id])
    following.note_changed(meeting_id, [note.id for note in notes])
    desk.written(desk.NOTE, meeting_id, [note.id for note in notes])
    meanings.written(note.id for note in notes)
    news.touch(meeting_id, version)


def notes_erased(row: Meeting, notes: Iterable[tuple[int, int, int]]) -> None:
    """Notes (id, round, table) are gone because their author withdrew all of them."""
    hall.stale(row.id)
    notes = list(notes)
    following.note_changed(row.id, [note_id for note_id, _, _ in notes])
    for note_id, number, table in notes:
        _to_seated(row.id, number, table, "note.removed", {"id": note_id})
    if row.voting != Voting.NOT_YET:
        socketio.emit("meeting.changed", {"version": row.version}, to=rooms.phones(row.id))


def ended(row: Meeting, participant_id: int) -> None:
    """Somebody was removed or erased: their phones are told, and hear nothing from now on."""
    socketio.emit("ended", {}, to=rooms.phone_of(participant_id))
    left(row, participant_id)


def left(row: Meeting, participant_id: int) -> None:
    """Somebody is no longer in the meeting: their phones hear nothing from now on."""
    show_out((row.id, participant_id))
    neighbours.tell("show_out", (row.id, participant_id))
    socketio.close_room(rooms.phone_of(participant_id), namespace="/")
    news.people_changed(row.id, row.version)


def show_out(who: Sequence[int]) -> None:
    """(Meeting, participant): their phones at this process leave the room of all phones."""
    meeting_id, participant_id = who
    for socket_id in presence.sockets_of(participant_id):
        socketio.server.leave_room(socket_id, rooms.phones(meeting_id), namespace="/")


def _announce_one(row: Meeting, event: e.Event, note: Note | None) -> bool:
    """Tell about one event; True when every phone has to ask for its state again."""
    if isinstance(event, ON_THE_BOARD):
        following.note_changed(row.id, [event.note_id])
    match event:
        case e.MainPointMarked() if note is not None:
            to_readers(row, note, "note.changed")
        case e.NoteShown() if note is not None:
            to_readers(row, note, "note.written")
            desk.written(desk.NOTE, row.id, [note.id])
            meanings.written([note.id])
            seat_changed([note.participant_id])
            return _on_ballot(row, note)
        case e.NoteHidden(note_id) if note is not None:
            _to_seated(row.id, note.round_number, note.table_number, "note.removed", {"id": note_id})
            seat_changed([note.participant_id])
            return _on_ballot(row, note)
        case e.NoteErased(note_id, number, table):
            _to_seated(row.id, number, table, "note.removed", {"id": note_id})
            return row.voting != Voting.NOT_YET
        case e.HelpCalled(table, on):
            if on:
                socketio.emit("help.called", {"table": table}, to=rooms.consoles(row.id))
            table_changed(row.id, _seated_round(row), table)
        case e.SlowerAsked(_, number, table):
            heard, counted = slower.news(row, event)
            socketio.emit("slower.asked", counted, to=rooms.consoles(row.id))
            # In plenary those who have the floor; the projector fetches it like everything else.
            _to_seated(row.id, number, table or row.speaking_table or 0, "slower.asked", heard)
        case e.AnnouncementMade(text, table, at):
            _tell(row, {"text": text, "at": millis(at), "table": table})
        case se.SeatsGiven(number) | se.ParticipantMoved(_, number) if number > _seated_round(row):
            # Planned, and told to nobody yet.
            return False
        case se.SeatsPinned() | se.TableKept() | se.PairWished() | se.AimsChosen():
            return False
        case se.ParticipantMoved(participant_id, number, table, from_table):
            seat_changed([participant_id])
            table_changed(row.id, number, *({table, from_table} - {None}))
        case se.HostAppointed(participant_id, number):
            table_changed(row.id, number, rows.table_of(participant_id, number))
        case se.InterpretationSet(table) if table is not None:
            table_changed(row.id, _seated_round(row), table)
        case e.HandOverWritten(number, table):
            _hand_over_written(row.id, number, table)
            table_changed(row.id, number, table)
            # Whoever comes next has perhaps already been shown that nothing was left for them.
            table_changed(row.id, number + 1, table)
        case e.HeadCountGiven(number, table):
            table_changed(row.id, number, table)
        case e.VoteCast(participant_id):
            votes = select(Vote.note_id).where(Vote.participant_id == participant_id).order_by(Vote.id)
            _to_phones([participant_id], "votes.changed", {"mine": list(db.session.scalars(votes))})
        case e.StanceGiven() | e.ObjectionHidden() | e.ObjectionShown():
            own = {"mine": stances.of_person(event.participant_id)}
            _to_phones([event.participant_id], "stances.changed", own)
        case e.PromptSent(_, table):
            _to_hosts(row, table)
        case e.SpeakerChosen(table, _, heard_before) if slower.shown_on_projector(row):
            # It is shown to those who have the floor, and no longer to those who had it.
            table_changed(row.id, row.round_number, table, *heard_before)
        case e.ProjectorSteered() | e.SpeakerChosen():
            return False
        case _:
            return True
    return False


def to_readers(row: Meeting, note: Note, name: str) -> None:
    """A note, to everybody who has the notes of its table and round on the screen, and to its author."""
    if note.hidden_at is not None:
        return
    readers = set()
    if note.round_number == row.round_number:
        seats = rows.taken_seats(row.id, note.round_number, [note.table_number])
        readers = {s.participant_id for s in seats if s.table_number == note.table_number}
    if note.participant_id in readers:
        _to_phones([note.participant_id], name, {"note": note_wire(note, note.participant_id)})
    else:
        seat_changed([note.participant_id])
    _to_phones(readers - {note.participant_id}, name, {"note": note_wire(note)})


def _to_seated(meeting_id: int, round_number: int, table: int, name: str, payload: dict[str, Any]) -> None:
    seats = rows.taken_seats(meeting_id, round_number, [table])
    _to_phones((seat.participant_id for seat in seats), name, payload)


def _to_phones(participant_ids: Iterable[int], name: str, payload: dict[str, Any]) -> None:
    """The same for all phones of these people, encoded once."""
    heard_in = [rooms.phone_of(participant_id) for participant_id in participant_ids]
    # To no room at all would mean to everybody.
    if heard_in:
        socketio.emit(name, payload, to=heard_in)


def _tell(row: Meeting, payload: dict[str, Any]) -> None:
    socketio.emit("announcement.made", payload, to=rooms.consoles(row.id))
    if payload["table"] is None:
        socketio.emit("announcement.made", payload, to=rooms.phones(row.id))
    else:
        _to_seated(row.id, _seated_round(row), payload["table"], "announcement.made", payload)


def _to_hosts(row: Meeting, table: int | None) -> None:
    """Something has come for the host of a table, or for all hosts."""
    seats = rows.taken_seats(row.id, _seated_round(row), None if table is None else [table])
    seat_changed(seat.participant_id for seat in seats if seat.is_host)


def _hand_over_written(meeting_id: int, number: int, table: int) -> None:
    """Whoever comes next may read it in another language."""
    left = select(HandOver.id).where(HandOver.meeting_id == meeting_id, HandOver.round_number == number)
    desk.written(desk.HAND_OVER, meeting_id, db.session.scalars(left.where(HandOver.table_number == table)))


def _on_ballot(row: Meeting, note: Note) -> bool:
    return note.main_point and row.voting != Voting.NOT_YET


def _seated_round(row: Meeting) -> int:
    return rows.live_meeting(row).seated_round
