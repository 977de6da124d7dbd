"""In which order needs are shown, and why: by how widely a need was voiced, never by how many notes it has.

A need that came up at several tables, from several people, in several languages and rounds, is shared; a long list
of notes from one table is not. Each component is a share of the highest value among the needs being ranked, so a
higher value never ranks lower when all else is equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

WEIGHTS: Final = {"tables": 0.35, "votes": 0.25, "people": 0.20, "languages": 0.10, "rounds": 0.10}


class Voice(Protocol):
    """What a note tells about who voiced a need."""

    @property
    def table(self) -> int:
        """Return the café table."""

    @property
    def round(self) -> int:
        """Return the round."""

    @property
    def author(self) -> int:
        """Return the participant."""

    @property
    def language(self) -> str:
        """Return the language of the note."""

    @property
    def votes(self) -> int:
        """Return the votes of the note."""


@dataclass(frozen=True)
class Support:
    """Who voiced a need: votes, and distinct tables, people, languages and rounds. `notes` is shown, not ranked."""

    theme: int
    votes: int
    tables: int
    people: int
    languages: int
    rounds: int
    notes: int


@dataclass(frozen=True)
class RankedNeed:
    """A need with its place (1 is first), its score 0-1 and what each component adds to it."""

    theme: int
    rank: int
    score: float
    components: dict[str, float]
    support: Support


def support(theme: int, notes: Iterable[Voice]) -> Support:
    """Count who stands behind a theme's notes."""
    kept = list(notes)
    return Support(
        theme=theme,
        votes=sum(note.votes for note in kept),
        tables=len({note.table for note in kept}),
        people=len({note.author for note in kept}),
        languages=len({note.language for note in kept}),
        rounds=len({note.round for note in kept}),
        notes=len(kept),
    )


def rank_needs(supports: Sequence[Support]) -> list[RankedNeed]:
    """Return the needs in order; equal scores by tables, votes, people, languages, rounds, then theme id."""
    highest = {name: max((getattr(item, name) for item in supports), default=0) for name in WEIGHTS}
    scored = [(_components(item, highest), item) for item in supports]
    scored.sort(
        key=lambda pair: (-_score(pair[0]), *(-getattr(pair[1], name) for name in WEIGHTS), pair[1].theme)
    )
    return [
        RankedNeed(
            theme=item.theme, rank=place, score=_score(components), components=components, support=item
        )
        for place, (components, item) in enumerate(scored, start=1)
    ]


def _components(item: Support, highest: dict[str, int]) -> dict[str, float]:
    return {
        name: weight * max(0, getattr(item, name)) / highest[name] if highest[name] > 0 else 0.0
        for name, weight in WEIGHTS.items()
    }


def _score(components: dict[str, float]) -> float:
    return round(sum(components.values()), 9)
