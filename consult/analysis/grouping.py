"""Grouping notes anew around what people decided, and around where notes stand already.

Pinned themes and notes moved by hand stay as they are. Of the other notes that stand in a theme, at most a small
share may leave it, those that gain most by it: whoever read the themes before the last round finds them again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from consult.analysis import themes
from consult.analysis.given import NoteIn, ThemeIn
from consult.analysis.meaning import Vectors
from consult.analysis.settling import Group, settle

__all__ = ["MOST_MOVES", "Group", "moves", "pinned_without_notes", "regroup"]

# Of the notes that stand in a theme and that nobody has touched, so many may be moved at once.
MOST_MOVES: Final = 0.05


def regroup(
    notes: Sequence[NoteIn],
    themes_now: Sequence[ThemeIn],
    rows: Vectors,
    anchors: Mapping[int, Vectors],
    seed: int,
    most_moves: float = MOST_MOVES,
) -> list[Group]:
    """Keep what people decided, group the rest; `anchors` are rows for pinned themes that have no notes.

    `most_moves`, 0-1: the share of the notes nobody touched that may leave the theme they stand in; from 1 on
    all of them are grouped as if they stood nowhere.
    """
    stored = {theme.id: theme for theme in themes_now}
    kept: dict[int, Group] = {theme.id: Group(theme, []) for theme in themes_now if theme.pinned}
    free: list[int] = []
    standing: dict[int, int] = {}
    for place, note in enumerate(notes):
        theme = stored.get(note.theme) if note.theme is not None else None
        if theme is not None and (theme.pinned or note.fixed):
            kept.setdefault(theme.id, Group(theme, [])).places.append(place)
            continue
        free.append(place)
        if theme is not None:
            standing[place] = theme.id
    settled = standing if most_moves < 1 else {}
    fresh = _fresh(notes, free, rows, len(kept), seed, settled)
    middles = {key: themes.middle(rows[group.places]) for key, group in kept.items() if group.places}
    _join_kept(kept, fresh, rows, {**anchors, **middles})
    fresh = [group for group in fresh if group.places]
    _carry_on(fresh, standing, {key: theme for key, theme in stored.items() if key not in kept})
    groups = [*kept.values(), *fresh]
    if not settled:
        return groups
    return settle(groups, settled, stored, rows, int(most_moves * len(settled)))


def moves(
    notes: Sequence[NoteIn], themes_now: Sequence[ThemeIn], groups: Sequence[Group]
) -> dict[int, tuple[int, int | None]]:
    """Return {note id: (theme before, theme now)} of the notes that are no longer in the theme they stood in.

    A theme that is new has no id yet: None.
    """
    stored = {theme.id for theme in themes_now}
    return {
        notes[place].id: (before, group.theme.id if group.theme else None)
        for group in groups
        for place in group.places
        if (before := notes[place].theme) in stored
        and before is not None
        and (group.theme is None or group.theme.id != before)
    }


def pinned_without_notes(notes: Sequence[NoteIn], themes_now: Sequence[ThemeIn]) -> list[ThemeIn]:
    """Return the pinned themes that hold no note now, for example one just made by hand."""
    used = {note.theme for note in notes}
    return [theme for theme in themes_now if theme.pinned and theme.id not in used]


def _fresh(
    notes: Sequence[NoteIn],
    free: list[int],
    rows: Vectors,
    kept: int,
    seed: int,
    settled: Mapping[int, int],
) -> list[Group]:
    """Group the free notes, setting out from where they stand."""
    wanted = max(1, themes.wanted_themes(len(notes)) - kept) if kept else None
    begin = _standing_now(free, settled) if settled else None
    spoken = [notes[place].language for place in free]
    found = themes.cluster(rows[free], spoken, seed=seed, wanted=wanted, begin=begin)
    groups = [Group(None, []) for _ in range(max(found, default=-1) + 1)]
    for place, label in zip(free, found, strict=True):
        groups[label].places.append(place)
    return groups


def _standing_now(free: Sequence[int], settled: Mapping[int, int]) -> list[int]:
    """Number the themes in which notes stand; each note that stands nowhere begins by itself."""
    number = {theme: at for at, theme in enumerate(sorted(set(settled.values())))}
    return [number[settled[place]] if place in settled else len(number) + at for at, place in enumerate(free)]


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
            if similarity > max(themes.among(rows[place], together), themes.NEAR_ENOUGH):
                moved[place] = theme
        group.places = [place for place in group.places if place not in moved]
        for place, theme in moved.items():
            kept[theme].places.append(place)


def _carry_on(fresh: list[Group], standing: Mapping[int, int], stored: Mapping[int, ThemeIn]) -> None:
    """Give a group the id of the stored theme it shares most notes with, each id once."""
    shared = []
    for number, group in enumerate(fresh):
        now = Counter(standing[place] for place in group.places if place in standing)
        shared += [(-count, theme, number) for theme, count in now.items() if theme in stored]
    used: set[int] = set()
    for _, theme, number in sorted(shared):
        if theme not in used and fresh[number].theme is None:
            fresh[number].theme = stored[theme]
            used.add(theme)
