"""Words as short vectors: near where notes share telling words or concepts, the same on every machine."""

from __future__ import annotations

import hashlib
import math
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consult.analysis.features import CONCEPT, CUE, ENGLISH, OWN, Coded, Lexicon

Rows = NDArray[np.float32]

WIDTH: Final = 256
_SHARES: Final = {ENGLISH: 1.0, OWN: 0.7, CONCEPT: 1.0, CUE: 0.0}
_SENTENCE_SHARE: Final = 0.64


def words(lexicon: Lexicon, said: Coded) -> Rows:
    """Return one row of length one per note (zeros for one without known words), shape (n, 256)."""
    table, values = _signs(lexicon), said.weighed(_SHARES)
    result = np.zeros((len(said.bounds) - 1, WIDTH), dtype=np.float32)
    for number, (start, end) in enumerate(pairwise(said.bounds)):
        result[number] = values[start:end] @ table[said.places[start:end]]
    return _unit(result)


def beside(sentences: Rows, others: Rows) -> Rows:
    """Put sentence vectors and words side by side, as rows of length one."""
    return _unit(
        np.hstack(
            [
                sentences * np.float32(math.sqrt(_SENTENCE_SHARE)),
                others * np.float32(math.sqrt(1.0 - _SENTENCE_SHARE)),
            ]
        )
    )


@lru_cache(maxsize=8)
def _signs(lexicon: Lexicon) -> Rows:
    """Return a row of plus and minus ones per feature, drawn from its name."""
    drawn = [hashlib.shake_128("\0".join(feature).encode()).digest(WIDTH // 8) for feature in lexicon.place]
    bits = np.unpackbits(
        np.frombuffer(b"".join(drawn), dtype=np.uint8).reshape(len(drawn), WIDTH // 8), axis=1
    )
    return np.asarray(bits * 2.0 - 1.0, dtype=np.float32) / np.float32(math.sqrt(WIDTH))


def _unit(rows: Rows) -> Rows:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(np.divide(rows, length, out=np.zeros_like(rows), where=length > 1e-9), dtype=np.float32)
