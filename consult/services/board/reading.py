"""The board as the screens receive it. Instants in Unix milliseconds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Select, func, select

from consult.domain.words import Voting
from consult.extensions import db
from consult.models import (
    Consultation,
    Meeting,
    Note,
    NoteMark,
    NoteMeaning,
    Theme,
    ThemeChange,
    ThemeNote,
    User,
    Vote,
)
from consult.services.assessment import evidence
from consult.services.meeting import told
from consult.services.meeting.wire import millis
from consult.services.translating import shown

Wire = dict[str, Any]
STEPS_SHOWN = 30
_WRITTEN = (
    Note.id,
    Note.meeting_id,
    Note.text,
    Note.language,
    Note.kind,
    Note.table_number,
    Note.round_number,
    Note.main_point,
    Note.by_proxy,
)
_STATE = (
    ThemeNote.theme_id,
    ThemeNote.fixed,
    NoteMeaning.proposals,
    NoteMark.commitments,
    NoteMark.track,
    NoteMark.confirmed_at,
    NoteMark.tags,
    NoteMark.dissent,
    NoteMark.set_aside,
)


def board(consultation_id: int, language: str) -> Wire:
    """All of it, for a reader of this language."""
    # First, so that whatever is stored meanwhile is heard of as the next version.
    version = db.session.scalar(select(Consultation.board_version).where(Consultation.id == consultation_id))
    return {
        "version": version or 0,
        "themes": themes(consultation_id),
        "notes": notes(consultation_id, language),
        "steps": steps(consultation_id),
    }


def themes(consultation_id: int, ids: Collection[int] | None = None) -> list[Wire]:
    """The themes, or some of them, by id."""
    query = select(Theme).where(Theme.consultation_id == consultation_id).order_by(Theme.id)
    if ids is not None:
        query = query.where(Theme.id.in_(ids))
    found = db.session.scalars(query.execution_options(populate_existing=True))
    return [_theme_wire(theme) for theme in found]


def notes(consultation_id: int, language: str | None, ids: Collection[int] | None = None) -> list[Wire]:
    """All visible notes, or some of them, whole, oldest first; translated where a language is given."""
    rows = db.session.execute(_notes(consultation_id, ids, (*_WRITTEN, Meeting.voting))).all()
    company = evidence.company_at(consultation_id)
    closed = [row.id for row in rows if row.voting == Voting.CLOSED]
    votes = _votes(closed) | told.votes(consultation_id=consultation_id) if closed else {}
    foreign = [row.id for row in rows if row.language != language] if language else []
    made = shown.in_language(db.session, foreign, language or "") if foreign else {}
    return [
        {
            **_written_wire(row, company),
            "votes": votes.get(row.id, 0) if row.voting == Voting.CLOSED else None,
            **({"translation": _translation(made.get(row.id))} if language else {}),
            **_state_wire(row),
        }
        for row in rows
    ]


def translations(consultation_id: int, language: str, ids: Collection[int]) -> list[Wire]:
    """Of visible notes that are in another language: {id, translation}."""
    rows = db.session.execute(_notes(consultation_id, ids, (Note.id, Note.language))).all()
    foreign = [row.id for row in rows if row.language != language]
    made = shown.in_language(db.session, foreign, language)
    return [{"id": one, "translation": told} for one in foreign if (told := _translation(made.get(one)))]


def note_states(consultation_id: int, ids: Collection[int]) -> list[Wire]:
    """Where visible notes are and what people have decided about them, by id."""
    return [_state_wire(row) for row in db.session.execute(_notes(consultation_id, ids, (Note.id,)))]


def changes(
    consultation_id: int, theme_ids: Collection[int], gone: Collection[int], note_ids: Collection[int]
) -> Wire:
    """What of the board is different now."""
    return {
        "themes": themes(consultation_id, theme_ids),
        "gone": sorted(gone),
        "notes": note_states(consultation_id, note_ids),
    }


def steps(consultation_id: int, most: int = STEPS_SHOWN, ids: Collection[int] | None = None) -> list[Wire]:
    """The last steps, or the last among these, newest first."""
    query = select(ThemeChange).where(ThemeChange.consultation_id == consultation_id)
    if ids is not None:
        query = query.where(ThemeChange.id.in_(ids))
    rows = db.session.scalars(query.order_by(ThemeChange.id.desc()).limit(most)).all()
    called = names(row.user_id for row in rows)
    return [step_wire(row, called) for row in rows]


def step_wire(row: ThemeChange, called: Mapping[int, str]) -> Wire:
    """A step as a line of the paper trail."""
    return {
        "id": row.id,
        "version": row.board_version,
        "at": millis(row.made_at),
        "by": row.user_id,
        "who": called.get(row.user_id) if row.user_id is not None else None,
        "what": row.what,
        "label": row.detail.get("label") or {},
        "notes": row.detail.get("notes"),
        "of": row.detail.get("of"),
        "undoes": row.detail.get("change"),
        "undone": row.undone_at is not None,
        "can_undo": row.before is not None and row.undone_at is None,
    }


def names(user_ids: Iterable[int | None]) -> dict[int, str]:
    """What people are called."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    query = select(User.id, User.name).where(User.id.in_(wanted))
    return {user_id: name for user_id, name in db.session.execute(query)}  # noqa: C416


def _theme_wire(theme: Theme) -> Wire:
    return {
        "id": theme.id,
        "label": theme.label,
        "pinned": theme.pinned,
        "commitment": theme.commitment,
        "also": list(theme.also),
        "track": theme.track,
        "confidence": theme.confidence,
        "confirmed": theme.confirmed,
        "set_aside": theme.set_aside,
    }


def _notes(consultation_id: int, ids: Collection[int] | None, columns: Sequence[Any]) -> Select[Any]:
    """The visible notes with these columns and where they are. Plain columns: of thousands no objects are made."""
    query = (
        select(*columns, *_STATE)
        .join(Meeting, Meeting.id == Note.meeting_id)
        .outerjoin(ThemeNote, ThemeNote.note_id == Note.id)
        .outerjoin(NoteMeaning, NoteMeaning.note_id == Note.id)
        .outerjoin(NoteMark, NoteMark.note_id == Note.id)
        .where(Note.hidden_at.is_(None), Meeting.consultation_id == consultation_id)
        .order_by(Note.id)
    )
    return query if ids is None else query.where(Note.id.in_(ids))


def _votes(note_ids: Collection[int]) -> dict[int, int]:
    query = select(Vote.note_id, func.count()).where(Vote.note_id.in_(note_ids)).group_by(Vote.note_id)
    return dict(db.session.execute(query).all())


def _written_wire(row: Row[Any], company: evidence.Company) -> Wire:
    without_place = evidence.is_without_place(row, company)
    return {
        "text": row.text,
        "language": row.language,
        "kind": row.kind,
        "meeting": row.meeting_id,
        "table": None if without_place else row.table_number,
        "round": None if without_place else row.round_number,
        "main_point": row.main_point,
        "by_proxy": row.by_proxy,
    }


def _state_wire(row: Row[Any]) -> Wire:
    return {
        "id": row.id,
        "theme": row.theme_id,
        "fixed": bool(row.fixed),
        "commitments": list(row.commitments or ()),
        "track": row.track,
        "confirmed": row.confirmed_at is not None,
        "proposals": row.proposals,
        "tags": dict(row.tags or {}),
        "dissent": bool(row.dissent),
        "set_aside": row.set_aside,
    }


def _translation(made: Mapping[str, Any] | None) -> Wire | None:
    """What no engine could do is the original once more: no translation."""
    if made is None or not (made["engine"] or made["corrected"]):
        return None
    return {"text": made["text"], "doubtful": made["doubtful"], "corrected": bool(made["corrected"])}
