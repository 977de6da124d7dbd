"""What every translation engine promises, and the doubts that are the same for all of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

# Reasons for doubt: stable codes, for the screen to put into words.
UNTRANSLATED: Final = "untranslated"
FAILED: Final = "failed"
NEGATION: Final = "negation"
UNKNOWN_WORDS: Final = "unknown_words"

# From this share of unknown words a translation is doubtful (measured on consultation notes).
UNKNOWN_SHARE: Final = 0.10

_NEGATIONS: Final = {
    language: re.compile(pattern, re.IGNORECASE)
    for language, pattern in {
        "en": r"\b(not|no|never|nobody|none|nothing|without|cannot|nor|neither|\w+n['’]t)\b",
        "fr": r"\b(ne|pas|jamais|rien|aucune?|sans|ni)\b|\bn['’]",
        "es": r"\b(no|nunca|jamás|nada|nadie|ning[uú]n|ningun[oa]|sin|ni|tampoco)\b",
        "pt": r"\b(não|nao|nunca|jamais|nada|ninguém|nenhum|nenhuma|sem|nem)\b",
    }.items()
}


@dataclass(frozen=True)
class Translation:
    """A translated text; `engine` is "" when nothing was translated, `reasons` say why it is doubtful."""

    text: str
    engine: str
    doubtful: bool = False
    reasons: tuple[str, ...] = ()


class Translator(Protocol):
    """An engine. It never raises for a text: what it cannot do comes back unchanged and doubtful."""

    name: str

    def available(self) -> bool:
        """Tell whether the engine can work on this machine now."""

    def pairs(self) -> frozenset[tuple[str, str]]:
        """Return the (source, target) pairs of language codes it can translate."""

    def translate_many(self, texts: Sequence[str], source: str, target: str) -> list[Translation]:
        """Translate each text, in order; one result per text."""

    def close(self) -> None:
        """Let go of processes and connections; the engine may be used again afterwards."""


def unchanged(text: str, reason: str = UNTRANSLATED) -> Translation:
    """Return the text as it is, marked as not translated."""
    return Translation(text=text, engine="", doubtful=True, reasons=(reason,))


def judged(
    source_text: str, text: str, engine: str, pair: tuple[str, str], unknown_share: float
) -> Translation:
    """Return a translation with the doubts that can be seen without understanding it."""
    reasons = []
    if negates(source_text, pair[0]) != negates(text, pair[1]):
        reasons.append(NEGATION)
    if unknown_share >= UNKNOWN_SHARE:
        reasons.append(UNKNOWN_WORDS)
    return Translation(text=text, engine=engine, doubtful=bool(reasons), reasons=tuple(reasons))


def negates(text: str, language: str) -> bool:
    """Tell whether the text contains a negation of its language; False for a language without a word list."""
    pattern = _NEGATIONS.get(language)
    return bool(pattern and pattern.search(text))
