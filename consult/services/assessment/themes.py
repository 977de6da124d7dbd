"""Themes as the pages without a script edit them: each change is a step of the board (`consult.services.board`).

Every function returns the theme it was about, and raises Refused as the board does. `by` is the id of the signed-in user.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from consult.domain import board as b
from consult.extensions import db
from consult.models import Theme, ThemeChange
from consult.services import board


def merge(consultation_id: int, theme_ids: Sequence[int], by: int | None = None) -> Theme:
    """Put the notes of several themes into the one with most notes (a confirmed one first)."""
    return _change(consultation_id, by, b.ThemeMerge(tuple(theme_ids)))


def split(
    consultation_id: int,
    theme_id: int,
    note_ids: Sequence[int],
    by: int | None = None,
    label: str = "",
    language: str = "en",
) -> Theme:
    """Take notes out of a theme and make a new theme of them; at least one note stays behind."""
    return _change(consultation_id, by, b.ThemeSplit(theme_id, tuple(note_ids), label, language))


def move_notes(
    consultation_id: int,
    note_ids: Sequence[int],
    theme_id: int | None,
    by: int | None = None,
    label: str = "",
    language: str = "en",
) -> Theme:
    """Move notes, with or without a theme so far, to a theme or (None) to a new one; that theme."""
    return _change(consultation_id, by, b.NoteMove(tuple(note_ids), theme_id, label, language))


def move_note(consultation_id: int, note_id: int, theme_id: int | None, by: int | None = None) -> Theme:
    """Move one note to a theme, or (None) to a new one."""
    return move_notes(consultation_id, [note_id], theme_id, by)


def rename(consultation_id: int, theme_id: int, text: str, language: str, by: int | None = None) -> Theme:
    """Name a theme in one language. The first name given by hand replaces the proposed words everywhere."""
    return _change(consultation_id, by, b.ThemeRename(theme_id, text, language))


def confirm(
    consultation_id: int,
    theme_id: int,
    commitment: str | None,
    track: str | None,
    by: int | None = None,
    also: Sequence[str] = (),
) -> Theme:
    """A person says where the theme belongs in the framework; None: outside of it, or without a track.

    `also` are further commitments it speaks of; without a main one the first of them is it.
    """
    chosen = (*(() if commitment is None else (commitment,)), *also)
    return _change(consultation_id, by, b.ThemeConfirm(theme_id, chosen, track))


def unconfirm(consultation_id: int, theme_id: int, by: int | None = None) -> Theme:
    """Withdraw a confirmation; the place stays as a proposal that the next analysis may change."""
    return _change(consultation_id, by, b.ThemeWithdraw(theme_id))


def changes(consultation_id: int, limit: int = 50) -> Sequence[ThemeChange]:
    """The paper trail, newest first."""
    return db.session.scalars(
        select(ThemeChange)
        .where(ThemeChange.consultation_id == consultation_id)
        .order_by(ThemeChange.id.desc())
        .limit(limit)
    ).all()


def _change(consultation_id: int, by: int | None, command: b.Command) -> Theme:
    done = board.change(consultation_id, by, command)
    return db.session.get_one(Theme, done.theme, populate_existing=True)
