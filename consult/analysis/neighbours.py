"""Which notes are about the same matter as a note: the nearest ones, after each has leant a little on its own nearest.

Averaging a note with the few notes nearest to it (weights fall off steeply) makes up for words it happens not to use.
What it brings, and what else was tried, is in docs/analysis.md.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from consult.analysis.meaning import Vectors, unit

MOST: Final = 10
_LEANS_ON: Final = 20
_SHARPNESS: Final = 5
# What a note's own row weighs beside the weighted mean of its neighbours'.
_OWN: Final = 0.7
# A note that is near nothing stays what it is.
_NEAR_NOTHING: Final = 1e-9
_CHUNK: Final = 1024


def nearest(rows: Vectors, count: int = MOST) -> list[list[int]]:
    """Return the places of the `count` rows nearest to each row, best first, itself left out; fewer where there are fewer.

    `rows`: one of length one per note, zeros where nothing is known of it.
    """
    places, _ = _ranked(leaning(rows), count)
    return [[int(place) for place in row] for row in places]


def leaning(rows: Vectors) -> Vectors:
    """Return the rows, each drawn towards its nearest ones; length one."""
    if len(rows) < 2:
        return rows
    places, near = _ranked(rows, _LEANS_ON)
    weights = np.maximum(near, 0.0) ** _SHARPNESS
    total = weights.sum(axis=1, keepdims=True)
    shares = np.divide(weights, total, out=np.zeros_like(weights), where=total > _NEAR_NOTHING)
    drawn = np.float32(_OWN) * rows
    for column in range(places.shape[1]):
        drawn += shares[:, column, None] * rows[places[:, column]]
    return unit(drawn)


def _ranked(rows: Vectors, count: int) -> tuple[NDArray[np.intp], Vectors]:
    """Return the places of the nearest rows and how near they are, shapes (rows, count), best first."""
    count = min(count, len(rows) - 1)
    if count < 1:
        return np.zeros((len(rows), 0), dtype=np.intp), np.zeros((len(rows), 0), dtype=np.float32)
    places, near = [], []
    for start in range(0, len(rows), _CHUNK):
        similarity = rows[start : start + _CHUNK] @ rows.T
        own = np.arange(len(similarity))
        similarity[own, own + start] = -2.0
        best = np.argpartition(similarity, len(rows) - count, axis=1)[:, -count:]
        best.sort(axis=1)
        found = np.take_along_axis(similarity, best, axis=1)
        ranked = np.argsort(-found, axis=1, kind="stable")
        places.append(np.take_along_axis(best, ranked, axis=1))
        near.append(np.take_along_axis(found, ranked, axis=1))
    return np.concatenate(places), np.concatenate(near)
