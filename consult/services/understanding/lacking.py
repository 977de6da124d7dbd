"""Notes that nobody has understood yet."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, Select, delete, select

from consult.domain.words import Phase
from consult.extensions import db
from consult.models import Meeting, Note, NoteMeaning, NotePivot

MOST = 5_000


def in_open_meetings() -> list[int]:
    """The visible notes of meetings that are not over, the newest first, at most MOST. Ends the transaction."""
    found = list(db.session.scalars(_lacking().where(Meeting.phase != Phase.CLOSED)))
    db.session.rollback()
    return found


def in_consultation(consultation_id: int) -> list[int]:
    """Those of a consultation, of meetings that are over too."""
    return list(db.session.scalars(_lacking().where(Meeting.consultation_id == consultation_id)))


def _lacking() -> Select[int]:
    understood = select(NoteMeaning.note_id).where(NoteMeaning.note_id == Note.id).exists()
    return (
        select(Note.id)
        .join(Meeting, Meeting.id == Note.meeting_id)
        .where(Note.hidden_at.is_(None), ~understood)
        .order_by(Note.id.desc())
        .limit(MOST)
    )


def forget(note_ids: Iterable[int], connection: Connection | None = None, *, english: bool = True) -> None:
    """What was understood of these notes no longer holds: with `english`, what was made of them in English neither.

    The caller commits, and says `desk.ready`.
    """
    wanted = list(note_ids)
    execute = connection.execute if connection is not None else db.session.execute
    for model in (NoteMeaning, NotePivot) if english else (NoteMeaning,):
        execute(delete(model).where(model.note_id.in_(wanted)))
