"""What confirmed notes teach: at once, near their own words most, and never more than they know.

The framework's own model stays as it is. Confirmed notes add a correction to its logits: a logistic regression on a
kernel, whose starting point is the model. One confirmed note moves texts like it a great deal, notes the framework puts
in the same place a little, and others hardly, so that a wrong one does little harm; a city that files something by a
rule of its own is understood after some of them. Because what is minimised is convex, one more note of a class never
lowers that class for the same text.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consult.analysis import softmax

Rows = NDArray[np.float32]

# Of the kernel: how much more near notes count and how near that is, and what all notes share; then the penalty.
_NEAR: Final = 8.0
_REACH: Final = 0.15
_COMMON: Final = 0.1
_RIDGE: Final = 0.7
_STEPS: Final = 150
MOST: Final = 1_000


@dataclass(frozen=True)
class Pull:
    """What counts beside being near: that notes are alike, and that the framework would put both in the same place."""

    likeness: float
    place: float


# Notes that are alike speak of the same commitment much more often than for the same track.
COMMITMENTS: Final = Pull(likeness=4.0, place=3.0)
TRACKS: Final = Pull(likeness=1.0, place=0.5)


def corrected(
    logits: Rows, vectors: Rows, places: NDArray[np.int64], truth: Rows, pull: Pull = COMMITMENTS
) -> Rows:
    """Return logits, shape (notes, classes), after what people confirmed about the notes at some places.

    `vectors` has one row of length one per note. `truth` has one row of shares per place, adding up to one.
    """
    if not len(places):
        return logits
    spoken = softmax.shares(logits)
    kernel = _kernel(vectors, vectors[places], spoken, spoken[places], pull)
    return np.asarray(logits + kernel @ _fit(logits[places], kernel[places], truth), dtype=np.float32)


def _kernel(rows: Rows, others: Rows, spoken: Rows, of_others: Rows, pull: Pull) -> Rows:
    like = rows @ others.T
    near = np.float32(_NEAR) * np.exp((like - 1.0) / np.float32(_REACH))
    place = np.float32(pull.place) * (spoken @ of_others.T)
    return np.asarray(np.float32(pull.likeness) * like + near + place + np.float32(_COMMON), dtype=np.float32)


def _fit(start: Rows, kernel: Rows, truth: Rows) -> Rows:
    """Find the correction by Nesterov's accelerated gradient; shape (taught notes, classes)."""
    step = np.float32(1.0 / (0.5 * float(np.linalg.eigvalsh(kernel)[-1]) + _RIDGE))
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
