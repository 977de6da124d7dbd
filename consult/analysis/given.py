"""What the analysis is given and what it gives back: notes and themes, without anything of the database."""

from __future__ import annotations

from dataclasses import dataclass, field

from consult.analysis.meaning import Vectors


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
