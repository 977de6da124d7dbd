"""What notes mean: their sentence vectors, what is proposed for them, and the theme they are nearest to.

Loaded only in processes beside the server: numerical libraries are heavy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from consult.analysis import meaning
from consult.analysis.assess import place_new
from consult.analysis.given import NoteIn
from consult.analysis.meaning import GLOSSARY, MINILM, Text, Vectors
from consult.services import engines
from consult.services.understanding.reading import Standing, Wanted

NUMBERS = np.dtype("<f4")


@dataclass(frozen=True)
class Understood:
    """What was found out about a note in this language with this English text (None: there was none).

    `theme` is where it belongs if it is nowhere yet.
    """

    note_id: int
    meeting_id: int
    language: str
    english: str | None
    engine: str
    vector: bytes | None
    proposals: dict[str, Any] = field(default_factory=dict)
    theme: int | None = None


def engine() -> str:
    """The best engine there is on this machine."""
    return meaning.installed()[0]


def as_bytes(vector: Vectors) -> bytes:
    """A sentence vector as it is stored."""
    return np.asarray(vector, dtype=NUMBERS).tobytes()


def from_bytes(stored: bytes) -> Vectors:
    """What `as_bytes` made."""
    return np.frombuffer(stored, dtype=NUMBERS).astype(np.float32)


def embedded(texts: Mapping[int, Text], name: str) -> dict[int, Vectors]:
    """The sentence vectors by key, of those texts that have English words; none without a sentence model."""
    if name == GLOSSARY:
        return {}
    keys = list(texts)
    found = meaning.meaning([texts[key] for key in keys], name).sentences
    return {keys[place]: row for place, row in found.items()}


def nearest_themes(
    notes: Sequence[Wanted],
    company: Sequence[Standing],
    texts: Mapping[int, Text],
    sentences: Mapping[int, Vectors],
) -> dict[int, int]:
    """{note id: theme id} for those of the notes that are in no theme and count; empty without themes.

    `texts` and `sentences` are those of the notes.
    """
    homeless = [note for note in notes if note.theme is None and note.counts]
    if not homeless or not company:
        return {}
    name = engine()
    known = {
        row.id: from_bytes(row.vector) for row in company if row.vector is not None and row.made_by(name)
    }
    by_vector = bool(known) and any(note.id in sentences for note in homeless)
    given = [
        *(
            NoteIn(row.id, row.text, row.language, pivot=row.english, theme=row.theme)
            for row in company
            if row.id in known or not by_vector
        ),
        *(NoteIn(note.id, note.text, note.language, pivot=texts[note.id].pivot) for note in homeless),
    ]
    if not by_vector:
        return place_new(given, engine=GLOSSARY)
    return place_new(given, engine=name, vectors={**known, **sentences})


def engine_code(name: str, language: str, english: str | None, made_by: str) -> str:
    """Who understood a note, as it is stored: see services/engines.py."""
    complete = language == "en" or english is not None
    return engines.code(
        GLOSSARY if name == MINILM and not complete else name, made_by if language != "en" else "", complete
    )
