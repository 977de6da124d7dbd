"""Translation on the machine itself with Apertium (Debian packages), pivoting over Spanish.

Spanish and Portuguese come out well, English and French give the gist only: always show it as automatic.
"""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from consult.translation.base import (
    CANCELLED,
    FAILED,
    MOST_CHARACTERS,
    NOT_SET_UP,
    PAUSED,
    WORKS,
    Asked,
    EngineState,
    Translation,
    Translator,
    never,
    unchanged,
)
from consult.translation.breaker import Breaker
from consult.translation.doubts import judged, words
from consult.translation.edits import after, before
from consult.translation.pipelines import Pipelines
from consult.translation.terms import find, hidden, missing, put_back

_MODES: Final = {
    ("en", "es"): "eng-spa",
    ("es", "en"): "spa-eng",
    ("fr", "es"): "fr-es",
    ("es", "fr"): "es-fr",
    ("pt", "es"): "pt-es",
    ("es", "pt"): "es-pt",
}
_PIVOT: Final = "es"
_MODES_FOLDER: Final = Path("/usr/share/apertium/modes")
MEGABYTES: Final = 480
"""Enough for all six pipelines."""
_SECONDS: Final = 5.0
_LATELY: Final = 32
"""Lines of a note that are kept with their translation, so that a note in three languages passes each pipeline once."""
_UNKNOWN: Final = re.compile(r"(?<!\w)[*@#]+(\w+)")
_MARKS: Final = re.compile(r"(?<!\w)[*@#]+(?=\w)")
_CODE_WORD: Final = re.compile(r"zqx\w", re.IGNORECASE)


class Apertium(Translator):
    """Keeps the pipelines that are needed running; safe to call from several threads."""

    name = "apertium"

    def __init__(
        self,
        modes_folder: Path = _MODES_FOLDER,
        megabytes: int = MEGABYTES,
        seconds: float = _SECONDS,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
    ) -> None:
        """Nothing is started yet. `megabytes` are for all pipelines, `seconds` for one text in one of them."""
        self._modes_folder = modes_folder
        self._now = now
        self.pipelines = Pipelines(modes_folder, megabytes, seconds, clock)
        self._breakers = {mode: Breaker(clock) for mode in _MODES.values()}
        # A note goes into three languages over the same Spanish.
        self._lately: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._lock = threading.Lock()

    def available(self) -> bool:
        """Tell whether the program and at least one pair are installed."""
        return bool(self.pairs())

    def is_elsewhere(self) -> bool:
        """Return False: nothing leaves the machine."""
        return False

    def can(self, source: str, target: str) -> bool:
        """Tell whether the pair is installed, directly or over Spanish."""
        return (source, target) in self.pairs()

    def pairs(self) -> frozenset[tuple[str, str]]:
        """Return the pairs that can be translated, directly or over Spanish."""
        if shutil.which("apertium-wblank-mode") is None:
            return frozenset()
        direct = {pair for pair, mode in _MODES.items() if (self._modes_folder / f"{mode}.mode").exists()}
        over = {(a, d) for a, b in direct for c, d in direct if b == c == _PIVOT and a != d}
        return frozenset(direct | over)

    def state(self) -> EngineState:
        """Return how the engine does; paused when a pipeline keeps failing."""
        if not self.available():
            return EngineState(self.name, NOT_SET_UP, why="not_installed")
        left = [breaker.left() for breaker in self._breakers.values() if breaker.open()]
        if not left:
            return EngineState(self.name, WORKS)
        return EngineState(self.name, PAUSED, int(self._now() + max(left)), "died")

    def close(self) -> None:
        """Stop every pipeline; the next translation starts them again."""
        self.pipelines.close()

    def translate_many(
        self,
        texts: Sequence[str],
        source: str,
        target: str,
        *,
        private: bool = False,
        cancelled: Asked = never,
    ) -> list[Translation]:
        """Translate each text; unchanged and doubtful where the pair is missing or the pipeline fails."""
        if source == target:
            return [Translation(text=text, engine=self.name) for text in texts]
        if not self.can(source, target):
            return [unchanged(text) for text in texts]
        return [
            unchanged(text, CANCELLED) if cancelled() else self._one(text, source, target) for text in texts
        ]

    def _one(self, text: str, source: str, target: str) -> Translation:
        if not any(map(str.isalnum, text)):
            return Translation(text=text, engine=self.name)
        if len(text) > MOST_CHARACTERS:
            return unchanged(text)
        found = find(text, source)
        try:
            answer, unknown = self._through(hidden(text, found, source), source, target)
            translated = put_back(answer, found, target)
            if translated is None:
                translated, unknown = self._through(text, source, target)
        except OSError:
            return unchanged(text, FAILED)
        share = len(unknown) / max(1, len(words(text)))
        lost = missing(translated, found, target)
        return judged(text, translated, self.name, (source, target), share, term=lost)

    def _through(self, text: str, source: str, target: str) -> tuple[str, set[str]]:
        """Return the text line by line in the other language, and the words that were not known."""
        unknown: set[str] = set()
        lines = text.split("\n")
        for mode in _route(source, target):
            lines = [self._line(mode, line, unknown) for line in lines]
        return "\n".join(lines), unknown

    def _line(self, mode: str, line: str, unknown: set[str]) -> str:
        if not any(map(str.isalnum, line)):
            return line
        with self._lock:
            marked = self._lately.get((mode, line))
        if marked is None:
            marked = after(mode, self._sent(mode, before(mode, line)))
            with self._lock:
                self._lately[mode, line] = marked
                if len(self._lately) > _LATELY:
                    self._lately.popitem(last=False)
        unknown |= {word.lower() for word in _UNKNOWN.findall(marked) if not _CODE_WORD.fullmatch(word)}
        return _MARKS.sub("", marked)

    def _sent(self, mode: str, line: str) -> str:
        breaker = self._breakers[mode]
        if not breaker.passes():
            raise OSError("pipeline pauses")
        try:
            marked = self.pipelines.send(mode, line)
        except OSError:
            breaker.failed("died")
            raise
        except BaseException:
            breaker.let_go()
            raise
        breaker.worked()
        return marked


def _route(source: str, target: str) -> list[str]:
    direct = _MODES.get((source, target))
    return [direct] if direct else [_MODES[source, _PIVOT], _MODES[_PIVOT, target]]
