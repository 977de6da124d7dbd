"""What every translation engine promises."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

LANGUAGES: Final = ("en", "fr", "es", "pt")

# Why nothing was translated: stable codes, for the screen to put into words.
UNTRANSLATED: Final = "untranslated"
"""No engine can do this pair, or none is set up."""
FAILED: Final = "failed"
"""An engine should have and did not; it is worth asking again later."""
CANCELLED: Final = "cancelled"
"""Whoever asked did not wait for this text."""

# Why a translation is doubtful.
NEGATION: Final = "negation"
UNKNOWN_WORDS: Final = "unknown_words"
NUMBERS: Final = "numbers"
UNCHANGED: Final = "unchanged"
TERM: Final = "term"

# Why an engine pauses.
WORKS: Final = "works"
PAUSED: Final = "paused"
NOT_SET_UP: Final = "not_set_up"

# A note has 600; files may hold longer texts. Beyond, nothing is asked of an engine.
MOST_CHARACTERS: Final = 20_000

Asked = Callable[[], bool]
"""Whether to stop; looked at between two texts."""


@dataclass(frozen=True)
class Translation:
    """A translated text; `engine` is "" when nothing was translated, `reasons` say why it is doubtful."""

    text: str
    engine: str
    doubtful: bool = False
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class EngineState:
    """How an engine does: `condition` is works, paused or not_set_up.

    `until`: Unix seconds at which a paused engine is tried again; `why`: a code of what went wrong last
    ("timeout", "unreachable", "refused", "busy", "status", "nonsense", "died", "not_installed"), "" if nothing did.
    """

    name: str
    condition: str
    until: int | None = None
    why: str = ""


def never() -> bool:
    """Nobody wants to stop."""
    return False


class Translator(Protocol):
    """An engine. It never raises for a text: what it cannot do comes back unchanged and doubtful.

    Whoever derives from it has `translate` for nothing.
    """

    name: str

    def available(self) -> bool:
        """Tell whether the engine is set up on this machine."""

    def can(self, source: str, target: str) -> bool:
        """Tell whether the engine can translate from one language code to another."""

    def pairs(self) -> frozenset[tuple[str, str]]:
        """Return the (source, target) pairs of the four languages it can translate."""

    def translate(self, text: str, source: str, target: str, *, private: bool = False) -> Translation:
        """Translate one text."""
        return self.translate_many([text], source, target, private=private)[0]

    def translate_many(
        self,
        texts: Sequence[str],
        source: str,
        target: str,
        *,
        private: bool = False,
        cancelled: Asked = never,
    ) -> list[Translation]:
        """Translate each text, in order; one result per text.

        `private`: what a person told as their own experience, which an engine outside may have to do without.
        """

    def close(self) -> None:
        """Let go of processes and connections; the engine may be used again afterwards."""


def unchanged(text: str, reason: str = UNTRANSLATED) -> Translation:
    """Return the text as it is, marked as not translated."""
    return Translation(text=text, engine="", doubtful=True, reasons=(reason,))
