"""Sentences a theme offers for its need: notes as people wrote them, the most typical first. Nothing is invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from consult.domain.words import Kind
from consult.extensions import db
from consult.models import NoteTranslation
from consult.services.assessment.evidence import NoteRow, ThemeRow
from consult.services.assessment.note_vectors import vectors

MOST_DRAFTS = 3
FEWEST_WORDS = 5


@dataclass(frozen=True)
class Draft:
    """A note and its words by language: as written, and in the translations that a person has confirmed."""

    note: NoteRow
    sentence: Mapping[str, str]


def drafts(themes: Sequence[ThemeRow], most: int = MOST_DRAFTS) -> dict[int, list[Draft]]:
    """Theme id → the most typical notes of kind "need" of the theme, best first; no note that disagrees."""
    own = {theme.id: _candidates(theme.notes) for theme in themes}
    typical = _typical(themes)
    best = {
        theme_id: sorted(
            found, key=lambda note: (len(note.text.split()) < FEWEST_WORDS, -typical.get(note.id, 0.0))
        )[:most]
        for theme_id, found in own.items()
    }
    read = _confirmed_translations([note.id for found in best.values() for note in found])
    return {
        theme_id: [Draft(note, {**read.get(note.id, {}), note.language: note.text}) for note in found]
        for theme_id, found in best.items()
    }


def _candidates(notes: Sequence[NoteRow]) -> list[NoteRow]:
    """The same words are offered once, however many people wrote them."""
    own = [note for note in notes if note.kind == Kind.NEED and not note.dissent]
    first = {" ".join(note.text.casefold().split()): note for note in reversed(own)}
    return [note for note in own if first[" ".join(note.text.casefold().split())] is note]


def _typical(themes: Sequence[ThemeRow]) -> dict[int, float]:
    """Note id → how near it is to the middle of its theme (cosine), where the analysis has read it."""
    import numpy as np

    known = vectors(note.id for theme in themes for note in theme.notes)
    near: dict[int, float] = {}
    for theme in themes:
        own = [note.id for note in theme.notes if note.id in known]
        if own:
            table = np.stack([known[key] for key in own])
            table = table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
            found = table @ table.mean(axis=0)
            near |= {key: float(value) for key, value in zip(own, found, strict=True)}
    return near


def _confirmed_translations(note_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    query = select(NoteTranslation).where(
        NoteTranslation.note_id.in_(note_ids), NoteTranslation.corrected_at.is_not(None)
    )
    found: dict[int, dict[str, str]] = {}
    for row in db.session.scalars(query):
        found.setdefault(row.note_id, {})[row.language] = row.text
    return found
