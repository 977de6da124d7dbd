"""The one way in: notes and the themes so far in, themes with labels and proposals out.

What a person did stays: pinned themes keep their label and their notes, a note moved by hand stays where it was put,
and a theme that lives on keeps its id. Everything else may be grouped anew. Same notes and seed, same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np

from consult.analysis import labels as naming
from consult.analysis import proposals, themes
from consult.analysis.confirmed import Confirmed
from consult.analysis.given import Assessment, NoteIn, ThemeIn, ThemeOut
from consult.analysis.grouping import MOST_MOVES, Group, moves, pinned_without_notes, regroup
from consult.analysis.meaning import Text, Vectors, beside, meaning, unit
from consult.domain.framework import Framework

__all__ = [
    "STAGES",
    "Assessment",
    "Cancelled",
    "NoteIn",
    "ThemeIn",
    "ThemeOut",
    "assess",
    "place_new",
]

# Stages a progress screen may name, in this order.
STAGES: Final = ("meaning", "proposals", "themes", "labels", "done")
# The share of the similarity of two notes that comes from speaking for the same commitment, where both surely do.
# Tracks have none: people gather notes by what they are about, not by what shall be done (docs/analysis.md).
_COMMITMENT_SHARE: Final = 0.35
# The same where the nearest notes of a note are looked up: less, and only where the notes are of the field.
_NEIGHBOUR_SHARE: Final = 0.1
# So many of its notes stand for a theme when a new note looks for its own; all of them would take too long.
_SPOKESNOTES: Final = 25


class Cancelled(Exception):
    """Somebody asked to stop."""


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
    most_moves: float = MOST_MOVES,
    confirmed: Mapping[int, Confirmed] | None = None,
) -> Assessment:
    """Group notes into themes and propose commitment and track for each; raise Cancelled when asked to stop.

    Of the notes that stand in a theme and that nobody has touched at most the share `most_moves` leaves it; with 1.0
    they are grouped as if they stood nowhere. `confirmed` is what people decided about notes, by note id: the other
    notes learn from it.
    `languages` are those the labels are wanted in. `engine` is "minilm", "glossary" or None for the best there is.
    `vectors` are sentence vectors by note id from an earlier assessment; a note whose text changed must not be in it.
    """

    def step(share: float, stage: str) -> None:
        if cancelled is not None and cancelled():
            raise Cancelled
        if progress is not None:
            progress(share, stage)

    step(0.0, "meaning")
    empty = pinned_without_notes(notes, themes_now)
    texts = [*_texts(notes), *(_label_text(theme) for theme in empty)]
    known = {place: vectors[note.id] for place, note in enumerate(notes) if vectors and note.id in vectors}
    understood = meaning(texts, engine, known, lambda share: step(0.7 * share, "meaning"))
    step(0.7, "proposals")
    evidence = proposals.evidence(framework, texts, understood)
    if confirmed:
        told = {place: confirmed[note.id] for place, note in enumerate(notes) if note.id in confirmed}
        evidence = proposals.learn(evidence, told)
    step(0.8, "themes")
    rows = _with_places(understood.vectors, evidence, _COMMITMENT_SHARE * understood.field**2)
    anchors = {theme.id: rows[len(notes) + place] for place, theme in enumerate(empty)}
    groups = regroup(notes, themes_now, rows[: len(notes)], anchors, seed, most_moves)
    step(0.95, "labels")
    labelled = _labelled(groups, texts, languages)
    found = [
        _theme_out(group, label, notes, evidence, understood.vectors)
        for group, label in zip(groups, labelled, strict=True)
    ]
    step(1.0, "done")
    return Assessment(
        engine=understood.engine,
        themes=tuple(sorted(found, key=lambda theme: (-len(theme.note_ids), theme.note_ids[:1]))),
        places={
            note.id: (evidence.commitment([place]).chapter, evidence.track([place]).chapter)
            for place, note in enumerate(notes)
        },
        sentences={notes[place].id: row for place, row in understood.sentences.items() if place < len(notes)},
        moves=moves(notes, themes_now, groups),
        rows=_with_places(understood.vectors, evidence, _NEIGHBOUR_SHARE * understood.field**8)[: len(notes)],
        evidence=evidence,
    )


def place_new(
    notes: Sequence[NoteIn],
    *,
    engine: str | None = None,
    vectors: Mapping[int, Vectors] | None = None,
) -> dict[int, int]:
    """Return {note id: theme id} for the notes without a theme: each joins the nearest one that has notes.

    Nothing else moves. Without any theme the answer is empty. Quick however many notes there are: some of each
    theme stand for it.
    """
    notes = _spokesnotes(notes)
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


def _spokesnotes(notes: Sequence[NoteIn]) -> list[NoteIn]:
    """Return the notes without a theme, and of each theme some that are spread evenly over its time."""
    of_theme: dict[int | None, list[NoteIn]] = {}
    for note in notes:
        of_theme.setdefault(note.theme, []).append(note)
    return [
        note
        for theme, inside in of_theme.items()
        for note in (inside if theme is None else _spread(inside, _SPOKESNOTES))
    ]


def _spread(inside: Sequence[NoteIn], most: int) -> list[NoteIn]:
    count = min(len(inside), most)
    return [inside[at * len(inside) // count] for at in range(count)]


def _texts(notes: Sequence[NoteIn]) -> list[Text]:
    return [Text(note.text, note.language, note.pivot) for note in notes]


def _label_text(theme: ThemeIn) -> Text:
    """Return what an empty theme made by hand is about: its label, in English where it has one."""
    language = "en" if theme.label.get("en") else next(iter(theme.label), "en")
    return Text(theme.label.get(language, ""), language)


def _with_places(rows: Vectors, evidence: proposals.Evidence, share: float) -> Vectors:
    """Put what notes say for the commitments beside what they mean, less where that is unsure."""
    sure = np.sqrt(np.linalg.norm(evidence.commitments, axis=1, keepdims=True))
    places = (unit(evidence.commitments) * sure).astype(np.float32)
    return beside((rows, 1.0 - share), (places, share))


def _labelled(
    groups: Sequence[Group], texts: Sequence[Text], languages: Sequence[str]
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
    group: Group,
    label: dict[str, str],
    notes: Sequence[NoteIn],
    evidence: proposals.Evidence,
    rows: Vectors,
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
        quotes=tuple(
            notes[place].id
            for place in themes.most_central(rows, places, [notes[place].language for place in places])
        ),
    )
