"""Who hears what has happened. Called after the commit, never before.

A note goes to the people who sit at its table in its round: rooms of single participants, looked up in the seats, so
that somebody who was moved away stops hearing at once. Consoles and projectors get one line, at most every 0.7 s.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from consult.domain import events as e
from consult.extensions import socketio
from consult.models import Meeting, Note
from consult.services.rows import seats_of
from consult.services.wire import millis, note_wire

TOUCH_SECONDS = 0.7
_touched: dict[int, int] = {}


def phones(meeting_id: int) -> str:
    """The room of all phones of a meeting."""
    return f"meeting:{meeting_id}:phones"


def screens(meeting_id: int) -> str:
    """The room of the consoles and projectors of a meeting."""
    return f"meeting:{meeting_id}:screens"


def consoles(meeting_id: int) -> str:
    """The room of the consoles of a meeting."""
    return f"meeting:{meeting_id}:consoles"


def phone_of(participant_id: int) -> str:
    """The room of one participant's phones."""
    return f"participant:{participant_id}"


def announce(row: Meeting, events: Sequence[e.Event], note: Note | None = None) -> None:
    """Tell everybody concerned; `note` is the stored note the events are about."""
    changed = False
    for event in events:
        changed = _announce_one(row, event, note) or changed
    if changed:
        socketio.emit("meeting.changed", {"version": row.version}, to=phones(row.id))
    touch(row.id, row.version)


def touch(meeting_id: int, version: int) -> None:
    """Remember that consoles and projectors of this meeting have something to fetch."""
    _touched[meeting_id] = version


def flush_touched() -> None:
    """Tell consoles and projectors, once for everything since the last time."""
    pending = dict(_touched)
    _touched.clear()
    for meeting_id, version in pending.items():
        socketio.emit("meeting.touched", {"version": version}, to=screens(meeting_id))


def seat_changed(participant_ids: Iterable[int]) -> None:
    """These people have another seat, or none."""
    for participant_id in participant_ids:
        socketio.emit("seat.changed", {}, to=phone_of(participant_id))


def ended(participant_id: int) -> None:
    """This person is no longer in the meeting."""
    socketio.emit("ended", {}, to=phone_of(participant_id))


def _announce_one(row: Meeting, event: e.Event, note: Note | None) -> bool:
    """Tell about one event; True when every phone has to ask for its state again."""
    match event:
        case e.NoteWritten() | e.NoteShown() if note is not None:
            _to_table(note, "note.written")
        case e.MainPointMarked() if note is not None:
            _to_table(note, "note.changed")
        case e.NoteErased(note_id, number, table):
            _to_seated(row.id, number, table, "note.removed", {"id": note_id})
        case e.NoteHidden(note_id) if note is not None:
            _to_seated(row.id, note.round_number, note.table_number, "note.removed", {"id": note_id})
            seat_changed([note.participant_id])
        case e.HelpCalled(table, on):
            if on:
                socketio.emit("help.called", {"table": table}, to=consoles(row.id))
            _seats_changed(row, table)
        case e.AnnouncementMade(text, table, at):
            _tell(row, {"text": text, "at": millis(at), "table": table})
        case e.ParticipantMoved() | e.HostAppointed():
            return True
        case e.HandOverWritten() | e.HeadCountGiven(table=_):
            _seats_changed(row, event.table)
        case e.VoteCast(participant_id):
            seat_changed([participant_id])
        case e.ProjectorSteered() | e.SpeakerChosen():
            return False
        case _:
            return True
    return False


def _to_table(note: Note, name: str) -> None:
    if note.hidden_at is not None:
        return
    for seat in seats_of(note.meeting_id, note.round_number):
        if seat.table_number == note.table_number:
            wire = note_wire(note, reader_id=seat.participant_id)
            socketio.emit(name, {"note": wire}, to=phone_of(seat.participant_id))


def _to_seated(meeting_id: int, round_number: int, table: int, name: str, payload: dict[str, Any]) -> None:
    for seat in seats_of(meeting_id, round_number):
        if seat.table_number == table:
            socketio.emit(name, payload, to=phone_of(seat.participant_id))


def _seats_changed(row: Meeting, table: int) -> None:
    number = row.round_number or 1
    seat_changed(s.participant_id for s in seats_of(row.id, number) if s.table_number == table)


def _tell(row: Meeting, payload: dict[str, Any]) -> None:
    table = payload["table"]
    socketio.emit("announcement.made", payload, to=consoles(row.id))
    if table is None:
        socketio.emit("announcement.made", payload, to=phones(row.id))
    else:
        number = row.round_number if row.phase == "round" else min(row.round_number + 1, len(row.rounds))
        _to_seated(row.id, number, table, "announcement.made", payload)
