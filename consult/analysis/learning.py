"""What confirmed notes teach: at once, near their own words most, and never more than they know.

The framework's own model stays as it is. Confirmed notes add a correction to its logits: a logistic regression on a
kernel, whose starting point is the model. One confirmed note moves texts like it a great deal and others a little, so
that a wrong one does little harm; hundreds of them move the whole class. Because what is minimised is convex, one more
note of a class never lowers that class for the same text.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consult.analysis import softmax

Rows = NDArray[np.float32]

# Of the kernel: what all notes share, how much more near ones count, and how near that is; then the penalty.
_COMMON: Final = 0.3
_NEAR: Final = 16.0
_REACH: Final = 0.15
_RIDGE: Final = 1.0
_STEPS: Final = 120
MOST: Final = 1_000


def corrected(logits: Rows, vectors: Rows, places: NDArray[np.int64], truth: Rows) -> Rows:
    """Return logits, shape (notes, classes), after what people confirmed about the notes at some places.

    `vectors` has one row of length one per note. `truth` has one row of shares per place, adding up to one.
    """
    if not len(places):
        return logits
    taught = vectors[places]
    duals = _fit(logits[places], _kernel(taught, taught), truth)
    return np.asarray(logits + _kernel(vectors, taught) @ duals, dtype=np.float32)


def _kernel(rows: Rows, others: Rows) -> Rows:
    near = rows @ others.T
    return np.asarray(
        near + np.float32(_COMMON) + np.float32(_NEAR) * np.exp((near - 1.0) / np.float32(_REACH)),
        dtype=np.float32,
    )


def _fit(start: Rows, kernel: Rows, truth: Rows) -> Rows:
    """Find the correction by Nesterov's accelerated gradient; shape (taught notes, classes)."""
    step = np.float32(1.0 / (0.5 * float(np.linalg.norm(kernel, 2)) + _RIDGE))
    duals: Rows = np.zeros_like(truth)
    ahead, inertia = duals, 1.0
    for _ in range(_STEPS):
        error = softmax.shares(start + kernel @ ahead) - truth + np.float32(_RIDGE) * ahead
        latest = np.asarray(ahead - step * error, dtype=np.float32)
        following = (1.0 + math.sqrt(1.0 + 4.0 * inertia * inertia)) / 2.0
        pull = np.float32((inertia - 1.0) / following)
        ahead = np.asarray(latest + pull * (latest - duals), dtype=np.float32)
        duals, inertia = latest, following
    return duals
