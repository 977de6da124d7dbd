"""Marks of words: enough to find somebody's words again in another text, too little to read them.

A mark is how many words stand in a row, and a short hash of them. Capitals, punctuation and line ends do not count.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection, Iterator, Sequence

Mark = tuple[int, str]
"""How many words, and four letters for what they are."""

# Fewer words in a row are anybody's ("more teachers").
FEWEST = 3
# Longer rows are told in parts: one letter says how many words.
MOST = 63
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_WRITTEN = 5
_WORD = re.compile(r"[^\W_]+")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?…;:])\s+|\n")


def marks_of(text: str) -> list[Mark]:
    """The mark of the whole text first, then those of its sentences, without what is too short to be known again."""
    sentences = [_words(sentence) for sentence in _SENTENCE_ENDS.split(text)]
    whole = _words(text)
    rows = [row for words in (whole, *sentences) for row in _parts(words)]
    known = [_mark(row) for row in rows[1:] if len(row) >= FEWEST]
    return list(dict.fromkeys([_mark(rows[0] if rows else []), *known]))


def runs_of(text: str, length: int) -> set[Mark]:
    """The marks of every `length` words in a row."""
    return {_mark(row) for row in _rows(_words(text), length)}


def without(text: str, marks: Collection[Mark], gap: str) -> str:
    """The text with `gap` in the place of all words that stand in one of the marked rows."""
    wanted = {mark for mark in marks if mark[0] >= FEWEST}
    found = list(_WORD.finditer(text))
    words = [one[0].casefold() for one in found]
    taken: set[int] = set()
    for length in {length for length, _hash in wanted}:
        for start, row in enumerate(_rows(words, length)):
            if _mark(row) in wanted:
                taken.update(range(start, start + length))
    at, kept = 0, []
    for first, last in _runs(sorted(taken)):
        kept += [text[at : found[first].start()], gap]
        at = found[last].end()
    return "".join([*kept, text[at:]])


def written(marks: Sequence[Mark]) -> str:
    """Marks as a page carries them."""
    return "".join(LETTERS[length] + what for length, what in marks)


def read(text: str) -> list[Mark]:
    """The marks in a text that came back from a page; whatever is none is left out."""
    parts = (text[at : at + _WRITTEN] for at in range(0, len(text), _WRITTEN))
    return [
        (LETTERS.index(part[0]), part[1:]) for part in parts if len(part) == _WRITTEN and part[0] in LETTERS
    ]


def _words(text: str) -> list[str]:
    return [found[0].casefold() for found in _WORD.finditer(text)]


def _parts(words: Sequence[str]) -> Iterator[Sequence[str]]:
    return (words[at : at + MOST] for at in range(0, len(words), MOST))


def _rows(words: Sequence[str], length: int) -> Iterator[Sequence[str]]:
    return (words[at : at + length] for at in range(len(words) - length + 1))


def _mark(words: Sequence[str]) -> Mark:
    what = hashlib.blake2s(" ".join(words).encode(), digest_size=3).digest()
    return len(words), base64.urlsafe_b64encode(what).decode()


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of neighbours."""
    for place in places:
        if place - 1 not in places:
            first = place
        if place + 1 not in places:
            yield first, place
