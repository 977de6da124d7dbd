"""A first guess at what a note speaks for, from the cues of the framework alone: at once, before anything is worked out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from consult.analysis.terms import CueIndex, words
from consult.domain.framework import Chapter, Framework

_indices: Final[dict[tuple[str, str, str], CueIndex[str]]] = {}


def guess(framework: Framework, text: str, language: str) -> tuple[str | None, str | None]:
    """Return the commitment and the track that most words of the text speak for; None where no word does."""
    found = words(text)
    return (
        _best(framework.id, "commitments", framework.commitments, found, language),
        _best(framework.id, "tracks", framework.tracks, found, language),
    )


def _best(
    framework_id: str, kind: str, chapters: Sequence[Chapter], found: Sequence[str], language: str
) -> str | None:
    key = (framework_id, kind, language)
    if key not in _indices:
        _indices[key] = CueIndex((row.id, cue) for row in chapters for cue in row.cues.get(language, ()))
    counted = _indices[key].find(found)
    order = {row.id: place for place, row in enumerate(chapters)}
    return min(counted, key=lambda chapter: (-counted[chapter], order[chapter]), default=None)
