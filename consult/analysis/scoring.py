"""A linear model of what speaks for a commitment or a track, learnt from the framework's examples and cues.

One model per framework and engine, made on first use in less than a second and kept. What it says about a note
depends on that note alone: not on the other notes of the consultation, nor on their order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consult.analysis import features, known
from consult.analysis.features import CONCEPT, CUE, ENGLISH, OWN, Coded, Feature, Lexicon
from consult.analysis.lessons import SENTENCE, Lesson
from consult.analysis.meaning import Text
from consult.domain.framework import Chapter, Example, Framework
from consult.domain.languages import LANGUAGES

Rows = NDArray[np.float32]

# With fewer examples per commitment than this, titles, descriptions and cues are examples too.
_ENOUGH_EXAMPLES: Final = 8
# How much the blocks weigh, and the sentence vector (last); chosen on notes nobody had seen when examples were written.
COMMITMENT_SHARES: Final = {ENGLISH: 2.0, OWN: 1.0, CONCEPT: 1.0, CUE: 0.3, SENTENCE: 1.5}
TRACK_SHARES: Final = {ENGLISH: 2.0, OWN: 1.0, CONCEPT: 0.5, CUE: 0.3, SENTENCE: 1.0}


@dataclass(frozen=True)
class Head:
    """Weights for the chapters of one kind, with one more column at the end for "none of them"."""

    chapters: tuple[Chapter, ...]
    shares: Mapping[str, float]
    words: Rows
    sentences: Rows
    constant: Rows

    def logits(self, said: Coded, sentences: Rows) -> Rows:
        """Return logits, shape (notes, chapters + 1); `sentences` are centred, zeros where there is none."""
        result = np.array(sentences @ self.sentences + self.constant, dtype=np.float32)
        starts = said.bounds[:-1]
        filled = starts < said.bounds[1:]
        if filled.any():
            weights = self.words[said.places] * said.weighed(self.shares)[:, None]
            result[filled] += np.add.reduceat(weights, starts[filled], axis=0)
        return result


@dataclass(frozen=True, eq=False)
class Model:
    """Everything learnt from one framework; `texts` and `vectors` are its examples."""

    lexicon: Lexicon
    commitments: Head
    tracks: Head
    examples: tuple[Example, ...]
    vectors: Rows


def model(framework: Framework, with_sentences: bool) -> Model:
    """Return the model of a framework; `with_sentences` where English sentence vectors can be had."""
    return _model(_Key(framework), with_sentences)


def centred(sentences: Rows) -> Rows:
    """Return sentence vectors without what every sentence of the field has in common; rows of zeros stay."""
    there = np.linalg.norm(sentences, axis=1, keepdims=True) > 1e-9
    moved = (sentences - known.middle()) * there
    return np.asarray(
        moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9), dtype=np.float32
    )


def as_text(example: Example) -> Text:
    """Return an example as the engines read a note."""
    return Text(example.text, example.language, example.english)


class _Key:
    """A framework as a key: its examples and cues are what a model is learnt from."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self._same = (framework.id, framework.version, framework.examples)

    def __hash__(self) -> int:
        return hash(self._same[:2]) ^ len(self._same[2])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._same == other._same


@lru_cache(maxsize=8)
def _model(key: _Key, with_sentences: bool) -> Model:
    return learnt(key.framework, with_sentences)


def learnt(
    framework: Framework,
    with_sentences: bool,
    commitment_shares: Mapping[str, float] = COMMITMENT_SHARES,
    track_shares: Mapping[str, float] = TRACK_SHARES,
) -> Model:
    """Learn a framework; the shares say how much each block of features weighs."""
    given = _material(framework, with_sentences)
    commitments, tracks = _lessons(framework, given, commitment_shares, track_shares)
    return Model(
        given.lexicon,
        Head(framework.commitments, commitment_shares, *commitments.weights(given.lexicon)),
        Head(framework.tracks, track_shares, *tracks.weights(given.lexicon)),
        given.examples,
        given.sentences,
    )


def lessons(framework: Framework, with_sentences: bool) -> tuple[Lesson, Lesson]:
    """Return what commitments and tracks are learnt from."""
    given = _material(framework, with_sentences)
    return _lessons(framework, given, COMMITMENT_SHARES, TRACK_SHARES)


@dataclass(frozen=True, eq=False)
class _Material:
    """The examples of a framework as features, and their sentence vectors: rows of zeros where there are none."""

    examples: tuple[Example, ...]
    lexicon: Lexicon
    rows: Sequence[Mapping[Feature, float]]
    sentences: Rows


def _material(framework: Framework, with_sentences: bool) -> _Material:
    examples = _examples(framework)
    texts = [as_text(example) for example in examples]
    lexicon = features.lexicon(framework, texts)
    vectors = known.vectors([text.english or "" for text in texts])
    vectors[[not text.english for text in texts]] = 0.0
    sentences = centred(vectors) if with_sentences else np.zeros_like(vectors)
    return _Material(examples, lexicon, [lexicon.row(text) for text in texts], sentences)


def _lessons(
    framework: Framework,
    given: _Material,
    commitment_shares: Mapping[str, float],
    track_shares: Mapping[str, float],
) -> tuple[Lesson, Lesson]:
    commitments = [_label(row.commitment, row.track) for row in given.examples]
    tracks = [_label(row.track, row.commitment) for row in given.examples]
    return (
        _lesson(given, framework.commitments, commitments, commitment_shares),
        _lesson(given, framework.tracks, tracks, track_shares),
    )


def _lesson(
    given: _Material, chapters: Sequence[Chapter], labels: Sequence[str | None], shares: Mapping[str, float]
) -> Lesson:
    """Return what one kind of chapter is learnt from; texts that speak for nothing teach the last column."""
    column = {chapter.id: place for place, chapter in enumerate(chapters)} | {"": len(chapters)}
    told = [place for place, label in enumerate(labels) if label is not None]
    classes = np.array([column[labels[place] or ""] for place in told], dtype=np.int64)
    return Lesson([given.rows[place] for place in told], given.sentences[told], classes, len(column), shares)


def _examples(framework: Framework) -> tuple[Example, ...]:
    """Return the examples; where there are few, the framework's own words too, and no more of nothing than of a chapter."""
    placed = [row for row in framework.examples if row.commitment is not None]
    if len(placed) >= _ENOUGH_EXAMPLES * len(framework.commitments):
        return framework.examples
    placed += _wording(framework)
    nothing = [row for row in framework.examples if row.commitment is None]
    spoken = sum(row.commitment is not None for row in placed) // len(framework.commitments)
    return (*placed, *nothing[:: max(1, len(nothing) // spoken)])


def _label(chapter: str | None, other: str | None) -> str | None:
    """Return the chapter, "" for a text that speaks for nothing at all, None for one that says nothing here."""
    return chapter if chapter is not None else ("" if other is None else None)


def _wording(framework: Framework) -> tuple[Example, ...]:
    """Return the framework's own words as examples: titles, descriptions and cues of each chapter and language."""
    return tuple(
        example
        for kind, chapters in ((0, framework.commitments), (1, framework.tracks))
        for chapter in chapters
        for language in LANGUAGES
        for text in (chapter.title(language), chapter.description(language), _spoken(chapter, language))
        if text
        for example in [_of_chapter(kind, chapter.id, text, language)]
    )


def _of_chapter(kind: int, chapter: str, text: str, language: str) -> Example:
    return Example(None if kind else chapter, chapter if kind else None, text, language)


def _spoken(chapter: Chapter, language: str) -> str:
    return " ".join(cue.replace("*", "") for cue in chapter.cues.get(language, ()))
