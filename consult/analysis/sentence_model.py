"""A multilingual sentence model from a folder of this machine, in the layout of sentence-transformers.

Read by this module itself, without further packages: BERT and XLM-RoBERTa with a WordPiece or unigram tokenizer
(`config.json`, `tokenizer.json`, `model.safetensors`), pooled by mean or first token, for example
paraphrase-multilingual-MiniLM-L12-v2. For anything else the package sentence-transformers is asked where it is installed.
"""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from consult.analysis import bert, wordpiece
from consult.analysis.bert import Vectors
from consult.analysis.unigram import Pieces

SETTING: Final = "CONSULT_SENTENCE_MODEL"
_PACKAGE: Final = "sentence_transformers"
_FILES: Final = ("config.json", "tokenizer.json", "model.safetensors")
# First position of each kind of model: XLM-RoBERTa counts from after its padding token.
_KINDS: Final = {"bert": 0, "xlm-roberta": 2}
_POOLING: Final = {"pooling_mode_mean_tokens": "mean", "pooling_mode_cls_token": "cls"}
_LONGEST: Final = 128
_BATCH: Final = 32

Encoder = Callable[[Sequence[str]], Vectors]


class Unreadable(RuntimeError):
    """There is no model to be had; the text says why."""


def available() -> bool:
    """Tell whether a folder is set that holds a model which can be used."""
    setting = _setting()
    return bool(setting) and not _problem(setting)


def problem() -> str:
    """Return why the folder that is set cannot be used; empty where it can, or where none is set."""
    setting = _setting()
    return _problem(setting) if setting else ""


def embed(texts: Sequence[str], step: Callable[[float], None] | None = None) -> Vectors:
    """Return one row of length one per text, in any language of the model, shape (n, its width).

    `step` hears the share done, 0-1, after each batch and may raise to stop. Raise Unreadable where there is no model.
    """
    encode = _encoder(_setting())
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    rows: dict[int, Vectors] = {}
    for start in range(0, len(order), _BATCH):
        batch = order[start : start + _BATCH]
        rows |= dict(zip(batch, encode([texts[place] for place in batch]), strict=True))
        if step is not None:
            step(min(1.0, (start + _BATCH) / len(order)))
    return np.array([rows[place] for place in range(len(texts))], dtype=np.float32)


def _setting() -> str:
    return os.environ.get(SETTING, "").strip()


@cache
def _problem(setting: str) -> str:
    """Look at the small files only."""
    if _by_ourselves(Path(setting)) is not None or importlib.util.find_spec(_PACKAGE) is not None:
        return ""
    return (
        f"{SETTING}: {setting} holds no sentence model of a kind that is supported "
        f"({', '.join(_FILES)} of a BERT or XLM-RoBERTa; others need the package sentence-transformers)"
    )


@cache
def _encoder(setting: str) -> Encoder:
    if not setting or _problem(setting):
        raise Unreadable(_problem(setting) if setting else f"{SETTING} is not set")
    found = _by_ourselves(Path(setting), load=True)
    if found is None and importlib.util.find_spec(_PACKAGE) is None:
        raise Unreadable(f"{SETTING}: the model in {setting} is damaged, or of a kind that is not supported")
    return found or _by_package(Path(setting))


def _by_ourselves(folder: Path, load: bool = False) -> Encoder | None:
    """Return how this module reads the model; None where it cannot. Without `load` nothing large is read."""
    if not all((folder / name).is_file() for name in _FILES) or _more_than_pooling(folder):
        return None
    try:
        config = _json(folder / "config.json")
        if config["model_type"] not in _KINDS or config.get("hidden_act", "gelu") != "gelu":
            return None
        pooling = _pooling(folder)
        if pooling is None:
            return None
        if not load:
            return _unloaded
        ids = _tokenizer(folder, config)
        return None if ids is None else _encoding(folder, config, pooling, ids)
    except (KeyError, TypeError, ValueError, OSError):
        return None


def _unloaded(texts: Sequence[str]) -> Vectors:
    raise Unreadable("the model is not loaded")


def _encoding(folder: Path, config: dict[str, Any], pooling: str, ids: Callable[[str], list[int]]) -> Encoder:
    model = bert.Model(
        bert.tensors(folder / "model.safetensors"),
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        epsilon=config.get("layer_norm_eps", 1e-12),
        first_position=_KINDS[config["model_type"]],
        pooling=pooling,
    )
    return lambda texts: bert.encode(model, [ids(text) for text in texts])


def _tokenizer(folder: Path, config: dict[str, Any]) -> Callable[[str], list[int]] | None:
    data = _json(folder / "tokenizer.json")
    longest = min(_LONGEST, config["max_position_embeddings"] - _KINDS[config["model_type"]])
    kind, vocabulary = data["model"].get("type"), data["model"]["vocab"]
    if kind == "WordPiece":
        uncased = bool((data.get("normalizer") or {}).get("lowercase", True))
        return lambda text: wordpiece.token_ids(text, vocabulary, longest, uncased=uncased)
    if kind != "Unigram":
        return None
    pieces = Pieces.of([(piece, score) for piece, score in vocabulary], data["model"]["unk_id"])
    first, last = pieces.ids["<s>"], pieces.ids["</s>"]
    return lambda text: [first, *pieces.token_ids(text)[: longest - 2], last]


def _pooling(folder: Path) -> str | None:
    file = folder / "1_Pooling" / "config.json"
    if not file.is_file():
        return "mean"
    modes = [name for name, on in _json(file).items() if name.startswith("pooling_mode_") and on is True]
    return _POOLING.get(modes[0]) if len(modes) == 1 else None


def _more_than_pooling(folder: Path) -> bool:
    """Tell whether the model has further layers, which only the package knows."""
    file = folder / "modules.json"
    if not file.is_file():
        return False
    known = {"Transformer", "Pooling", "Normalize"}
    return any(str(module["type"]).rpartition(".")[2] not in known for module in json.loads(file.read_text()))


def _by_package(folder: Path) -> Encoder:
    module = importlib.import_module(_PACKAGE)
    model = module.SentenceTransformer(str(folder), device="cpu")
    return lambda texts: np.asarray(
        model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False), dtype=np.float32
    )


def _json(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data
