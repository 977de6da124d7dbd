"""Multinomial logistic regression with a ridge penalty, in NumPy: the same rows give the same weights, always."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]

_STEPS: Final = 200
# Products by which the largest eigenvalue is found, from below, and what makes it large enough.
_POWERS: Final = 30
_SURELY: Final = 1.05


def fit(gram: Rows, classes: NDArray[np.int64], count: int, ridge: float) -> Rows:
    """Return what tells the classes of some rows apart, shape (rows, count): weights are sums of rows times this.

    `gram` holds the products of the rows with each other, `ridge` is the penalty per weight. One number is sought per
    row and class, by the accelerated gradient method of Nesterov: work grows with the rows squared, not with the features.
    """
    n = len(gram)
    truth = np.eye(count, dtype=np.float32)[classes]
    step = np.float32(1.0 / (0.5 * _largest(gram) / n + ridge))
    duals: Rows = np.zeros((n, count), dtype=np.float32)
    ahead: Rows = duals
    inertia = 1.0
    for _ in range(_STEPS):
        error = (shares(np.asarray(gram @ ahead)) - truth) / np.float32(n) + np.float32(ridge) * ahead
        latest = np.asarray(ahead - step * error, dtype=np.float32)
        following = (1.0 + math.sqrt(1.0 + 4.0 * inertia * inertia)) / 2.0
        pull = np.float32((inertia - 1.0) / following)
        ahead = np.asarray(latest + pull * (latest - duals), dtype=np.float32)
        duals, inertia = latest, following
    return duals


def shares(logits: Rows, sharpness: float = 1.0) -> Rows:
    """Return shares that add up to one per row; a higher sharpness favours the largest."""
    scaled = (logits - logits.max(axis=1, keepdims=True)) * np.float32(sharpness)
    grown = np.exp(scaled)
    return np.asarray(grown / grown.sum(axis=1, keepdims=True), dtype=np.float32)


def _largest(gram: Rows) -> float:
    """Return an upper estimate of the largest eigenvalue, by repeated multiplication."""
    row = np.ones(len(gram), dtype=np.float32)
    length = 1.0
    for _ in range(_POWERS):
        row = gram @ (row / np.float32(length))
        length = max(float(np.linalg.norm(row)), 1e-9)
    return _SURELY * length
