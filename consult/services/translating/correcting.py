"""A person makes a translation better, or writes the first one: it is kept, and no engine overwrites it. A facilitator
also says which language a note is written in, where that was not recognised, or wrongly."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table, delete, or_, select
from sqlalchemy.exc import IntegrityError

from consult.domain.errors import Refused
from consult.extensions import db
from consult.models import Meeting, Note, NoteTranslation, Participant
from consult.services.board import following
from consult.services.clock import now
from consult.services.inserting import insert_into
from consult.services.meeting import rows
from consult.services.meeting.wire import Wire
from consult.services.translate import PIVOT_LANGUAGE
from consult.services.translating import desk, shown, telling
from consult.services.understanding import desk as meanings
from consult.services.understanding import lacking

FACILITATOR, COORDINATOR = "facilitator", "coordinator"
TABLE_HOST, PARTICIPANT = "table_host", "participant"
_TABLE = cast(Table, NoteTranslation.__table__)


def by_reader(participant: Participant, note_id: int, text: str) -> tuple[int, Wire]:
    """Whoever sits or sat at the note's table in its round corrects it in the language of their screen, at any time.

    Returns the version of the meeting and the translation. Raises Refused, also for a note they never could read.
    """
    note, row = _note(participant.meeting_id, note_id)
    me = rows.person(participant)
    if me.tables.get(note.round_number) != note.table_number:
        raise Refused("no_such_note")
    hosted = note.round_number in me.hosted_rounds
    return _correct(row, note, participant.language, text, TABLE_HOST if hosted else PARTICIPANT)


def by_facilitator(
    meeting_id: int, note_id: int, language: str, text: str, role: str = FACILITATOR
) -> tuple[int, Wire]:
    """A facilitator, or a coordinator, corrects any note of the meeting. Returns and raises as above."""
    note, row = _note(meeting_id, note_id)
    return _correct(row, note, language, text, role)


def set_language(meeting_id: int, note_id: int, language: str) -> int:
    """A facilitator says which language a note is written in. Returns the version of the meeting; raises as above.

    What a machine made of it in the belief that it was another one is made again.
    """
    note, row = _note(meeting_id, note_id)
    if language not in row.consultation.languages:
        raise Refused("language_not_offered")
    version = row.version
    wrong = note.language != language
    note.language, note.language_by_person = language, True
    machine = or_(NoteTranslation.corrected_at.is_(None), NoteTranslation.language == language)
    if wrong:
        db.session.execute(delete(NoteTranslation).where(NoteTranslation.note_id == note_id, machine))
        lacking.forget([note_id])
    db.session.commit()
    if wrong:
        meanings.written([note_id])
        telling.notes_changed({note_id})
        following.note_changed(meeting_id, [note_id])
        desk.written(desk.NOTE, meeting_id, [note_id])
    return version


def _note(meeting_id: int, note_id: int) -> tuple[Note, Meeting]:
    note = rows.note_of(meeting_id, note_id)
    row = db.session.get(Meeting, meeting_id)
    if row is None or note.hidden_at is not None:
        raise Refused("no_such_note")
    return note, row


def _correct(row: Meeting, note: Note, language: str, text: str, role: str) -> tuple[int, Wire]:
    if language == note.language:
        raise Refused("already_in_language")
    if language not in row.consultation.languages:
        raise Refused("language_not_offered")
    values = {
        "text": text,
        "doubtful": False,
        "reasons": [],
        "corrected_at": now(),
        "corrected_role": role,
    }
    statement = (
        insert_into(_TABLE)
        .values(note_id=note.id, language=language, engine="", **values)
        .on_conflict_do_update(index_elements=["note_id", "language"], set_=values)
    )
    note_id, version = note.id, row.version
    try:
        db.session.execute(statement)
        if language == PIVOT_LANGUAGE:
            lacking.forget([note_id])
        db.session.commit()
    except IntegrityError:
        # Erased in this very moment.
        db.session.rollback()
        raise Refused("no_such_note") from None
    if language == PIVOT_LANGUAGE:
        meanings.ready([note_id])
    telling.notes_translated({note_id: {language}})
    stored = db.session.scalar(
        select(NoteTranslation).where(
            NoteTranslation.note_id == note_id, NoteTranslation.language == language
        )
    )
    if stored is None:
        raise Refused("no_such_note")
    return version, shown.wire(stored)
