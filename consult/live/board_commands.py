"""From what a screen sent to the command of the board it means."""

from __future__ import annotations

from consult.domain import board as b
from consult.domain.errors import Refused
from consult.live import board_payloads as p


def command(wish: p.Wish, language: str) -> b.Command:
    """The command; `language` is that of the screen, for labels that do not say theirs."""
    match wish:
        case p.Merge():
            return b.ThemeMerge(tuple(wish.themes), wish.into)
        case p.Split():
            return b.ThemeSplit(wish.theme, tuple(wish.notes), wish.label, wish.language or language)
        case p.Rename():
            return b.ThemeRename(wish.theme, wish.label, wish.language or language)
        case p.Pin():
            return b.ThemePin(wish.theme, wish.on)
        case p.ThemeAside():
            return b.ThemeSetAside(wish.theme, wish.reason)
        case p.ThemeBack():
            return b.ThemeTakeBack(wish.theme)
        case p.Undo():
            return b.StepUndo(wish.change)
        case p.Confirm():
            return _confirm(wish)
        case p.Withdraw():
            return _withdraw(wish)
        case _:
            return _about_notes(wish, language)


def _about_notes(wish: p.Move | p.NoteAside | p.NoteBack | p.Dissent | p.Tag, language: str) -> b.Command:
    match wish:
        case p.Move():
            return b.NoteMove(tuple(wish.notes), wish.theme, wish.label, wish.language or language)
        case p.NoteAside():
            return b.NoteSetAside(tuple(wish.notes), wish.reason)
        case p.NoteBack():
            return b.NoteTakeBack(tuple(wish.notes))
        case p.Dissent():
            return b.NoteMarkDissent(wish.note, wish.on)
        case p.Tag():
            return b.NoteTag(wish.note, wish.kind, tuple(wish.values))


def _confirm(wish: p.Confirm) -> b.Command:
    if (theme := _one(wish)) is None:
        return b.NoteConfirm(wish.note or 0, tuple(wish.commitments), wish.track)
    return b.ThemeConfirm(theme, tuple(wish.commitments), wish.track)


def _withdraw(wish: p.Withdraw) -> b.Command:
    theme = _one(wish)
    return b.NoteWithdraw(wish.note or 0) if theme is None else b.ThemeWithdraw(theme)


def _one(wish: p.Confirm | p.Withdraw) -> int | None:
    """The theme, None for a note; exactly one of them has to be named."""
    if (wish.theme is None) == (wish.note is None):
        raise Refused("malformed", field="theme")
    return wish.theme
