"""Grouping notes anew around what people decided: pinned themes and notes moved by hand stay as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from consult.analysis import themes
from consult.analysis.given import NoteIn, ThemeIn
from consult.analysis.meaning import Vectors


@dataclass
class Group:
    """A theme being made: the stored theme it continues, if any, and the places of its notes."""

    theme: ThemeIn | None
    places: list[int]


def regroup(
    notes: Sequence[NoteIn],
    themes_now: Sequence[ThemeIn],
    rows: Vectors,
    anchors: Mapping[int, Vectors],
    seed: int,
) -> list[Group]:
    """Keep what people decided, group the rest; `anchors` are rows for pinned themes that have no notes."""
    stored = {theme.id: theme for theme in themes_now}
    kept: dict[int, Group] = {theme.id: Group(theme, []) for theme in themes_now if theme.pinned}
    free: list[int] = []
    for place, note in enumerate(notes):
        theme = stored.get(note.theme) if note.theme is not None else None
        if theme is not None and (theme.pinned or note.fixed):
            kept.setdefault(theme.id, Group(theme, [])).places.append(place)
        else:
            free.append(place)
    fresh = _fresh(notes, free, rows, len(kept), seed)
    middles = {key: themes.middle(rows[group.places]) for key, group in kept.items() if group.places}
    _join_kept(kept, fresh, rows, {**anchors, **middles})
    fresh = [group for group in fresh if group.places]
    _carry_on(fresh, notes, {key: theme for key, theme in stored.items() if key not in kept})
    return [*kept.values(), *fresh]


def pinned_without_notes(notes: Sequence[NoteIn], themes_now: Sequence[ThemeIn]) -> list[ThemeIn]:
    """Return the pinned themes that hold no note now, for example one just made by hand."""
    used = {note.theme for note in notes}
    return [theme for theme in themes_now if theme.pinned and theme.id not in used]


def _fresh(notes: Sequence[NoteIn], free: list[int], rows: Vectors, kept: int, seed: int) -> list[Group]:
    wanted = max(1, themes.wanted_themes(len(notes)) - kept) if kept else None
    found = themes.cluster(rows[free], [notes[place].language for place in free], seed=seed, wanted=wanted)
    groups = [Group(None, []) for _ in range(max(found, default=-1) + 1)]
    for place, label in zip(free, found, strict=True):
        groups[label].places.append(place)
    return groups


def _join_kept(
    kept: dict[int, Group], fresh: list[Group], rows: Vectors, middles: Mapping[int, Vectors]
) -> None:
    """Move a note to a kept theme when it is nearer to it than to the others of its own group."""
    if not middles:
        return
    for group in fresh:
        together = rows[group.places].sum(axis=0)
        nearest = themes.assign(rows[group.places], middles)
        moved = {}
        for place, (theme, similarity) in zip(group.places, nearest, strict=True):
            others = together - rows[place]
            length = float(np.linalg.norm(others))
            own = float(rows[place] @ others) / length if length > 1e-9 else 0.0
            if similarity > max(own, themes.NEAR_ENOUGH):
                moved[place] = theme
        group.places = [place for place in group.places if place not in moved]
        for place, theme in moved.items():
            kept[theme].places.append(place)


def _carry_on(fresh: list[Group], notes: Sequence[NoteIn], stored: Mapping[int, ThemeIn]) -> None:
    """Give a group the id of the stored theme it shares most notes with, each id once."""
    shared = []
    for number, group in enumerate(fresh):
        now = [notes[place].theme for place in group.places]
        shared += [(-now.count(theme), theme, number) for theme in sorted(stored) if theme in now]
    used: set[int] = set()
    for _, theme, number in sorted(shared):
        if theme not in used and fresh[number].theme is None:
            fresh[number].theme = stored[theme]
            used.add(theme)
