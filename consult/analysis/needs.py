"""In which order needs are shown, and why: by how widely a need was voiced, never by how many notes it has.

A need that came up at several tables, in several rounds and languages and from several stakeholder groups is shared; a
long list of notes from one table is not. Each component gives at most its weight: the share of the highest value among
the needs that are ranked. So a higher value never ranks lower when all else is equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

# Points a need gets from each component where no other need has more of it; together 100.
WEIGHTS: Final = {"tables": 30, "votes": 20, "groups": 20, "languages": 15, "rounds": 15}


@dataclass(frozen=True)
class Support:
    """Who stands behind a need: votes, and different tables, stakeholder groups, languages and rounds.

    `notes` is shown and not ranked. `key` says which need it is.
    """

    key: int
    votes: int
    tables: int
    groups: int
    languages: int
    rounds: int
    notes: int


@dataclass(frozen=True)
class Component:
    """One line of the arithmetic: `points` = `weight` × `value` / `highest`, with one decimal."""

    name: str
    value: int
    highest: int
    weight: int
    points: float


@dataclass(frozen=True)
class Ranked:
    """A need with its place (1 is first), its points (0 to 100) and the lines that add up to them."""

    key: int
    rank: int
    points: float
    components: tuple[Component, ...]


def rank_needs(supports: Sequence[Support]) -> list[Ranked]:
    """Return the needs in order; equal points by tables, votes, groups, languages, rounds, then key."""
    highest = {name: max((getattr(item, name) for item in supports), default=0) for name in WEIGHTS}
    scored = [(_components(item, highest), item) for item in supports]
    scored.sort(
        key=lambda pair: (-_sum(pair[0]), *(-getattr(pair[1], name) for name in WEIGHTS), pair[1].key)
    )
    return [
        Ranked(item.key, place, _sum(components), components)
        for place, (components, item) in enumerate(scored, start=1)
    ]


def _components(item: Support, highest: dict[str, int]) -> tuple[Component, ...]:
    found = []
    for name, weight in WEIGHTS.items():
        value, most = max(0, getattr(item, name)), highest[name]
        points = round(weight * value / most, 1) if most > 0 else 0.0
        found.append(Component(name, value, max(0, most), weight, points))
    return tuple(found)


def _sum(components: Sequence[Component]) -> float:
    """What is shown is what is added up: the points as they are printed."""
    return round(sum(line.points for line in components), 1)
