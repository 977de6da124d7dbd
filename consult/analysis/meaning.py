"""What notes mean, as vectors that are near each other for the same matter in any of the four languages.

Three engines. With the MiniLM model and an English pivot of each note (machine translation, never shown): sentence
vectors, minus the mean of each language so that notes do not gather by language, beside the words of the English and
the glossary's concepts. With a multilingual model of the city's own, the same without the pivot. Without either:
glossary concepts beside the weighted words of the notes. The engine's name is reported so that a screen can say how
the themes were found.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consult.analysis import glossary, minilm, sentence_model
from consult.analysis.terms import words

MINILM: Final = "minilm"
LOCAL: Final = "local"
GLOSSARY: Final = "glossary"

# Shares of each part in the similarity of two notes; docs/analysis.md has the measurements.
SENTENCE_SHARE: Final = 0.75
CONCEPT_SHARE: Final = 0.25
WORD_SHARE: Final = 0.3
# Beside the sentence stand the English words.
_ENGLISH_SHARE: Final = 0.3
# Beside both, concepts weigh what they cover of a note, and fully only where the notes are of the field, where they cover
# so much of all notes on average; below that steeply less. Elsewhere a word of the glossary is there by chance.
_FIELD: Final = 0.32
_STEEPNESS: Final = 4
# From this share of notes with English text on, the sentence model is worth using.
_ENOUGH_ENGLISH: Final = 0.5
_FEWEST_FOR_MEAN: Final = 5
_GENERIC_WEIGHT: Final = 0.2
_STEM_LENGTH: Final = 6
_SHORTEST_WORD: Final = 4
_MOST_WORDS: Final = 1500
# Few enough for quick comparing, many enough that two words seldom fall on the same.
_COLUMNS: Final = 384

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Text:
    """What the engines look at: a note, its language and its English pivot (None where there is none)."""

    text: str
    language: str
    pivot: str | None = None

    @property
    def english(self) -> str | None:
        """Return the note in English: as written, or the pivot."""
        return self.text if self.language == "en" else self.pivot


@dataclass(frozen=True)
class Meaning:
    """One row of length one per note (a row of zeros for a note without any word), and who made them.

    `field` says how much the notes are about what the glossary is about, 0-1: what it knows counts so much.
    """

    engine: str
    vectors: Vectors
    sentences: Mapping[int, Vectors]
    field: float = 1.0


def available() -> bool:
    """Tell whether the sentence model is installed."""
    return minilm.available()


def embed(texts_en: Sequence[str]) -> Vectors:
    """Return sentence vectors of English texts, shape (n, 384); raise RuntimeError without the model."""
    return minilm.embed(texts_en)


def installed() -> tuple[str, ...]:
    """Return the engines this machine has, the best first."""
    local = (LOCAL,) if sentence_model.available() else ()
    return (*local, MINILM, GLOSSARY) if available() else (*local, GLOSSARY)


def choose(texts: Sequence[Text], engine: str | None = None) -> str:
    """Return the engine to use: the one asked for, or the best that has its model and its English text.

    Raise ValueError for an unknown name, RuntimeError when the model is asked for and missing.
    """
    if engine not in (None, MINILM, LOCAL, GLOSSARY):
        raise ValueError(f"unknown engine {engine!r}")
    there = installed()
    if engine is not None and engine not in there:
        raise RuntimeError(f"the {'MiniLM' if engine == MINILM else 'sentence'} model is not installed")
    if engine is not None or there[0] != MINILM:
        return engine or there[0]
    with_english = sum(1 for text in texts if text.english)
    return MINILM if with_english >= _ENOUGH_ENGLISH * len(texts) else GLOSSARY


def meaning(
    texts: Sequence[Text],
    engine: str | None = None,
    cached: Mapping[int, Vectors] | None = None,
    step: Callable[[float], None] | None = None,
) -> Meaning:
    """Return the vectors of notes.

    `cached` holds sentence vectors of earlier calls by position; the result's `sentences` are the ones to keep.
    `step` hears the share done, 0-1, and may raise to stop.
    """
    chosen = choose(texts, engine)
    concepts, covered = concept_rows(texts), _covered(texts)
    field = min(1.0, float(covered.mean()) / _FIELD) if len(texts) else 0.0
    if chosen == GLOSSARY:
        return Meaning(GLOSSARY, unit(beside((concepts, 1.0), (_word_rows(texts), WORD_SHARE))), {}, field)
    sentences = _sentences(chosen, texts, cached or {}, step)
    rows = centred_sentences(texts, sentences)
    said = _hashed_words([text.english or text.text for text in texts])
    weighed = concepts * np.sqrt(covered * np.float32(field**_STEEPNESS))[:, None]
    together = beside((rows, 1 - _ENGLISH_SHARE), (said, _ENGLISH_SHARE), (weighed, 1.0))
    return Meaning(chosen, unit(together), sentences, field)


def beside(*blocks: tuple[Vectors, float]) -> Vectors:
    """Put blocks side by side so that a share is the weight of a block in the similarity."""
    return np.hstack([rows * np.float32(math.sqrt(share)) for rows, share in blocks])


def unit(rows: Vectors) -> Vectors:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(np.divide(rows, length, out=np.zeros_like(rows), where=length > 1e-9), dtype=np.float32)


def concept_rows(texts: Sequence[Text]) -> Vectors:
    """Return one row of length one per note over the glossary's concepts; rare concepts weigh more."""
    known = glossary.concepts()
    counts = np.zeros((len(texts), len(known)), dtype=np.float32)
    for place, text in enumerate(texts):
        for concept, count in glossary.found_in(text.text, text.language).items():
            counts[place, concept] = 1.0 + 0.5 * math.log(count)
    frequency = (counts > 0).sum(axis=0)
    weight = np.log((len(texts) + 1.0) / (frequency + 0.5)) + 0.3
    weight *= np.array([_GENERIC_WEIGHT if concept.generic else 1.0 for concept in known])
    return unit(counts * weight.astype(np.float32))


def _covered(texts: Sequence[Text]) -> Vectors:
    """Return how much of each note the glossary covers, 0-1: the share of its longer words that speak for a concept."""
    known = glossary.concepts()
    covered = np.zeros(len(texts), dtype=np.float32)
    for place, text in enumerate(texts):
        long = sum(len(word) >= _SHORTEST_WORD for word in words(text.text))
        speaking = sum(
            count
            for concept, count in glossary.found_in(text.text, text.language).items()
            if not known[concept].generic
        )
        covered[place] = min(1.0, speaking / max(1, long))
    return covered


def centred_sentences(texts: Sequence[Text], sentences: Mapping[int, Vectors]) -> Vectors:
    """Return sentence vectors minus the mean of their language, or of all notes where a language has few.

    With hardly any notes there is no mean worth taking away.
    """
    width = len(next(iter(sentences.values()))) if sentences else minilm.DIMENSIONS
    rows = np.zeros((len(texts), width), dtype=np.float32)
    for place, row in sentences.items():
        rows[place] = row
    if len(sentences) < _FEWEST_FOR_MEAN:
        return rows
    everything = rows[sorted(sentences)].mean(axis=0)
    for language in {text.language for text in texts}:
        places = [place for place in sorted(sentences) if texts[place].language == language]
        if places:
            rows[places] -= rows[places].mean(axis=0) if len(places) >= _FEWEST_FOR_MEAN else everything
    return unit(rows)


def _sentences(
    engine: str, texts: Sequence[Text], cached: Mapping[int, Vectors], step: Callable[[float], None] | None
) -> dict[int, Vectors]:
    """Return the sentence vectors by place, those that are not known yet made now.

    Rows of another length are of another model, which the city has changed: they are made again.
    """
    said = [(text.english or "") if engine == MINILM else text.text for text in texts]
    encode = minilm.embed if engine == MINILM else sentence_model.embed
    known = {place: row for place, row in cached.items() if words(said[place])}
    missing = [place for place, text in enumerate(said) if place not in known and words(text)]
    found = (
        dict(zip(missing, encode([said[place] for place in missing], step), strict=True)) if missing else {}
    )
    if len({len(row) for row in (*known.values(), *found.values())}) > 1:
        width = len(next(iter(found.values()), encode(["?"])[0]))
        stale = [place for place, row in known.items() if len(row) != width]
        found |= zip(stale, encode([said[place] for place in stale], step), strict=True)
    return known | found


def _hashed_words(texts: Sequence[str]) -> Vectors:
    """Return rows over the beginnings of words, rare ones weighing more; each falls on one of some columns by its hash."""
    stems = [{word[:_STEM_LENGTH] for word in words(text)} for text in texts]
    frequency = Counter(stem for row in stems for stem in row)
    weight = {
        stem: math.sqrt(math.log((len(texts) + 1) / count)) for stem, count in frequency.items() if count > 1
    }
    place_of = {stem: zlib.crc32(stem.encode()) for stem in weight}
    rows = np.zeros((len(texts), _COLUMNS), dtype=np.float32)
    for place, row in enumerate(stems):
        for stem in row & weight.keys():
            column, odd = divmod(place_of[stem], 2)
            rows[place, column % _COLUMNS] += weight[stem] if odd else -weight[stem]
    return unit(rows)


def _word_rows(texts: Sequence[Text]) -> Vectors:
    """Return rows over the beginnings of longer words; relatives in the four languages often share them."""
    stems = [
        {word[:_STEM_LENGTH] for word in words(text.text) if len(word) >= _SHORTEST_WORD} for text in texts
    ]
    frequency = Counter(stem for row in stems for stem in row)
    kept = [stem for stem, count in frequency.most_common(_MOST_WORDS) if count > 1]
    column = {stem: place for place, stem in enumerate(sorted(kept))}
    rows = np.zeros((len(texts), max(1, len(column))), dtype=np.float32)
    for place, row in enumerate(stems):
        for stem in row & column.keys():
            rows[place, column[stem]] = math.log((len(texts) + 1) / frequency[stem])
    return unit(rows)
