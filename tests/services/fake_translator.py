"""The process that translates, with an engine that only says what it would do: `python fake_translator.py FOLDER`.

A text that begins with "(xx)" is recognised as xx. Words in capitals make trouble: DIE once, KILL always, GARBLE, FAIL.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from consult.analysis.language import Recognised
from consult.domain.languages import LANGUAGES
from consult.services.translating.worker import as_line, work
from consult.translation.base import FAILED, WORKS, EngineState, Translation, unchanged

DIED = Path(sys.argv[1]) / "died"


class Fake:
    def state(self) -> Sequence[EngineState]:
        return [EngineState("fake", WORKS)]

    def translate_many(
        self, texts: Sequence[str], source: str, target: str, *, private: bool = False
    ) -> list[Translation]:
        return [one(text, source, target) for text in texts]


def one(text: str, source: str, target: str) -> Translation:
    if "KILL" in text or ("DIE" in text and not DIED.exists()):
        DIED.touch()
        os._exit(1)
    if "GARBLE" in text:
        sys.stdout.buffer.write(b'what?\n[]\n{"id": "x"}\n{"id": 9999, "done": true}\n\xff\xfe\n')
    if "FAIL" in text:
        return unchanged(text, FAILED)
    if source not in LANGUAGES:
        return unchanged(text)
    lost = ("negation",) if "nadie" in text.lower() else ()
    return Translation(f"[{target}] {text}", "fake", bool(lost), lost)


def recognise(text: str, allowed: Sequence[str], prior: str) -> Recognised:
    language = text[1:3] if text.startswith("(") else prior
    return Recognised(language, 1.0, language not in allowed)


def answer(answers: list[dict[str, object]]) -> None:
    sys.stdout.buffer.write(as_line(answers))
    sys.stdout.buffer.flush()


with suppress(ConnectionError):
    work(Fake(), recognise, iter(sys.stdin.buffer.readline, b""), answer)
