"""The four-language glossary: which concepts of the field a text speaks about, and how they are called."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from consult.analysis.terms import CueIndex, words

_NOT_CUES: Final = ("names", "generic")


@dataclass(frozen=True)
class Concept:
    """One concept: its name and its cues per language. A generic one is what every note is about."""

    id: str
    names: Mapping[str, str]
    cues: Mapping[str, tuple[str, ...]]
    generic: bool = False


@cache
def concepts() -> tuple[Concept, ...]:
    """Return every concept, in the order of the file."""
    data = tomllib.loads(files(__package__).joinpath("glossary.toml").read_text(encoding="utf-8"))
    return tuple(
        Concept(
            id=key,
            names=row["names"],
            cues={code: tuple(cues) for code, cues in row.items() if code not in _NOT_CUES},
            generic=row.get("generic", False),
        )
        for key, row in data.items()
    )


def found_in(text: str, language: str) -> dict[int, int]:
    """Return {index of concept: number of words that speak for it} for a text in one language."""
    return _index(language).find(words(text))


@cache
def _index(language: str) -> CueIndex[int]:
    return CueIndex(
        (place, cue) for place, concept in enumerate(concepts()) for cue in concept.cues.get(language, ())
    )
