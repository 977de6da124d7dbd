"""Which commitment and which track a theme seems to speak for: a proposal, for a person to confirm.

Evidence of a note is the framework's cues in the note's own language and, where the sentence model works, how near
the note is to the titles and descriptions. A theme's evidence is the mean of its notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consult.analysis import minilm
from consult.analysis.meaning import (
    CONCEPT_SHARE,
    MINILM,
    SENTENCE_SHARE,
    Meaning,
    Text,
    centred_sentences,
    concept_rows,
)
from consult.analysis.terms import CueIndex, words
from consult.domain.framework import Chapter, Example, Framework

Scores = NDArray[np.float32]

CUE_SHARE: Final = 0.45
_SENTENCE_SHARPNESS: Final = 12.0
_CONCEPT_SHARPNESS: Final = 6.0
# Below this share of all evidence a proposal would be a guess.
_LEAST_CONFIDENCE: Final = 0.2


@dataclass(frozen=True)
class Proposal:
    """A proposed chapter (None where nothing speaks for one), its confidence 0-1 and the scores of all chapters."""

    chapter: str | None
    confidence: float
    scores: dict[str, float]


@dataclass(frozen=True)
class Evidence:
    """What every note says for every commitment and track: shapes (notes, commitments) and (notes, tracks)."""

    framework: Framework
    commitments: Scores
    tracks: Scores

    def commitment(self, places: Sequence[int]) -> Proposal:
        """Propose a commitment for the notes at these places."""
        return _proposal(self.framework.commitments, self.commitments, places)

    def track(self, places: Sequence[int]) -> Proposal:
        """Propose a track for the notes at these places."""
        return _proposal(self.framework.tracks, self.tracks, places)


def evidence(framework: Framework, texts: Sequence[Text], meaning: Meaning) -> Evidence:
    """Weigh every note against every commitment and track."""
    if not texts:
        nothing = np.zeros((0, 1), dtype=np.float32)
        return Evidence(framework, nothing, nothing)
    examples = _examples(framework)
    near = _nearness(texts, [example.text for example in examples], meaning)
    return Evidence(
        framework,
        _scores(framework.commitments, texts, near, [example.commitment for example in examples]),
        _scores(framework.tracks, texts, near, [example.track for example in examples]),
    )


def _examples(framework: Framework) -> tuple[Example, ...]:
    """Return the framework's examples, or its titles and descriptions where it has none."""
    if framework.examples:
        return framework.examples
    return tuple(
        Example(chapter.id, None, text)
        for chapter in framework.commitments
        for text in (chapter.title("en"), chapter.description("en"))
        if text
    )


def _scores(
    chapters: Sequence[Chapter], texts: Sequence[Text], near: Scores, chapter_of: Sequence[str | None]
) -> Scores:
    """Blend cues with nearness to examples; a note without any cue has the examples alone."""
    cues = _cue_shares(chapters, texts)
    sums = np.zeros_like(cues)
    for column, chapter in enumerate(chapters):
        sums[:, column] = near[
            :, [place for place, other in enumerate(chapter_of) if other == chapter.id]
        ].sum(axis=1)
    silent = cues.sum(axis=1, keepdims=True) == 0
    return np.asarray(np.where(silent, sums, CUE_SHARE * cues + (1 - CUE_SHARE) * sums), dtype=np.float32)


def _cue_shares(chapters: Sequence[Chapter], texts: Sequence[Text]) -> Scores:
    return _shares(_cue_rows(chapters, texts))


def _cue_rows(chapters: Sequence[Chapter], texts: Sequence[Text]) -> Scores:
    rows = np.zeros((len(texts), len(chapters)), dtype=np.float32)
    indexes: dict[str, CueIndex[int]] = {}
    for place, text in enumerate(texts):
        if text.language not in indexes:
            indexes[text.language] = CueIndex(
                (column, cue)
                for column, chapter in enumerate(chapters)
                for cue in chapter.cues.get(text.language, ())
            )
        for column, count in indexes[text.language].find(words(text.text)).items():
            rows[place, column] = float(count)
    return rows


def _nearness(texts: Sequence[Text], examples: Sequence[str], meaning: Meaning) -> Scores:
    """Return each note's nearness to each example, sharpened, adding up to one; zeros where nothing is known.

    Near is what shares glossary concepts, in any language, and what the sentence model finds near.
    """
    concepts = concept_rows([*texts, *(Text(example, "en") for example in examples)])
    closeness = concepts[: len(texts)] @ concepts[len(texts) :].T
    known = np.linalg.norm(concepts[: len(texts)], axis=1) > 0
    sharpness = _CONCEPT_SHARPNESS
    if meaning.engine == MINILM:
        sentences = centred_sentences(texts, meaning.sentences)
        closeness = (
            SENTENCE_SHARE * (sentences @ _centred_wording(tuple(examples)).T) + CONCEPT_SHARE * closeness
        )
        known = known | (np.linalg.norm(sentences, axis=1) > 0)
        sharpness = _SENTENCE_SHARPNESS
    return _shares(np.asarray(np.exp(sharpness * closeness) * known[:, None], dtype=np.float32))


@cache
def _centred_wording(wording: tuple[str, ...]) -> Scores:
    rows = minilm.embed(wording)
    rows = rows - rows.mean(axis=0)
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _shares(rows: Scores) -> Scores:
    total = rows.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(rows, total, out=np.zeros_like(rows), where=total > 0), dtype=np.float32)


def _proposal(chapters: Sequence[Chapter], rows: Scores, places: Sequence[int]) -> Proposal:
    if not chapters or not len(places):
        return Proposal(None, 0.0, {})
    mean = rows[list(places)].mean(axis=0)
    scores = {chapter.id: round(float(value), 4) for chapter, value in zip(chapters, mean, strict=True)}
    best = int(mean.argmax())
    confidence = round(float(mean[best]), 4)
    return Proposal(chapters[best].id if confidence >= _LEAST_CONFIDENCE else None, confidence, scores)
