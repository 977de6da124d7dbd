"""Notes to analyse: the 80 notes of the rehearsal, and shorthands to make some."""

from __future__ import annotations

import json
import os
from collections import Counter

import pytest

from consult.analysis import meaning
from consult.analysis.assess import Assessment, NoteIn
from consult.rehearsal.cast import BUILT_IN

GOLD = [json.loads(line) for line in BUILT_IN.read_text(encoding="utf-8").splitlines()]

# What the English pivot of a note would be; the notes are few, so the original does where a test needs any text.
NOTES = [
    NoteIn(
        id=number,
        text=row["text"],
        language=row["lang"],
        table=number % 9 + 1,
        round=number % 3 + 1,
        author=number // 2,
        votes=number % 4,
        pivot=None if row["lang"] == "en" else row["text"],
    )
    for number, row in enumerate(GOLD, start=1)
]


def note(number: int, text: str, language: str = "en", **more: object) -> NoteIn:
    """Make a note; the pivot of a note in another language is its own text."""
    return NoteIn(id=number, text=text, language=language, pivot=text, **more)  # type: ignore[arg-type]


def members(assessment: Assessment) -> list[set[int]]:
    """Return the note ids of each theme."""
    return [set(theme.note_ids) for theme in assessment.themes]


def purity(assessment: Assessment) -> float:
    """Return the share of notes that have the most frequent gold commitment of their theme."""
    kept = 0
    for theme in assessment.themes:
        kept += Counter(GOLD[number - 1]["commitment"] for number in theme.note_ids).most_common(1)[0][1]
    return kept / len(GOLD)


def need_minilm() -> None:
    """Skip without the sentence model, but never where everything must be tested."""
    if meaning.available():
        return
    if os.environ.get("CI") == "true":
        pytest.fail("the MiniLM model must be installed here")
    pytest.skip("the MiniLM model is not installed")
