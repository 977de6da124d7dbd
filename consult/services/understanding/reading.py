"""What the process reads: notes to understand, the company they come into, and what people confirmed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from consult.analysis.confirmed import Confirmed
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
    engine: str
    vector: bytes | None
    english: str | None = None

    def made_by(self, engine: str) -> bool:
        """Whether this engine made the vector."""
        return self.engine.split(" ")[0] == engine


@dataclass(frozen=True)
class Known:
    """A note that has been understood, with what is stored about it."""

    id: int
    text: str
    language: str
    engine: str
    vector: bytes | None
    english: str | None


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
        select(
            Note.id,
            Note.text,
            Note.language,
            ThemeNote.theme_id,
            NoteMeaning.engine,
            NoteMeaning.vector,
            place,
        )
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
        Standing(
            row.id,
            row.text,
            row.language,
            row.theme_id,
            row.engine,
            row.vector,
            english.get(row.id, (None, ""))[0],
        )
        for row in rows
    ]


def vectors(consultation_id: int, engine: str) -> dict[int, bytes]:
    """The stored sentence vectors that this engine made of notes of a consultation, by note id."""
    rows = db.session.execute(
        select(NoteMeaning.note_id, NoteMeaning.engine, NoteMeaning.vector)
        .join(Note, Note.id == NoteMeaning.note_id)
        .join(Meeting, Meeting.id == Note.meeting_id)
        .where(Meeting.consultation_id == consultation_id, NoteMeaning.vector.is_not(None))
    )
    return {
        note_id: vector
        for note_id, made_by, vector in rows
        if vector is not None and made_by.split(" ")[0] == engine
    }


def stored_proposals(consultation_id: int) -> dict[int, dict[str, Any]]:
    """What is proposed for visible notes now, by note id, oldest first."""
    query = select(Note.id, NoteMeaning.proposals).join(NoteMeaning, NoteMeaning.note_id == Note.id)
    rows = db.session.execute(_visible(query, consultation_id))
    return {note_id: proposals for note_id, proposals in rows if proposals is not None}


def members(consultation_id: int) -> dict[int, list[int]]:
    """The visible notes of each theme that count, by theme id, oldest first."""
    query = (
        select(Note.id, ThemeNote.theme_id)
        .join(ThemeNote, ThemeNote.note_id == Note.id)
        .outerjoin(NoteMark, NoteMark.note_id == Note.id)
        .where(NoteMark.set_aside.is_(None))
    )
    found: dict[int, list[int]] = defaultdict(list)
    for note_id, theme_id in db.session.execute(_visible(query, consultation_id)):
        found[theme_id].append(note_id)
    return found


def languages(consultation_id: int) -> dict[int, str]:
    """The language of each visible note that has been understood, by id, oldest first."""
    query = select(Note.id, Note.language).join(NoteMeaning, NoteMeaning.note_id == Note.id)
    return dict(db.session.execute(_visible(query, consultation_id)).all())


def understood(consultation_id: int, note_ids: Collection[int] | None = None) -> list[Known]:
    """The visible notes that have been understood, or those of them with these ids, oldest first."""
    query = select(Note.id, Note.text, Note.language, NoteMeaning.engine, NoteMeaning.vector).join(
        NoteMeaning, NoteMeaning.note_id == Note.id
    )
    if note_ids is not None:
        query = query.where(Note.id.in_(note_ids))
    rows = db.session.execute(_visible(query, consultation_id)).all()
    english = translate.english(row.id for row in rows)
    return [
        Known(row.id, row.text, row.language, row.engine, row.vector, english.get(row.id, (None, ""))[0])
        for row in rows
    ]


def taught(consultation_id: int) -> dict[int, Confirmed]:
    """What people said of visible notes, by note id, the latest last: of the note itself, else of its theme.

    A confirmed theme says what its notes are about; of their track it says nothing, for themes mix tracks.
    """
    query = (
        select(Note.id, NoteMark.commitments, NoteMark.track, NoteMark.confirmed_at, Theme.commitment)
        .outerjoin(NoteMark, NoteMark.note_id == Note.id)
        .outerjoin(ThemeNote, ThemeNote.note_id == Note.id)
        .outerjoin(Theme, (Theme.id == ThemeNote.theme_id) & Theme.confirmed.is_(True))
        .where(NoteMark.confirmed_at.is_not(None) | Theme.id.is_not(None), NoteMark.set_aside.is_(None))
    )
    rows = db.session.execute(_visible(query, consultation_id)).all()
    found: dict[int, Confirmed] = {}
    for row in sorted(rows, key=lambda row: (row.confirmed_at or 0.0, row.id)):
        if row.confirmed_at is not None:
            found[row.id] = Confirmed(tuple(row.commitments), row.track, row.id)
        else:
            about = () if row.commitment is None else (row.commitment,)
            found[row.id] = Confirmed(about, None, row.id)
    return found


def _visible(query: Select[*tuple[Any, ...]], consultation_id: int) -> Select[*tuple[Any, ...]]:
    return (
        query.join(Meeting, Meeting.id == Note.meeting_id)
        .where(Meeting.consultation_id == consultation_id, Note.hidden_at.is_(None))
        .order_by(Note.id)
    )
