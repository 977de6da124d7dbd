"""What one kind of chapter is learnt from, and what was learnt from it when the product was made.

Learning thousands of examples takes some seconds. Its result, one number per example and class, comes with the product in
a file beside this module, under a mark of everything it depends on; what is not there is learnt on the spot.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consult.analysis import softmax
from consult.analysis.features import Feature, Lexicon

Rows = NDArray[np.float32]

SENTENCE: Final = "sentence"
_FILE: Final = "lessons.npz"
_RIDGE: Final = 2e-4


@dataclass(frozen=True, eq=False)
class Lesson:
    """Examples of the classes 0 … `count` - 1: their features, sentence vectors (zeros: none) and classes.

    `shares` says how much each block of features weighs.
    """

    rows: Sequence[Mapping[Feature, float]]
    sentences: Rows
    classes: NDArray[np.int64]
    count: int
    shares: Mapping[str, float]

    def weights(self, lexicon: Lexicon) -> tuple[Rows, Rows, Rows]:
        """Return weights of the features, of sentence vectors, and constants: shapes (…, count) and (count,)."""
        stored = self.stored()
        duals = self.duals() if stored is None else stored
        words = np.zeros((len(lexicon.place), self.count), dtype=np.float32)
        for row, dual in zip(self.rows, duals, strict=True):
            if row:
                words[[lexicon.place[feature] for feature in row]] += np.outer(self._weighed(row), dual)
        share = np.float32(self.shares[SENTENCE] ** 2)
        return words, np.asarray(self.sentences.T @ duals * share, dtype=np.float32), duals.sum(axis=0)

    def stored(self) -> Rows | None:
        """Return what duals() does, from the file; None where it is not there."""
        return _stored().get(self.mark())

    def duals(self) -> Rows:
        """Learn; return what softmax.fit does, shape (examples, count)."""
        column: dict[Feature, int] = {}
        for row in self.rows:
            for feature in row:
                column.setdefault(feature, len(column))
        table = np.zeros((len(self.rows), len(column)), dtype=np.float32)
        for number, row in enumerate(self.rows):
            table[number, [column[feature] for feature in row]] = self._weighed(row)
        gram = table @ table.T + np.float32(self.shares[SENTENCE] ** 2) * (self.sentences @ self.sentences.T)
        return softmax.fit(gram + np.float32(1.0), self.classes, self.count, _RIDGE)

    def mark(self) -> str:
        """Return what everything that is learnt from is recognised by."""
        said = hashlib.sha256(repr((sorted(self.shares.items()), self.count, _RIDGE)).encode())
        said.update(self.classes.astype("<i4").tobytes() + bytes([bool(self.sentences.any())]))
        for row in self.rows:
            said.update(
                ";".join(f"{block} {name} {value:.3f}" for (block, name), value in row.items()).encode()
            )
        return said.hexdigest()[:16]

    def _weighed(self, row: Mapping[Feature, float]) -> Rows:
        return np.array([value * self.shares[block] for (block, _), value in row.items()], dtype=np.float32)


def packed(lessons: Iterable[Lesson]) -> dict[str, NDArray[np.float16]]:
    """Return what the file shall hold: everything learnt anew, by mark."""
    return {lesson.mark(): lesson.duals().astype(np.float16) for lesson in lessons}


@cache
def _stored() -> Mapping[str, Rows]:
    file = files(__package__) / _FILE
    if not file.is_file():
        return {}
    with as_file(file) as path, np.load(path) as data:
        return {mark: data[mark].astype(np.float32) for mark in data.files}
