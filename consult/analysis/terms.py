"""Words of a text, and which cues ("landlord*", "hate crime*") it contains, in any of the four languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, Generic, TypeVar

Key = TypeVar("Key")

_WORD: Final = re.compile(r"[^\W_]+")
_SHORTEST_STEM: Final = 2
_FIRST_COMBINING: Final = "\u0300"


def fold(text: str) -> str:
    """Return the text in lower case without accents: "Éducation" becomes "education"."""
    small = text.casefold()
    if small.isascii():
        return small
    decomposed = unicodedata.normalize("NFKD", small)
    return "".join(
        [char for char in decomposed if char < _FIRST_COMBINING or not unicodedata.combining(char)]
    )


def words(text: str) -> list[str]:
    """Return the folded words of a text, in order."""
    return list(_words(text))


@lru_cache(maxsize=20_000)
def _words(text: str) -> tuple[str, ...]:
    """Remembered: an analysis looks at each text several times."""
    return tuple(_WORD.findall(fold(text)))


class CueIndex(Generic[Key]):
    """Finds which keys a text speaks for; built once, one dictionary look-up per prefix of a word."""

    def __init__(self, cues: Iterable[tuple[Key, str]]) -> None:
        """Take (key, cue) pairs; a cue is one or more words, each with an optional final "*"."""
        self._exact: dict[str, list[tuple[Key, tuple[str, ...]]]] = {}
        self._stems: dict[str, list[tuple[Key, tuple[str, ...]]]] = {}
        for key, cue in cues:
            first, *rest = fold(cue).split()
            table = self._stems if first.endswith("*") else self._exact
            table.setdefault(first.rstrip("*"), []).append((key, tuple(rest)))

    def find(self, text_words: Sequence[str]) -> dict[Key, int]:
        """Return how many different words of the text speak for each key, longer cues counting per word."""
        found: dict[Key, set[int]] = {}
        for place, word in enumerate(text_words):
            for key, rest in self._starting_with(word):
                if _follows(rest, text_words, place + 1):
                    found.setdefault(key, set()).update(range(place, place + 1 + len(rest)))
        return {key: len(places) for key, places in found.items()}

    def _starting_with(self, word: str) -> Iterable[tuple[Key, tuple[str, ...]]]:
        yield from self._exact.get(word, ())
        for length in range(_SHORTEST_STEM, len(word) + 1):
            yield from self._stems.get(word[:length], ())


def _follows(rest: tuple[str, ...], text_words: Sequence[str], start: int) -> bool:
    if start + len(rest) > len(text_words):
        return False
    return all(_fits(cue, word) for cue, word in zip(rest, text_words[start:], strict=False))


def _fits(cue: str, word: str) -> bool:
    return word.startswith(cue[:-1]) if cue.endswith("*") else word == cue
