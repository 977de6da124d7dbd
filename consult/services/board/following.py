"""What reaches the board from elsewhere: notes of meetings that go on, analyses in other processes, people who leave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import select

from consult.extensions import db, socketio
from consult.models import Consultation, Meeting
from consult.services import neighbours
from consult.services.board import looking, reading
from consult.services.meeting import rooms

FOLLOW_SECONDS = 0.7
# More notes than that at once: the screens fetch the whole board.
MOST_TOLD = 100

_notes: dict[int, set[int]] = defaultdict(set)
# Of a meeting and a language.
_translated: dict[tuple[int, str], set[int]] = defaultdict(set)
_versions: dict[int, int] = {}


def note_changed(meeting_id: int, note_ids: Iterable[int]) -> None:
    """Notes of a meeting were written, shown, hidden or erased; told a little later, once for all of them."""
    _notes[meeting_id].update(note_ids)


def notes_translated(told: Mapping[int, tuple[int, Collection[str]]]) -> None:
    """Of notes: their meeting, and the languages they can be read in now; told a little later too."""
    for note_id, (meeting_id, languages) in told.items():
        for language in languages:
            _translated[meeting_id, language].add(note_id)


def follow() -> None:
    """Tell what has come meanwhile; called again and again."""
    looking.keep_in_touch()
    touched = {meeting_id: _notes.pop(meeting_id) for meeting_id in list(_notes)}
    if touched:
        _tell_notes(touched)
    translated = {at: _translated.pop(at) for at in list(_translated)}
    if translated:
        _tell_translations(translated)
    open_here = looking.boards()
    for consultation_id in set(_versions) - set(open_here):
        del _versions[consultation_id]
    if not open_here:
        return
    query = select(Consultation.id, Consultation.board_version).where(Consultation.id.in_(open_here))
    for consultation_id, version in db.session.execute(query).all():
        if _versions.get(consultation_id) != version:
            # Whoever has heard of it already does nothing.
            socketio.emit("board.version", {"version": version}, to=rooms.board(consultation_id))
            _versions[consultation_id] = version
    db.session.commit()


def show_out(consultation_id: int, user_id: int) -> None:
    """Somebody no longer works on this consultation: their screens hear nothing from now on, at any process."""
    closed((consultation_id, user_id))
    neighbours.tell("board_closed", (consultation_id, user_id))


def closed(who: Iterable[int]) -> None:
    """(Consultation, user): their screens at this process are told, and leave the board."""
    consultation_id, user_id = who
    for socket_id in looking.sockets_of(consultation_id, user_id):
        socketio.emit("board.closed", {}, to=socket_id)
        for room in socketio.server.rooms(socket_id, namespace="/"):
            if room != socket_id:
                socketio.server.leave_room(socket_id, room, namespace="/")
        looking.left(consultation_id, socket_id)


def forget_all() -> None:
    """Nothing has happened, for tests."""
    _notes.clear()
    _translated.clear()
    _versions.clear()


def _tell_translations(translated: dict[tuple[int, str], set[int]]) -> None:
    """To those who read that language; after the notes themselves, for a screen to know them."""
    consultations = _consultations({meeting_id for meeting_id, _ in translated})
    for (meeting_id, language), note_ids in translated.items():
        consultation_id = consultations.get(meeting_id)
        if consultation_id is None or not looking.is_open(consultation_id):
            continue
        notes = reading.translations(consultation_id, language, note_ids)
        if notes:
            room = rooms.board_in(consultation_id, language)
            socketio.emit("board.notes", {"notes": notes, "gone": []}, to=room)


def _consultations(meeting_ids: Collection[int]) -> dict[int, int]:
    query = select(Meeting.id, Meeting.consultation_id).where(Meeting.id.in_(meeting_ids))
    return dict(db.session.execute(query).all())


def _tell_notes(touched: dict[int, set[int]]) -> None:
    by_consultation: dict[int, set[int]] = defaultdict(set)
    for meeting_id, consultation_id in _consultations(touched).items():
        by_consultation[consultation_id] |= touched[meeting_id]
    for consultation_id, note_ids in by_consultation.items():
        if not looking.is_open(consultation_id):
            continue
        room = rooms.board(consultation_id)
        if len(note_ids) > MOST_TOLD:
            socketio.emit("board.stale", {}, to=room)
            continue
        notes = reading.notes(consultation_id, None, note_ids)
        gone = sorted(note_ids - {note["id"] for note in notes})
        socketio.emit("board.notes", {"notes": notes, "gone": gone}, to=room)
