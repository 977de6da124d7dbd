"""Editing themes by hand: merge, split, rename, move, confirm. It is pinned then, and leaves a trail.

Every function checks that all it touches belongs to the consultation (Refused "not_in_consultation"),
keeps every note in exactly one place, and commits once. `by` is the id of the signed-in user.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, select, update

from consult.domain.errors import Refused
from consult.domain.languages import in_language
from consult.extensions import db
from consult.frameworks import framework
from consult.models import Consultation, Meeting, Note, Theme, ThemeChange, ThemeNote
from consult.services.clock import now

LABEL_LENGTH = 120
STATEMENT_LENGTH = 600
# Never the words of a note: they would stay on screen after the note is hidden or erased.
NEW_THEME = {"en": "New theme", "fr": "Nouveau thème", "es": "Tema nuevo", "pt": "Novo tema"}


def merge(consultation_id: int, theme_ids: Sequence[int], by: int | None = None) -> Theme:
    """Put the notes of several themes into the one with most notes (a confirmed one first) and return it."""
    found = [_theme(consultation_id, theme_id) for theme_id in dict.fromkeys(theme_ids)]
    if len(found) < 2:
        raise Refused("merge_needs_two")
    sizes = {theme.id: _size(theme.id) for theme in found}
    kept, *others = sorted(found, key=lambda theme: (not theme.confirmed, -sizes[theme.id], theme.id))
    gone = [theme.id for theme in others]
    labels = [dict(theme.label) for theme in others]
    db.session.execute(update(ThemeNote).where(ThemeNote.theme_id.in_(gone)).values(theme_id=kept.id))
    db.session.execute(update(ThemeNote).where(ThemeNote.theme_id == kept.id).values(fixed=True))
    db.session.execute(delete(Theme).where(Theme.id.in_(gone)))
    kept.pinned = True
    _record(kept, by, "merged", {"label": dict(kept.label), "others": labels, "notes": sum(sizes.values())})
    db.session.commit()
    return kept


def split(
    consultation_id: int,
    theme_id: int,
    note_ids: Sequence[int],
    by: int | None = None,
    label: str = "",
    language: str = "en",
) -> Theme:
    """Take notes out of a theme and make a new theme of them; at least one note stays behind."""
    theme = _theme(consultation_id, theme_id)
    chosen = [_note(consultation_id, note_id) for note_id in dict.fromkeys(note_ids)]
    if not chosen:
        raise Refused("no_note_chosen")
    places = {place.note_id: place for place in _places([note.id for note in chosen])}
    if any(note.id not in places or places[note.id].theme_id != theme.id for note in chosen):
        raise Refused("not_in_consultation")
    if len(chosen) >= _size(theme.id):
        raise Refused("split_needs_rest")
    new = _new_theme(consultation_id, label, language)
    _put(chosen, new)
    _pin(theme)
    _record(new, by, "split", {"label": dict(new.label), "from": dict(theme.label), "notes": len(chosen)})
    db.session.commit()
    return new


def move_notes(
    consultation_id: int,
    note_ids: Sequence[int],
    theme_id: int | None,
    by: int | None = None,
    label: str = "",
    language: str = "en",
) -> Theme:
    """Move notes, with or without a theme so far, to a theme or (None) to a new one; return that theme."""
    chosen = [_note(consultation_id, note_id) for note_id in dict.fromkeys(note_ids)]
    if not chosen:
        raise Refused("no_note_chosen")
    target = _theme(consultation_id, theme_id) if theme_id is not None else None
    left = {place.theme_id for place in _places([note.id for note in chosen])}
    if target is None:
        target = _new_theme(consultation_id, label, language)
    _put(chosen, target)
    target.pinned = True
    _remove_empty(left - {target.id})
    _record(target, by, "moved", {"label": dict(target.label), "notes": len(chosen)})
    db.session.commit()
    return target


def move_note(consultation_id: int, note_id: int, theme_id: int | None, by: int | None = None) -> Theme:
    """Move one note to a theme, or (None) to a new one."""
    return move_notes(consultation_id, [note_id], theme_id, by)


def rename(consultation_id: int, theme_id: int, text: str, language: str, by: int | None = None) -> Theme:
    """Name a theme in one language. The first name given by hand replaces the proposed words everywhere."""
    theme = _theme(consultation_id, theme_id)
    _rename(theme, text, language, by)
    db.session.commit()
    return theme


def describe(
    consultation_id: int, theme_id: int, name: str, statement: str, language: str, by: int | None = None
) -> Theme:
    """Name a theme and say what is missing, where either has changed."""
    theme = _theme(consultation_id, theme_id)
    if _one_line(name, LABEL_LENGTH) != in_language(theme.label, language):
        _rename(theme, name, language, by)
    _state(theme, statement, by)
    db.session.commit()
    return theme


def set_statement(consultation_id: int, theme_id: int, text: str, by: int | None = None) -> Theme:
    """The coordinator's own sentence: the gap between how it is and how it should be. Empty removes it."""
    theme = _theme(consultation_id, theme_id)
    _state(theme, text, by)
    db.session.commit()
    return theme


def confirm(
    consultation_id: int, theme_id: int, commitment: str | None, track: str | None, by: int | None = None
) -> Theme:
    """A person says where the theme belongs in the framework; None: outside of it, or without a track."""
    theme = _theme(consultation_id, theme_id)
    owner = db.session.get_one(Consultation, consultation_id)
    known = framework(owner.framework_id)
    if commitment is not None and commitment not in {row.id for row in known.commitments}:
        raise Refused("unknown_commitment")
    if track is not None and track not in {row.id for row in known.tracks}:
        raise Refused("unknown_track")
    theme.commitment, theme.track, theme.confirmed = commitment, track, True
    _pin(theme)
    _record(theme, by, "confirmed", {"label": dict(theme.label), "commitment": commitment, "track": track})
    db.session.commit()
    return theme


def unconfirm(consultation_id: int, theme_id: int, by: int | None = None) -> Theme:
    """Withdraw a confirmation; the place stays as a proposal that the next analysis may change."""
    theme = _theme(consultation_id, theme_id)
    theme.confirmed = False
    _record(theme, by, "unconfirmed", {"label": dict(theme.label)})
    db.session.commit()
    return theme


def changes(consultation_id: int, limit: int = 50) -> Sequence[ThemeChange]:
    """The paper trail, newest first."""
    return db.session.scalars(
        select(ThemeChange)
        .where(ThemeChange.consultation_id == consultation_id)
        .order_by(ThemeChange.id.desc())
        .limit(limit)
    ).all()


def _theme(consultation_id: int, theme_id: int) -> Theme:
    theme = db.session.get(Theme, theme_id)
    if theme is None or theme.consultation_id != consultation_id:
        raise Refused("not_in_consultation")
    return theme


def _note(consultation_id: int, note_id: int) -> Note:
    query = (
        select(Note)
        .join(Meeting, Meeting.id == Note.meeting_id)
        .where(Note.id == note_id, Meeting.consultation_id == consultation_id, Note.hidden_at.is_(None))
    )
    note: Note | None = db.session.scalar(query)
    if note is None:
        raise Refused("not_in_consultation")
    return note


def _size(theme_id: int) -> int:
    """How many visible notes a theme has."""
    query = (
        select(func.count())
        .select_from(ThemeNote)
        .join(Note, Note.id == ThemeNote.note_id)
        .where(ThemeNote.theme_id == theme_id, Note.hidden_at.is_(None))
    )
    return db.session.scalar(query) or 0


def _places(note_ids: Sequence[int]) -> Sequence[ThemeNote]:
    return db.session.scalars(select(ThemeNote).where(ThemeNote.note_id.in_(note_ids))).all()


def _new_theme(consultation_id: int, label: str, language: str) -> Theme:
    name = _one_line(label, LABEL_LENGTH)
    theme = Theme(consultation_id=consultation_id, label={language: name} if name else NEW_THEME, pinned=True)
    db.session.add(theme)
    db.session.flush()
    return theme


def _rename(theme: Theme, text: str, language: str, by: int | None) -> None:
    before, name = dict(theme.label), _one_line(text, LABEL_LENGTH)
    if not name:
        raise Refused("theme_name_missing")
    named = db.session.scalar(
        select(func.count()).select_from(ThemeChange).filter_by(theme_id=theme.id, what="renamed")
    )
    theme.label = {**before, language: name} if named else {language: name}
    _pin(theme)
    _record(theme, by, "renamed", {"label": dict(theme.label), "from": before})


def _state(theme: Theme, text: str, by: int | None) -> None:
    statement = _one_line(text, STATEMENT_LENGTH)
    if statement == theme.statement:
        return
    theme.statement = statement
    _pin(theme)
    _record(theme, by, "stated", {"label": dict(theme.label)})


def _put(notes: Sequence[Note], theme: Theme) -> None:
    places = {place.note_id: place for place in _places([note.id for note in notes])}
    for note in notes:
        place = places.get(note.id)
        if place is None:
            db.session.add(ThemeNote(note_id=note.id, theme_id=theme.id, fixed=True))
        else:
            place.theme_id, place.fixed = theme.id, True
    db.session.flush()


def _pin(theme: Theme) -> None:
    """Keep the theme and all its notes together from now on."""
    theme.pinned = True
    db.session.execute(update(ThemeNote).where(ThemeNote.theme_id == theme.id).values(fixed=True))


def _remove_empty(theme_ids: set[int]) -> None:
    inhabited = select(ThemeNote.theme_id)
    db.session.execute(delete(Theme).where(Theme.id.in_(theme_ids), Theme.id.not_in(inhabited)))


def _record(theme: Theme, by: int | None, what: str, detail: dict[str, object]) -> None:
    db.session.add(
        ThemeChange(
            consultation_id=theme.consultation_id,
            theme_id=theme.id,
            user_id=by,
            what=what,
            detail=detail,
            made_at=now(),
        )
    )


def _one_line(text: str, length: int) -> str:
    return " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())[:length].strip()
