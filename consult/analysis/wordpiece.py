"""The tokenizer of BERT models in plain Python: words into pieces of a fixed vocabulary."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final

_LONGEST_WORD: Final = 100
_UNKNOWN: Final = "[UNK]"


def token_ids(text: str, vocabulary: Mapping[str, int], longest: int, *, uncased: bool = True) -> list[int]:
    """Return the ids of a text with [CLS] and [SEP] around it, at most `longest` of them.

    `uncased`: the vocabulary knows neither capitals nor accents.
    """
    pieces = [piece for word in _basic_words(text, uncased) for piece in _pieces(word, vocabulary)]
    return [vocabulary["[CLS]"], *(vocabulary[piece] for piece in pieces[: longest - 2]), vocabulary["[SEP]"]]


def _basic_words(text: str, uncased: bool) -> list[str]:
    cleaned = []
    for char in unicodedata.normalize("NFD", text.lower()) if uncased else text:
        category = unicodedata.category(char)
        if (uncased and category == "Mn") or (category.startswith("C") and char not in "\t\n\r"):
            continue
        cleaned.append(f" {char} " if _stands_alone(char, category) else char)
    return "".join(cleaned).split()


def _stands_alone(char: str, category: str) -> bool:
    """Tell whether a character is a word of its own: punctuation, ASCII symbols, Chinese characters."""
    return (
        category.startswith("P") or (char.isascii() and char in "$+<=>^`|~") or "\u4e00" <= char <= "\u9fff"
    )


def _pieces(word: str, vocabulary: Mapping[str, int]) -> list[str]:
    """Split one word into the longest pieces the vocabulary knows, from the left."""
    if len(word) > _LONGEST_WORD:
        return [_UNKNOWN]
    pieces: list[str] = []
    start = 0
    while start < len(word):
        prefix = "##" if start else ""
        end = next(
            (end for end in range(len(word), start, -1) if prefix + word[start:end] in vocabulary), None
        )
        if end is None:
            return [_UNKNOWN]
        pieces.append(prefix + word[start:end])
        start = end
    return pieces
