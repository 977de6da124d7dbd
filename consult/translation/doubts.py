"""The doubts that can be seen without understanding a translation; the same for every engine."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Final

from consult.translation.base import NEGATION, NUMBERS, TERM, UNCHANGED, UNKNOWN_WORDS, Translation
from consult.translation.clumsy import clumsy
from consult.translation.negation import negate_alike

UNKNOWN_SHARE: Final = 0.10
"""From this share of unknown words a translation is doubtful (measured on consultation notes)."""

FEWEST_UNCHANGED: Final = 4
"""Neighbouring languages share short texts; so many words do not come back the same by chance."""

_WORD: Final = re.compile(r"[^\W\d_]+")
_NUMBER: Final = re.compile(r"\d+(?:[.,’'\u00a0\u202f ]\d{3})+(?!\d)|\d+")


def judged(
    source_text: str,
    text: str,
    engine: str,
    pair: tuple[str, str],
    unknown_share: float = 0.0,
    *,
    term: bool = False,
) -> Translation:
    """Return a translation with its doubts.

    `pair`: from and to; `unknown_share`: 0-1, of the words an engine did not know; `term`: a term of the field is
    not in it as listed.
    """
    doubts = {
        NEGATION: _is_known(pair) and not _says_no_alike(source_text, text, pair),
        UNKNOWN_WORDS: unknown_share >= UNKNOWN_SHARE,
        NUMBERS: bool(_numbers(source_text) - _numbers(text)),
        UNCHANGED: _same(source_text, text),
        TERM: term,
    }
    reasons = tuple(reason for reason, is_so in doubts.items() if is_so)
    return Translation(text=text, engine=engine, doubtful=bool(reasons), reasons=reasons)


def words(text: str) -> list[str]:
    """Return the words of a text."""
    return _WORD.findall(text)


def _is_known(pair: tuple[str, str]) -> bool:
    """Of a fifth language nobody here knows how it says no."""
    return all(language in {"en", "fr", "es", "pt"} for language in pair)


def _says_no_alike(source_text: str, text: str, pair: tuple[str, str]) -> bool:
    alike = negate_alike(source_text, pair[0], text, pair[1])
    return alike and not clumsy(source_text, pair[0], text, pair[1])


def _numbers(text: str) -> Counter[str]:
    """The numbers of a text, however their thousands are set apart."""
    plain = unicodedata.normalize("NFKC", text)
    return Counter(re.sub(r"\D", "", number).lstrip("0") or "0" for number in _NUMBER.findall(plain))


def _same(source_text: str, text: str) -> bool:
    before = [word.casefold() for word in words(source_text)]
    return len(before) >= FEWEST_UNCHANGED and before == [word.casefold() for word in words(text)]
