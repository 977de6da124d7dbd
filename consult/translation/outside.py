"""What the engines on other machines have in common: patience, pauses, and no belief in what comes back."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from consult.translation.base import (
    CANCELLED,
    FAILED,
    LANGUAGES,
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
from consult.translation.fetch import FetchError, ask

AT_ONCE: Final = 4
"""Texts on their way at the same time."""
ATTEMPTS: Final = 2
FIRST_WAIT: Final = 0.3
"""Seconds before the second attempt, give or take half."""
# Nothing that a second attempt would change.
_FINAL: Final = frozenset({"timeout", "refused", "busy"})

Fetch = Callable[[str, dict[str, Any], dict[str, str], float], Any]


@dataclass
class Surroundings:
    """What a test replaces: the line, the clocks, waiting, chance."""

    fetch: Fetch = ask
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    wait: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    lock: threading.Lock = field(default_factory=threading.Lock)


class Outside(Translator):
    """An engine that is asked over HTTP, one text at a time, some at once. Safe in several threads."""

    name = ""

    def __init__(self, url: str | None, seconds: float, surroundings: Surroundings | None = None) -> None:
        """`url` is None where the engine is not set up; `seconds` are for one text."""
        self._url = url
        self._seconds = seconds
        self._around = surroundings or Surroundings()
        self._breaker = Breaker(self._around.clock, self._around.chance)

    def available(self) -> bool:
        """Tell whether an address was given."""
        return self._url is not None

    def is_elsewhere(self) -> bool:
        """Tell whether the texts leave this machine."""
        host = urlsplit(self._url or "").hostname or ""
        return host not in {"localhost", "::1"} and not host.startswith("127.")

    def can(self, source: str, target: str) -> bool:
        """Tell whether the engine may be asked: any language into one of the four."""
        return self.available() and source != target and target in LANGUAGES

    def pairs(self) -> frozenset[tuple[str, str]]:
        """Return all pairs of the four languages."""
        return frozenset((a, b) for a in LANGUAGES for b in LANGUAGES if self.can(a, b))

    def state(self) -> EngineState:
        """Return how the engine does."""
        if not self.available():
            return EngineState(self.name, NOT_SET_UP)
        if not self._breaker.open():
            return EngineState(self.name, WORKS)
        return EngineState(
            self.name, PAUSED, int(self._around.now() + self._breaker.left()), self._breaker.why
        )

    def close(self) -> None:
        """Nothing is kept open."""

    def translate_many(
        self,
        texts: Sequence[str],
        source: str,
        target: str,
        *,
        private: bool = False,
        cancelled: Asked = never,
    ) -> list[Translation]:
        """Translate each text; unchanged and doubtful where the engine is not set up, pauses or fails."""
        if not self.can(source, target):
            return [unchanged(text) for text in texts]

        def one(text: str) -> Translation:
            return unchanged(text, CANCELLED) if cancelled() else self._one(text, source, target)

        if len(texts) == 1:
            return [one(texts[0])]
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix=self.name) as several:
            return list(several.map(one, texts))

    def _one(self, text: str, source: str, target: str) -> Translation:
        if not any(map(str.isalnum, text)):
            return Translation(text=text, engine=self.name)
        if len(text) > MOST_CHARACTERS or not self._breaker.passes():
            return unchanged(text, FAILED)
        try:
            found = self._patient(text, source, target)
        except FetchError as error:
            if error.status == 400:
                # It says that it cannot do this text or language; nothing is wrong with the engine.
                self._breaker.let_go()
                return unchanged(text)
            self._breaker.failed(error.why, error.wait)
            return unchanged(text, FAILED)
        except BaseException:
            self._breaker.let_go()
            raise
        self._breaker.worked()
        return found

    def _patient(self, text: str, source: str, target: str) -> Translation:
        """A second attempt after a short wait, where it may help and there is time for it."""
        ends = self._around.clock() + self._seconds
        for attempt in range(ATTEMPTS):
            try:
                return self._asked(text, source, target, max(0.1, ends - self._around.clock()))
            except FetchError as error:
                wait = FIRST_WAIT * (0.5 + self._around.chance())
                late = self._around.clock() + wait >= ends
                last = attempt + 1 == ATTEMPTS
                if last or late or error.why in _FINAL or error.status == 400 or self._breaker.open():
                    raise
                self._around.wait(wait)
        raise AssertionError("the last attempt returns or raises")

    def _asked(self, text: str, source: str, target: str, seconds: float) -> Translation:
        """Ask once; raise FetchError."""
        raise NotImplementedError
