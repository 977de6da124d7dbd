"""The null engine: every text stays as it was written, and says so."""

from __future__ import annotations

from collections.abc import Sequence

from consult.translation.base import Asked, Translation, Translator, never, unchanged


class Untranslated(Translator):
    """Translates nothing; used where no engine is installed."""

    name = ""

    def available(self) -> bool:
        """Return True: doing nothing always works."""
        return True

    def can(self, source: str, target: str) -> bool:
        """Return False."""
        return False

    def pairs(self) -> frozenset[tuple[str, str]]:
        """Return no pair."""
        return frozenset()

    def translate_many(
        self,
        texts: Sequence[str],
        source: str,
        target: str,
        *,
        private: bool = False,
        cancelled: Asked = never,
    ) -> list[Translation]:
        """Return each text unchanged and marked as untranslated."""
        return [unchanged(text) for text in texts]

    def close(self) -> None:
        """Do nothing."""
