"""Sentence vectors that come with the product, so that nobody waits for the examples to be embedded again.

A file beside this module holds them in eight bits a number; what is not in it is embedded on the spot.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from consult.analysis import minilm

Vectors = NDArray[np.float32]

_LARGEST = 127.0


def vectors(texts_en: Sequence[str]) -> Vectors:
    """Return a row of length one per English text, shape (n, 384); rows of zeros for an unknown one without the model."""
    keys, rows = stored()
    wanted = np.array([_key(text) for text in texts_en], dtype=np.uint64)
    if not len(wanted):
        return np.zeros((0, minilm.DIMENSIONS), dtype=np.float32)
    places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    found = np.array(rows[places], dtype=np.float32)
    missing = [int(place) for place in np.flatnonzero(keys[places] != wanted)]
    found[missing] = minilm.embed([texts_en[place] for place in missing]) if minilm.available() else 0.0
    length = np.linalg.norm(found, axis=1, keepdims=True)
    return np.asarray(found / np.maximum(length, 1e-9), dtype=np.float32)


def knows(text_en: str) -> bool:
    """Tell whether the vector of a text comes with the product."""
    return bool(np.isin(_key(text_en), stored()[0]))


def middle() -> Vectors:
    """Return the mean of all stored vectors, shape (384,): what every sentence of the field has in common."""
    return np.asarray(stored()[1].mean(axis=0), dtype=np.float32)


def packed(texts_en: Sequence[str]) -> dict[str, NDArray[np.generic]]:
    """Return what the file shall hold for these texts; rows it holds already are kept.

    Raise RuntimeError where there are others and the model is missing.
    """
    unique = sorted(set(texts_en), key=_key)
    missing = [text for text in unique if not knows(text)]
    fresh = dict(zip(missing, minilm.embed(missing), strict=True)) if missing else {}
    rows = np.array([fresh.get(text, row) for text, row in zip(unique, vectors(unique), strict=True)])
    scale = np.abs(rows).max(axis=1)
    return {
        "keys": np.array([_key(text) for text in unique], dtype=np.uint64),
        "scale": scale.astype(np.float32),
        "rows": np.rint(rows / scale[:, None] * _LARGEST).astype(np.int8),
    }


@cache
def stored() -> tuple[NDArray[np.uint64], Vectors]:
    """Return keys, ascending, and a row of length one for each."""
    with as_file(files(__package__) / "examples.npz") as path, np.load(path) as data:
        rows = data["rows"].astype(np.float32) * (data["scale"][:, None] / _LARGEST)
        return data["keys"], rows


def _key(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
