"""What a note says, as features a linear model can weigh: words, their English translation, concepts and cues."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consult.analysis import glossary
from consult.analysis.meaning import Text
from consult.analysis.terms import CueIndex, words
from consult.domain.framework import FALLBACK_LANGUAGE, Framework
from consult.domain.languages import LANGUAGES

Feature = tuple[str, str]
Row = Mapping[Feature, float]
Rows = NDArray[np.float32]

ENGLISH: Final = "english"
OWN: Final = "own"
CONCEPT: Final = "concept"
CUE: Final = "cue"
BLOCKS: Final = (ENGLISH, OWN, CONCEPT, CUE)
_BLOCK: Final = {block: number for number, block in enumerate(BLOCKS)}

_OWN_LENGTH: Final = 5
_SHORTEST: Final = 4
# Words this long that begin alike are often relatives, whatever their language.
_RELATIVE: Final = 6
_SEEN_AT_LEAST: Final = 2
_ENDINGS: Final = ("ations", "ation", "ings", "ing", "edly", "ed", "ies", "es", "s", "ly", "ment", "ments")
_MOST_TEXTS: Final = 20_000


@dataclass(frozen=True)
class Lexicon:
    """The features known from the examples: where each stands, how much it weighs, and itself, so that rows share it."""

    place: Mapping[Feature, int]
    same: Mapping[Feature, Feature]
    weight: Mapping[Feature, float]
    cues: Mapping[str, CueIndex[str]]

    def row(self, text: Text) -> dict[Feature, float]:
        """Return the features of a text; those of one block have length one together."""
        return _row(self, text)

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


@dataclass(frozen=True, eq=False)
class Coded:
    """The features of some texts one after another: where each stands, its value and the number of its block.

    Those of a text stand between its bound and the next, so that there is one bound more than texts.
    """

    places: NDArray[np.int64]
    values: Rows
    blocks: NDArray[np.int64]
    bounds: NDArray[np.int64]

    def weighed(self, shares: Mapping[str, float]) -> Rows:
        """Return the values, each block weighing as much as `shares` says."""
        return self.values * np.array([shares[block] for block in BLOCKS], dtype=np.float32)[self.blocks]


def coded(known: Lexicon, rows: Sequence[Row]) -> Coded:
    """Return the features of texts in a form that is quick to compute with."""
    return Coded(
        np.array([known.place[feature] for row in rows for feature in row], dtype=np.int64),
        np.array([value for row in rows for value in row.values()], dtype=np.float32),
        np.array([_BLOCK[block] for row in rows for block, _ in row], dtype=np.int64),
        np.cumsum([0, *(len(row) for row in rows)]),
    )


def lexicon(framework: Framework, texts: Sequence[Text]) -> Lexicon:
    """Learn which features there are from the framework's example texts and its cues."""
    cues = {code: CueIndex(_cues(framework, code)) for code in LANGUAGES}
    seen = Counter(feature for text in texts for feature in counted(text, cues))
    kept = sorted(
        feature for feature, count in seen.items() if count >= _SEEN_AT_LEAST or feature[0] in (CONCEPT, CUE)
    )
    weight = {
        feature: math.log((len(texts) + 1) / (seen[feature] + 0.5)) if feature[0] in (ENGLISH, OWN) else 1.0
        for feature in kept
    }
    places = {feature: place for place, feature in enumerate(kept)}
    return Lexicon(places, {feature: feature for feature in kept}, weight, cues)


def counted(text: Text, cues: Mapping[str, CueIndex[str]]) -> dict[Feature, float]:
    """Return every feature of a text, before anything is known about how telling it is."""
    own = words(text.text)
    found: dict[Feature, float] = {(OWN, stem): 1.0 for stem in own_stems(own, text.language)}
    # What comes back from translation as it was is no English.
    english = text.english if text.language == FALLBACK_LANGUAGE or text.pivot != text.text else None
    found.update({(ENGLISH, english_stem(word)): 1.0 for word in words(english or "")})
    for number, count in glossary.found_in(text.text, text.language).items():
        found[CONCEPT, glossary.concepts()[number].id] = 1.0 + 0.5 * math.log(count)
    if text.language in cues:
        found.update({(CUE, key): float(count) for key, count in cues[text.language].find(own).items()})
    return found


def own_stems(own: Sequence[str], language: str) -> list[str]:
    """Return the beginnings of the longer words of a text: marked with its language, and of long ones without."""
    known = [word for word in own if len(word) >= _SHORTEST]
    relatives = [f"* {word[:_OWN_LENGTH]}" for word in known if len(word) >= _RELATIVE]
    return [*(f"{language} {word[:_OWN_LENGTH]}" for word in known), *relatives]


def english_stem(word: str) -> str:
    """Return an English word without its ending."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=_MOST_TEXTS)
def _row(known: Lexicon, text: Text) -> dict[Feature, float]:
    weighed = {
        known.same[feature]: value * known.weight[feature]
        for feature, value in counted(text, known.cues).items()
        if feature in known.place
    }
    length = {
        block: math.sqrt(sum(value * value for (other, _), value in weighed.items() if other == block))
        for block in BLOCKS
    }
    return {feature: value / length[feature[0]] for feature, value in weighed.items()}


def _cues(framework: Framework, language: str) -> Iterable[tuple[str, str]]:
    for kind, chapters in (("commitment", framework.commitments), ("track", framework.tracks)):
        for chapter in chapters:
            for cue in chapter.cues.get(language, ()):
                yield f"{kind} {chapter.id}", cue
