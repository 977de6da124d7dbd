"""Which of the meeting's languages a note is written in."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from consult.analysis.terms import words

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Measured on short sentences: 98.7 % right on five words, 94.9 % on three; below, the writer's screen knows better.
FEWEST_WORDS: Final = 5
_PRIOR_CONFIDENCE: Final = 0.5
_lock = threading.Lock()


def detect(text: str, allowed: Sequence[str], prior: str) -> tuple[str, float]:
    """Return (language code, confidence 0-1) of a text.

    `allowed` are the languages of the consultation, `prior` the language of the writer's screen. A text of fewer
    than five words, and a consultation in one language, get the prior without a look at the text.
    """
    if prior not in allowed and allowed:
        prior = allowed[0]
    if len(allowed) < 2:
        return prior, 1.0
    if len(words(text)) < FEWEST_WORDS:
        return prior, _PRIOR_CONFIDENCE
    with _lock:
        code, confidence = _identifier(tuple(sorted(allowed))).classify(text)
    return str(code), float(confidence)


@cache
def _identifier(allowed: tuple[str, ...]) -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(allowed))
    return identifier
