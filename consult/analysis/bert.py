"""The forward pass of BERT and XLM-RoBERTa in plain NumPy: rows of token ids in, one vector a row out."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

_KINDS: Final = {"F32": "<f4", "F16": "<f2"}
# What libraries put before the names of a model's own weights.
_PREFIXES: Final = ("0.auto_model.", "bert.", "roberta.")


@dataclass(frozen=True)
class Model:
    """Weights by name, and how to use them. Positions begin at `first_position`; `pooling` is "mean" or "cls"."""

    weights: dict[str, Vectors]
    layers: int
    heads: int
    epsilon: float = 1e-12
    first_position: int = 0
    pooling: str = "mean"


def tensors(path: Path) -> dict[str, Vectors]:
    """Open a safetensors file: eight bytes of length, a JSON header, then the numbers, read when they are needed.

    Raise ValueError for another kind of file.
    """
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if length > path.stat().st_size:
            raise ValueError("not a safetensors file")
        header: dict[str, Any] = json.loads(file.read(length))
    found: dict[str, Vectors] = {}
    for name, entry in header.items():
        if name == "__metadata__" or entry["dtype"] not in _KINDS:
            continue
        begin = 8 + length + entry["data_offsets"][0]
        kind = np.dtype(_KINDS[entry["dtype"]])
        mapped = np.memmap(path, kind, "r", begin, tuple(entry["shape"]) or (1,))
        # The table of words is much the largest; a note needs a few rows of it.
        own = next((name[len(prefix) :] for prefix in _PREFIXES if name.startswith(prefix)), name)
        found[own] = mapped if "word_embeddings" in own else np.array(mapped, dtype=np.float32)
    return found


def encode(model: Model, rows: Sequence[Sequence[int]]) -> Vectors:
    """Return one row of length one per row of ids, shape (n, width); the rows are run together as one batch."""
    longest = max(len(row) for row in rows)
    ids = np.zeros((len(rows), longest), dtype=np.int64)
    mask = np.zeros((len(rows), longest), dtype=np.float32)
    for place, row in enumerate(rows):
        ids[place, : len(row)] = row
        mask[place, : len(row)] = 1.0
    weights, first = model.weights, model.first_position
    hidden: Vectors = (
        np.asarray(weights["embeddings.word_embeddings.weight"][ids], dtype=np.float32)
        + weights["embeddings.position_embeddings.weight"][first : first + longest]
        + weights["embeddings.token_type_embeddings.weight"][0]
    )
    hidden = _normalised(hidden, model, "embeddings.LayerNorm")
    for layer in range(model.layers):
        hidden = _layer(hidden, mask, model, f"encoder.layer.{layer}")
    if model.pooling == "cls":
        return _unit(hidden[:, 0])
    return _unit((hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True))


def _layer(hidden: Vectors, mask: Vectors, model: Model, name: str) -> Vectors:
    attended = _linear(_attention(hidden, mask, model, name), model, f"{name}.attention.output.dense")
    hidden = _normalised(hidden + attended, model, f"{name}.attention.output.LayerNorm")
    inner = _gelu(_linear(hidden, model, f"{name}.intermediate.dense"))
    outer = _linear(inner, model, f"{name}.output.dense")
    return _normalised(hidden + outer, model, f"{name}.output.LayerNorm")


def _attention(hidden: Vectors, mask: Vectors, model: Model, name: str) -> Vectors:
    batch, length, width = hidden.shape

    def heads(part: str) -> Vectors:
        projected = _linear(hidden, model, f"{name}.attention.self.{part}")
        return projected.reshape(batch, length, model.heads, width // model.heads).transpose(0, 2, 1, 3)

    query, key, value = heads("query"), heads("key"), heads("value")
    scores = query @ key.transpose(0, 1, 3, 2) / np.float32(math.sqrt(width // model.heads))
    scores += (mask[:, None, None, :] - 1.0) * np.float32(1e9)
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    joined = (scores @ value).transpose(0, 2, 1, 3).reshape(batch, length, width)
    return np.asarray(joined, dtype=np.float32)


def _linear(values: Vectors, model: Model, name: str) -> Vectors:
    return values @ model.weights[f"{name}.weight"].T + model.weights[f"{name}.bias"]


def _normalised(values: Vectors, model: Model, name: str) -> Vectors:
    centred = values - values.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + np.float32(model.epsilon))
    scaled = centred / spread * model.weights[f"{name}.weight"] + model.weights[f"{name}.bias"]
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
