"""What the analysis is given and what it gives back: notes and themes, without anything of the database."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from consult.analysis.meaning import Vectors
from consult.analysis.proposals import Evidence


def _nothing() -> Vectors:
    return np.zeros((0, 0), dtype=np.float32)


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
    """A theme found or kept: `id` is None for a new one. Confidence, 0-1, is that of the commitment.

    `quotes`: the notes nearest to what all of them say, best first, where possible of different languages.
    """

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
    quotes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Assessment:
    """The themes, largest first, every note in exactly one; `engine` says how they were found.

    `places` proposes (commitment, track) for each single note, by note id. `sentences` are sentence vectors by note
    id, to hand back as `vectors` the next time. `moves` names the notes that would leave the theme they stood in:
    {note id: (theme before, theme now, None for a new one)}. `rows` has a row of length one at most per note, in the
    order they were given: what each means and speaks for, for looking up neighbours; `evidence` what each says for the
    framework.
    """

    engine: str
    themes: tuple[ThemeOut, ...]
    places: dict[int, tuple[str | None, str | None]]
    sentences: dict[int, Vectors]
    moves: dict[int, tuple[int, int | None]] = field(default_factory=dict)
    rows: Vectors = field(default_factory=_nothing, repr=False, compare=False)
    evidence: Evidence | None = field(default=None, repr=False, compare=False)
