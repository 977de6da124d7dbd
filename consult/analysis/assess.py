"""The one way in: notes and the themes so far in, themes with labels and proposals out.

What a person did stays: pinned themes keep their label and their notes, a note moved by hand stays where it was put,
and a theme that lives on keeps its id. Everything else may be grouped anew. Same notes and seed, same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from consult.analysis import labels as naming
from consult.analysis import proposals, themes
from consult.analysis.meaning import Text, Vectors, beside, meaning, unit
from consult.domain.framework import Framework

# Stages a progress screen may name, in this order.
STAGES: Final = ("meaning", "proposals", "themes", "labels", "done")
# Shares of the similarity of two notes that come from speaking for the same commitment, and the same track.
_COMMITMENT_SHARE: Final = 0.3
_TRACK_SHARE: Final = 0.1


class Cancelled(Exception):
    """Somebody asked to stop."""


@dataclass(frozen=True)
class NoteIn:
    """A note as the analysis needs it. `pivot` is its English machine translation, None where there is none.

    `theme` is the theme it is in now, `fixed` says that a person put it there.
    """

    id: int
    text: str
    language: str
    kind: str = ""
    table: int = 0
    round: int = 0
    author: int = 0
    votes: int = 0
    pivot: str | None = None
    theme: int | None = None
    fixed: bool = False


@dataclass(frozen=True)
class ThemeIn:
    """A theme as it is stored; pinned once a person named, merged, split or made it."""

    id: int
    label: dict[str, str]
    pinned: bool = False


@dataclass(frozen=True)
class ThemeOut:
    """A theme found or kept: `id` is None for a new one. Confidence, 0-1, is that of the commitment."""

    id: int | None
    label: dict[str, str]
    note_ids: tuple[int, ...]
    pinned: bool = False
    commitment: str | None = None
    track: str | None = None
    confidence: float = 0.0
    track_confidence: float = 0.0
    commitment_scores: dict[str, float] = field(default_factory=dict)
    track_scores: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Assessment:
    """The themes, largest first, every note in exactly one; `engine` says how they were found.

    `places` proposes (commitment, track) for each single note, by note id. `sentences` are sentence vectors by note
    id, shape (384,), to hand back as `vectors` the next time.
    """

    engine: str
    themes: tuple[ThemeOut, ...]
    places: dict[int, tuple[str | None, str | None]]
    sentences: dict[int, Vectors]


def assess(
    notes: Sequence[NoteIn],
    themes_now: Sequence[ThemeIn],
    framework: Framework,
    languages: Sequence[str] = naming.LANGUAGES,
    *,
    seed: int = 0,
    engine: str | None = None,
    vectors: Mapping[int, Vectors] | None = None,
    progress: Callable[[float, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Assessment:
    """Group notes into themes and propose commitment and track for each; raise Cancelled when asked to stop.

    `languages` are those the labels are wanted in. `engine` is "minilm", "glossary" or None for the best there is.
    `vectors` are sentence vectors by note id from an earlier assessment; a note whose text changed must not be in it.
    """

    def step(share: float, stage: str) -> None:
        if cancelled is not None and cancelled():
            raise Cancelled
        if progress is not None:
            progress(share, stage)

    step(0.0, "meaning")
    empty = _pinned_without_notes(notes, themes_now)
    texts = [*_texts(notes), *(_label_text(theme) for theme in empty)]
    known = {place: vectors[note.id] for place, note in enumerate(notes) if vectors and note.id in vectors}
    understood = meaning(texts, engine, known, lambda share: step(0.7 * share, "meaning"))
    step(0.7, "proposals")
    evidence = proposals.evidence(framework, texts, understood)
    step(0.8, "themes")
    rows = _with_places(understood.vectors, evidence)
    anchors = {theme.id: rows[len(notes) + place] for place, theme in enumerate(empty)}
    groups = _group(notes, themes_now, rows[: len(notes)], anchors, seed)
    step(0.95, "labels")
    labelled = _labelled(groups, texts, languages)
    found = [_theme_out(group, label, notes, evidence) for group, label in zip(groups, labelled, strict=True)]
    step(1.0, "done")
    return Assessment(
        engine=understood.engine,
        themes=tuple(sorted(found, key=lambda theme: (-len(theme.note_ids), theme.note_ids[:1]))),
        places={
            note.id: (evidence.commitment([place]).chapter, evidence.track([place]).chapter)
            for place, note in enumerate(notes)
        },
        sentences={notes[place].id: row for place, row in understood.sentences.items() if place < len(notes)},
    )


def place_new(
    notes: Sequence[NoteIn],
    *,
    engine: str | None = None,
    vectors: Mapping[int, Vectors] | None = None,
) -> dict[int, int]:
    """Return {note id: theme id} for the notes without a theme: each joins the nearest one that has notes.

    Nothing else moves. Without any theme the answer is empty.
    """
    homeless = [place for place, note in enumerate(notes) if note.theme is None]
    placed = [place for place, note in enumerate(notes) if note.theme is not None]
    if not homeless or not placed:
        return {}
    known = {place: vectors[note.id] for place, note in enumerate(notes) if vectors and note.id in vectors}
    rows = meaning(_texts(notes), engine, known).vectors
    middle = themes.centroids(rows[placed], [notes[place].theme or 0 for place in placed])
    return {
        notes[place].id: theme
        for place, (theme, _) in zip(homeless, themes.assign(rows[homeless], middle), strict=True)
    }


def _texts(notes: Sequence[NoteIn]) -> list[Text]:
    return [Text(note.text, note.language, note.pivot) for note in notes]


def _pinned_without_notes(notes: Sequence[NoteIn], themes_now: Sequence[ThemeIn]) -> list[ThemeIn]:
    used = {note.theme for note in notes}
    return [theme for theme in themes_now if theme.pinned and theme.id not in used]


def _label_text(theme: ThemeIn) -> Text:
    """Return what an empty theme made by hand is about: its label, in English where it has one."""
    language = "en" if theme.label.get("en") else next(iter(theme.label), "en")
    return Text(theme.label.get(language, ""), language)


@dataclass
class _Group:
    """A theme being made: the stored theme it continues, if any, and the places of its notes."""

    theme: ThemeIn | None
    places: list[int]


def _with_places(rows: Vectors, evidence: proposals.Evidence) -> Vectors:
    """Put what notes say for the commitments and tracks beside what they mean; shares add up to one."""
    own = 1.0 - _COMMITMENT_SHARE - _TRACK_SHARE
    return beside(
        (rows, own), (unit(evidence.commitments), _COMMITMENT_SHARE), (unit(evidence.tracks), _TRACK_SHARE)
    )


def _group(
    notes: Sequence[NoteIn],
    themes_now: Sequence[ThemeIn],
    rows: Vectors,
    anchors: Mapping[int, Vectors],
    seed: int,
) -> list[_Group]:
    """Keep what people decided, group the rest; `anchors` are rows for pinned themes that have no notes."""
    stored = {theme.id: theme for theme in themes_now}
    kept: dict[int, _Group] = {theme.id: _Group(theme, []) for theme in themes_now if theme.pinned}
    free: list[int] = []
    for place, note in enumerate(notes):
        theme = stored.get(note.theme) if note.theme is not None else None
        if theme is not None and (theme.pinned or note.fixed):
            kept.setdefault(theme.id, _Group(theme, [])).places.append(place)
        else:
            free.append(place)
    fresh = _fresh(notes, free, rows, len(kept), seed)
    middles = {key: themes.middle(rows[group.places]) for key, group in kept.items() if group.places}
    _join_kept(kept, fresh, rows, {**anchors, **middles})
    fresh = [group for group in fresh if group.places]
    _carry_on(fresh, notes, {key: theme for key, theme in stored.items() if key not in kept})
    return [*kept.values(), *fresh]


def _fresh(notes: Sequence[NoteIn], free: list[int], rows: Vectors, kept: int, seed: int) -> list[_Group]:
    wanted = max(1, themes.wanted_themes(len(notes)) - kept) if kept else None
    found = themes.cluster(rows[free], [notes[place].language for place in free], seed=seed, wanted=wanted)
    groups = [_Group(None, []) for _ in range(max(found, default=-1) + 1)]
    for place, label in zip(free, found, strict=True):
        groups[label].places.append(place)
    return groups


def _join_kept(
    kept: dict[int, _Group], fresh: list[_Group], rows: Vectors, middles: Mapping[int, Vectors]
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


def _carry_on(fresh: list[_Group], notes: Sequence[NoteIn], stored: Mapping[int, ThemeIn]) -> None:
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


def _labelled(
    groups: Sequence[_Group], texts: Sequence[Text], languages: Sequence[str]
) -> list[dict[str, str]]:
    pinned = {place: group.theme for place, group in enumerate(groups) if group.theme and group.theme.pinned}
    free = [place for place in range(len(groups)) if place not in pinned]
    taken = [theme.label.get("en", "") for theme in pinned.values()]
    found = naming.labels([[texts[place] for place in groups[number].places] for number in free], taken)
    made = {
        number: {code: label[code] for code in languages if code in label}
        for number, label in zip(free, found, strict=True)
    }
    return [dict(pinned[place].label) if place in pinned else made[place] for place in range(len(groups))]


def _theme_out(
    group: _Group, label: dict[str, str], notes: Sequence[NoteIn], evidence: proposals.Evidence
) -> ThemeOut:
    places = sorted(group.places)
    commitment, track = evidence.commitment(places), evidence.track(places)
    return ThemeOut(
        id=group.theme.id if group.theme else None,
        label=label,
        note_ids=tuple(notes[place].id for place in places),
        pinned=bool(group.theme and group.theme.pinned),
        commitment=commitment.chapter,
        track=track.chapter,
        confidence=commitment.confidence,
        track_confidence=track.confidence,
        commitment_scores=commitment.scores,
        track_scores=track.scores,
    )
