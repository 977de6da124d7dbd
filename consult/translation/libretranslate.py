"""LibreTranslate over HTTP, on a machine of the city or anywhere."""

from __future__ import annotations

from typing import Any

from consult.translation.base import Translation
from consult.translation.doubts import judged
from consult.translation.fetch import FetchError
from consult.translation.outside import Outside, Surroundings
from consult.translation.sanity import cleaned, is_nonsense
from consult.translation.terms import find, hidden, missing, put_back


class LibreTranslate(Outside):
    """Terms of the field travel as code words; a text whose code words got lost travels once more without."""

    name = "libretranslate"

    def __init__(
        self, url: str | None, key: str | None, seconds: float = 10, surroundings: Surroundings | None = None
    ) -> None:
        """`url` of the server, without "/translate"; `key` where it asks for one."""
        super().__init__(url, seconds, surroundings)
        self._key = key

    def _asked(self, text: str, source: str, target: str, seconds: float) -> Translation:
        ends = self._around.clock() + seconds
        found = find(text, source)
        answer: str | None = None
        if found:
            answer = put_back(self._said(hidden(text, found), source, target, seconds), found, target)
        if answer is None:
            answer = self._said(text, source, target, max(0.1, ends - self._around.clock()))
        return judged(text, answer, self.name, (source, target), term=missing(answer, found, target))

    def _said(self, text: str, source: str, target: str, seconds: float) -> str:
        question: dict[str, Any] = {
            "q": text,
            "source": source,
            "target": target,
            "format": "text",
        }
        if self._key:
            question["api_key"] = self._key
        data = self._around.fetch(f"{self._url}/translate", question, {}, seconds)
        answer = data.get("translatedText") if isinstance(data, dict) else None
        if not isinstance(answer, str):
            raise FetchError("nonsense")
        answer = cleaned(answer, text)
        if is_nonsense(answer, text):
            raise FetchError("nonsense")
        return answer
