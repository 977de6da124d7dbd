"""Which of several things may be the same one: their names look alike, or what people said of them means the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from typing import Final, Literal

import numpy as np

from consult.analysis.meaning import Vectors
from consult.analysis.terms import words

# Two names of which at least half of the longer words are the same, or nearly all letters.
_COMMON_WORDS: Final = 0.5
_COMMON_LETTERS: Final = 0.85
_SHORTEST_WORD: Final = 4
# Two sentences of one meaning in different languages have a cosine of .65 and more, two of one field .3 to .5.
_NEAR: Final = 0.65


@dataclass(frozen=True)
class Thing:
    """Something with a name; `vector` is the mean of what was said of it, None where nothing is known."""

    name: str
    vector: Vectors | None = None


@dataclass(frozen=True)
class Alike:
    """Two places of a list, the smaller first, and why they may be the same."""

    one: int
    other: int
    why: Literal["name", "meaning"]


def alike(things: Sequence[Thing]) -> list[Alike]:
    """Return the pairs that may be the same, in the order of the list; a hint for a person, never more."""
    found = []
    for (place, one), (other_place, other) in combinations(enumerate(things), 2):
        if names_alike(one.name, other.name):
            found.append(Alike(place, other_place, "name"))
        elif _near(one.vector, other.vector):
            found.append(Alike(place, other_place, "meaning"))
    return found


def resembles(one: Thing, other: Thing) -> bool:
    """Whether one thing may be the other."""
    return names_alike(one.name, other.name) or _near(one.vector, other.vector)


def names_alike(one: str, other: str) -> bool:
    """Whether two names share half of their longer words, or nearly all letters; accents and order do not matter."""
    first, second = _telling(one), _telling(other)
    if not first or not second:
        return False
    # Sorted, because the tool does not always say the same of two texts the other way round.
    less, more = sorted((" ".join(first), " ".join(second)))
    if SequenceMatcher(None, less, more).ratio() >= _COMMON_LETTERS:
        return True
    shared = set(first) & set(second)
    return len(shared) > 1 and len(shared) >= _COMMON_WORDS * len({*first, *second})


def _telling(name: str) -> list[str]:
    """The longer words of a name, or all of them where there is none, in order of the alphabet."""
    found = sorted(set(words(name)))
    return [word for word in found if len(word) >= _SHORTEST_WORD] or found


def _near(one: Vectors | None, other: Vectors | None) -> bool:
    if one is None or other is None or one.shape != other.shape:
        return False
    size = float(np.linalg.norm(one) * np.linalg.norm(other))
    return size > 0 and float(one @ other) / size >= _NEAR
