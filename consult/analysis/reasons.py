"""Why a commitment or a track is proposed, in words a screen can show: "close to: landlord, no foreigners"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consult.analysis import features, glossary, projection
from consult.analysis.confirmed import Confirmed
from consult.analysis.language import function_words
from consult.analysis.meaning import Text
from consult.analysis.scoring import Head, Model, as_text
from consult.analysis.terms import fold
from consult.domain.framework import Framework
from consult.domain.languages import LANGUAGES

Rows = NDArray[np.float32]

MOST: Final = 3
_WORD: Final = re.compile(r"[^\W_]+")
_SHORTEST: Final = 3
# How much a word must speak for a chapter rather than the others, and how near an example or a note must be.
_TELLING: Final = 0.4
_NEAR_EXAMPLE: Final = 0.3
_NEAR_NOTE: Final = 0.4


@dataclass(frozen=True)
class Reason:
    """One reason. Code "cue": words of the note itself, as written. "near": what the framework's examples of this
    chapter that are nearest to the note say, one per language. "confirmed": a note like it that a person placed here.
    """

    code: str
    words: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    note: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return {"code": "cue", "words": […]}, {"code": "near", "texts": {language: …}} or {…, "note": id}."""
        if self.code == "cue":
            return {"code": self.code, "words": list(self.words)}
        if self.code == "near":
            return {"code": self.code, "texts": dict(self.texts)}
        return {"code": self.code, "note": self.note}


class Reasons:
    """Finds reasons for the notes of one piece of evidence, when asked, and remembers those that do not change."""

    def __init__(self, framework: Framework, model: Model, texts: Sequence[Text], vectors: Rows) -> None:
        """Take the notes and a row of length one for each, as projection.beside makes them."""
        self._framework, self._model, self._texts, self._vectors = framework, model, texts, vectors
        self._lasting: dict[tuple[str, str, int], tuple[Reason, ...]] = {}

    def of(
        self, kind: str, chapter: str, place: int, confirmed: Mapping[int, Confirmed]
    ) -> tuple[Reason, ...]:
        """Return up to three reasons why the note at a place may belong to a chapter of a kind, best first."""
        key = (kind, chapter, place)
        if key not in self._lasting:
            self._lasting[key] = (*self._words(*key), *self._examples(*key))
        return (*self._confirmed(kind, chapter, place, confirmed), *self._lasting[key])[:MOST]

    def _confirmed(
        self, kind: str, chapter: str, place: int, confirmed: Mapping[int, Confirmed]
    ) -> tuple[Reason, ...]:
        others = [
            other
            for other, one in confirmed.items()
            if other != place
            and one.note is not None
            and chapter in (one.commitments if kind == "commitment" else (one.track,))
        ]
        if not others:
            return ()
        near = self._vectors[others] @ self._vectors[place]
        best = int(near.argmax())
        return (Reason("confirmed", note=confirmed[others[best]].note),) if near[best] >= _NEAR_NOTE else ()

    def _words(self, kind: str, chapter: str, place: int) -> tuple[Reason, ...]:
        head = self._model.commitments if kind == "commitment" else self._model.tracks
        column = [one.id for one in head.chapters].index(chapter)
        text = self._texts[place]
        row = self._model.lexicon.row(text)
        spoken = {
            fold(word): word
            for word in reversed(_WORD.findall(text.text))
            if _may_be_said(word, text.language)
        }
        telling = {word: self._telling(word, text.language, row, head, column) for word in spoken}
        best = sorted(telling, key=lambda word: -telling[word])[:MOST]
        said = tuple(spoken[word] for word in reversed(spoken) if word in best and telling[word] >= _TELLING)
        return (Reason("cue", words=said),) if said else ()

    def _telling(
        self, word: str, language: str, row: Mapping[features.Feature, float], head: Head, column: int
    ) -> float:
        """Return how much a word of a note speaks for a chapter rather than for the others, in logits."""
        known = self._model.lexicon
        total = 0.0
        for feature in features.counted(Text(word, language), known.cues):
            if feature in row:
                weights = head.words[known.place[feature], :-1]
                total += row[feature] * head.shares[feature[0]] * float(weights[column] - weights.mean())
        return total

    def _examples(self, kind: str, chapter: str, place: int) -> tuple[Reason, ...]:
        texts: dict[str, str] = {}
        nearest = 0.0
        for language, places in _written(self._model, kind, chapter).items():
            near = _example_vectors(self._model)[places] @ self._vectors[place]
            best = int(near.argmax())
            texts[language] = self._model.examples[places[best]].text
            nearest = max(nearest, float(near[best]))
        return (Reason("near", texts=texts),) if nearest >= _NEAR_EXAMPLE else ()


@lru_cache(maxsize=8)
def _example_vectors(model: Model) -> Rows:
    """Return a row for each example of a model, to compare notes with."""
    rows = [model.lexicon.row(as_text(example)) for example in model.examples]
    return projection.beside(
        model.vectors, projection.words(model.lexicon, features.coded(model.lexicon, rows))
    )


@lru_cache(maxsize=256)
def _written(model: Model, kind: str, chapter: str) -> dict[str, list[int]]:
    """Return the places of a chapter's examples by language."""
    places: dict[str, list[int]] = {code: [] for code in LANGUAGES}
    for place, example in enumerate(model.examples):
        if chapter == (example.commitment if kind == "commitment" else example.track):
            places.setdefault(example.language, []).append(place)
    return {code: found for code, found in places.items() if found}


def _may_be_said(word: str, language: str) -> bool:
    """Tell whether a word means something by itself: not "with", nor what every note here is about, as "people"."""
    if len(word) < _SHORTEST or fold(word) in function_words().get(language, ()):
        return False
    return not any(glossary.concepts()[number].generic for number in glossary.found_in(word, language))
