"""The four-language glossary: which concepts of the field a text speaks about, and how they are called."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from consult.analysis.terms import CueIndex, words

_NOT_CUES: Final = ("names", "broader", "generic", "instrument")


@dataclass(frozen=True)
class Concept:
    """One concept: its names and cues per language.

    A generic concept is what every note is about. An instrument says how or for whom rather than what. A note about
    a concept is also about the broader one.
    """

    id: str
    names: Mapping[str, str]
    cues: Mapping[str, tuple[str, ...]]
    broader: str | None = None
    generic: bool = False
    instrument: bool = False


@cache
def concepts() -> tuple[Concept, ...]:
    """Return every concept, in the order of the file."""
    data = tomllib.loads(files(__package__).joinpath("glossary.toml").read_text(encoding="utf-8"))
    return tuple(
        Concept(
            id=key,
            names=row["names"],
            cues={code: tuple(cues) for code, cues in row.items() if code not in _NOT_CUES},
            broader=row.get("broader"),
            generic=row.get("generic", False),
            instrument=row.get("instrument", False),
        )
        for key, row in data.items()
    )


@lru_cache(maxsize=20_000)
def found_in(text: str, language: str) -> Mapping[int, int]:
    """Return {index of concept: number of words that speak for it} for a text in one language.

    Remembered: an analysis asks several times.
    """
    found = _index(language).find(words(text))
    for place, count in list(found.items()):
        broader = _broader().get(place)
        if broader is not None:
            found[broader] = max(found.get(broader, 0), count)
    return MappingProxyType(found)


@cache
def _index(language: str) -> CueIndex[int]:
    return CueIndex(
        (place, cue) for place, concept in enumerate(concepts()) for cue in concept.cues.get(language, ())
    )


@cache
def _broader() -> dict[int, int]:
    place_of = {concept.id: place for place, concept in enumerate(concepts())}
    return {place_of[row.id]: place_of[row.broader] for row in concepts() if row.broader is not None}
