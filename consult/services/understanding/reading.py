"""What the process reads: notes to understand, the company they come into, and what people confirmed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from consult.extensions import db
from consult.models import Meeting, Note, NoteMark, NoteMeaning, Theme, ThemeNote
from consult.services import translate

# So many notes stand for a theme: enough to find its middle, few enough for a note to be placed in a moment.
PER_THEME = 20


@dataclass(frozen=True)
class Wanted:
    """A visible note that is to be understood; `theme` is where it is, if it is anywhere."""

    id: int
    meeting_id: int
    consultation_id: int
    kind: str
    text: str
    language: str
    theme: int | None
    counts: bool


@dataclass(frozen=True)
class Standing:
    """A note that stands in a theme, with its English text and its sentence vector as they are stored."""

    id: int
    text: str
    language: str
    theme: int
    vector: bytes | None
    english: str | None = None


def wanted(note_ids: Iterable[int]) -> list[Wanted]:
    """Those of these notes that are there and not hidden. One that is set aside counts nowhere."""
    rows = db.session.execute(
        select(
            Note.id,
            Note.meeting_id,
            Meeting.consultation_id,
            Note.kind,
            Note.text,
            Note.language,
            ThemeNote.theme_id,
            NoteMark.set_aside.is_(None),
        )
        .join(Meeting, Meeting.id == Note.meeting_id)
        .outerjoin(ThemeNote, ThemeNote.note_id == Note.id)
        .outerjoin(NoteMark, NoteMark.note_id == Note.id)
        .where(Note.id.in_(list(note_ids)), Note.hidden_at.is_(None))
        .order_by(Note.id)
    )
    return [Wanted(*row) for row in rows]


def company(consultation_id: int, without: Collection[int]) -> list[Standing]:
    """The notes that stand for each theme: those that people put there first, then the newest. At most PER_THEME.

    Themes and notes that were set aside attract nothing.
    """
    place = (
        func.row_number()
        .over(partition_by=ThemeNote.theme_id, order_by=(ThemeNote.fixed.desc(), Note.id.desc()))
        .label("place")
    )
    ranked = (
        select(Note.id, Note.text, Note.language, ThemeNote.theme_id, NoteMeaning.vector, place)
        .join(ThemeNote, ThemeNote.note_id == Note.id)
        .join(Theme, Theme.id == ThemeNote.theme_id)
        .join(NoteMeaning, NoteMeaning.note_id == Note.id)
        .outerjoin(NoteMark, NoteMark.note_id == Note.id)
        .where(
            Theme.consultation_id == consultation_id,
            Theme.set_aside.is_(None),
            NoteMark.set_aside.is_(None),
            Note.hidden_at.is_(None),
            Note.id.not_in(list(without)),
        )
        .subquery()
    )
    kept = select(ranked).where(ranked.c.place <= PER_THEME).order_by(ranked.c.id)
    rows = db.session.execute(kept).all()
    english = translate.english(row[0] for row in rows)
    return [
        Standing(row.id, row.text, row.language, row.theme_id, row.vector, english.get(row.id, (None, ""))[0])
        for row in rows
    ]


def vectors(note_ids: Iterable[int], engine: str) -> dict[int, bytes]:
    """The stored sentence vectors that this engine made, by note id."""
    rows = db.session.execute(
        select(NoteMeaning.note_id, NoteMeaning.engine, NoteMeaning.vector).where(
            NoteMeaning.note_id.in_(list(note_ids))
        )
    )
    return {
        note_id: vector
        for note_id, made_by, vector in rows
        if vector is not None and made_by.split(" ")[0] == engine
    }


def confirmed(consultation_id: int) -> Sequence[tuple[int, list[str], str | None]]:
    """What people confirmed of visible notes: (note id, commitments, track)."""
    rows = db.session.execute(
        select(NoteMark.note_id, NoteMark.commitments, NoteMark.track)
        .join(Note, Note.id == NoteMark.note_id)
        .join(Meeting, Meeting.id == Note.meeting_id)
        .where(
            Meeting.consultation_id == consultation_id,
            NoteMark.confirmed_at.is_not(None),
            Note.hidden_at.is_(None),
        )
        .order_by(NoteMark.note_id)
    )
    return [(note_id, list(commitments), track) for note_id, commitments, track in rows]
