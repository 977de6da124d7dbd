"""The tokenizer of XLM-RoBERTa and its kin (SentencePiece, unigram) in plain Python: the likeliest pieces of each word."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

# Stands for the space before a word.
_SPACE: Final = "\u2581"
# By so much a letter the vocabulary lacks is less likely than its least likely piece.
_PENALTY: Final = 10.0
_MOST_REMEMBERED: Final = 50_000


@dataclass(frozen=True)
class Pieces:
    """A vocabulary of pieces with the logarithm of how likely each is; ids are their places in it."""

    scores: dict[str, float]
    ids: dict[str, int]
    unknown: int
    longest: int
    remembered: dict[str, list[int]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, vocabulary: Sequence[tuple[str, float]], unknown: int) -> Pieces:
        """Read a vocabulary as tokenizer.json holds it; `unknown` is the id of what it lacks."""
        scores = {piece: float(score) for piece, score in vocabulary}
        ids = {piece: place for place, (piece, _score) in enumerate(vocabulary)}
        return cls(scores, ids, unknown, max(map(len, scores), default=1))

    def token_ids(self, text: str) -> list[int]:
        """Return the ids of a text, without anything before or after it."""
        found: list[int] = []
        for word in unicodedata.normalize("NFKC", text).split():
            if word not in self.remembered:
                if len(self.remembered) >= _MOST_REMEMBERED:
                    self.remembered.clear()
                self.remembered[word] = self._word(_SPACE + word)
            found += self.remembered[word]
        return found

    def _word(self, word: str) -> list[int]:
        """Return the likeliest way to put a word together; letters that are unknown side by side count as one."""
        unlikely = min(self.scores.values(), default=0.0) - _PENALTY
        best = [0.0] + [-math.inf] * len(word)
        start_of = [0] * (len(word) + 1)
        for start in range(len(word)):
            for end in range(start + 1, min(len(word), start + self.longest) + 1):
                likely = self.scores.get(word[start:end])
                if likely is None and end == start + 1:
                    likely = unlikely
                if likely is not None and best[start] + likely > best[end]:
                    best[end], start_of[end] = best[start] + likely, start
        pieces: list[int] = []
        end = len(word)
        while end > 0:
            piece = self.ids.get(word[start_of[end] : end], self.unknown)
            if not (piece == self.unknown and pieces and pieces[-1] == self.unknown):
                pieces.append(piece)
            end = start_of[end]
        return pieces[::-1]
