"""Who hears of a translation: the people at the table of a note, in its round, whose screens are in that language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import select

from consult.domain.words import Voting
from consult.extensions import db, socketio
from consult.models import HandOver, Meeting, Note, NoteTranslation
from consult.services import hall
from consult.services.board import following
from consult.services.meeting import announce, news, readers, rooms
from consult.services.meeting.readers import Reader
from consult.services.translating import shown


def notes_changed(note_ids: Collection[int]) -> None:
    """These notes are in another language than everybody was told."""
    if not note_ids:
        return
    for note in _notes(note_ids):
        row = db.session.get(Meeting, note.meeting_id)
        if row is not None:
            hall.stale(row.id, {note.table_number})
            announce.to_readers(row, note, "note.changed")
            news.touch(row.id, row.version)
    db.session.rollback()


def notes_translated(told: Mapping[int, Collection[str]]) -> None:
    """These notes can be read in these languages now."""
    if not told:
        return
    notes = _notes(told)
    found = db.session.scalars(select(NoteTranslation).where(NoteTranslation.note_id.in_(told)))
    by_note: dict[int, dict[str, NoteTranslation]] = defaultdict(dict)
    for translation in found:
        by_note[translation.note_id][translation.language] = translation
    following.notes_translated({note.id: (note.meeting_id, told[note.id]) for note in notes})
    meetings = {note.meeting_id for note in notes}
    for meeting_id in meetings:
        row = db.session.get(Meeting, meeting_id, populate_existing=True)
        if row is None:
            continue
        here = [note for note in notes if note.meeting_id == meeting_id]
        _stale(row, here)
        tables = {note.table_number for note in here if note.round_number == row.round_number}
        read_by = readers.readers_at(row.id, row.round_number, tables) if tables else {}
        for note in here:
            for language in told[note.id]:
                made = by_note[note.id].get(language)
                if made is not None:
                    _tell(note, made, read_by.get(note.table_number, ()))
        news.touch(row.id, row.version)
    db.session.rollback()


def hand_overs_translated(ids: Collection[int]) -> None:
    """These hand-overs can be read in more languages now, by whoever has come to their tables."""
    if not ids:
        return
    for left in db.session.scalars(select(HandOver).where(HandOver.id.in_(ids))).all():
        announce.table_changed(left.meeting_id, left.round_number + 1, left.table_number)
    db.session.rollback()


def _notes(ids: Iterable[int]) -> list[Note]:
    query = select(Note).where(Note.id.in_(list(ids)), Note.hidden_at.is_(None)).order_by(Note.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def _stale(row: Meeting, notes: Collection[Note]) -> None:
    """What phones are told next must have it."""
    if row.voting != Voting.NOT_YET and any(note.main_point for note in notes):
        # It is on the ballot, whose mark is another one now.
        hall.stale(row.id)
        socketio.emit("meeting.changed", {"version": row.version}, to=rooms.phones(row.id))
    else:
        hall.stale(row.id, {note.table_number for note in notes})


def _tell(note: Note, translation: NoteTranslation, read_by: Iterable[Reader]) -> None:
    heard_in = [
        rooms.phone_of(one.id)
        for one in read_by
        if one.id != note.participant_id
        and one.screen == translation.language
        and shown.needs(note.language, one.screen, one.speaks)
    ]
    # To no room at all would mean to everybody.
    if heard_in:
        told = {"id": note.id, "translation": shown.wire(translation)}
        socketio.emit("note.translated", told, to=heard_in)
