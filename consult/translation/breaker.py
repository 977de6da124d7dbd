"""When to leave an engine alone that fails again and again, and when to try it once more."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from typing import Final

FAILURES: Final = 3
"""Failures one after another before a pause."""
FIRST_PAUSE: Final = 15.0
LONGEST_PAUSE: Final = 600.0
"""Seconds. Each pause is twice as long as the one before, give or take a fifth."""

Clock = Callable[[], float]


class Breaker:
    """Closed: everything passes. Open: nothing does, for a while. Then one text tries; safe in several threads."""

    def __init__(self, clock: Clock = time.monotonic, chance: Callable[[], float] = random.random) -> None:
        """`clock` counts seconds; `chance` is a number between 0 and 1, so that servers do not come all at once."""
        self._clock = clock
        self._chance = chance
        self._lock = threading.Lock()
        self._failures = 0
        self._pauses = 0
        self._until: float | None = None
        self._trying = False
        self.why = ""

    def passes(self) -> bool:
        """Tell whether a text may be sent now; after a pause the first one who asks tries for all."""
        with self._lock:
            if self._until is None:
                return True
            if self._trying or self._clock() < self._until:
                return False
            self._trying = True
            return True

    def worked(self) -> None:
        """A text came back well: all is forgotten."""
        with self._lock:
            self._failures = self._pauses = 0
            self._until, self._trying, self.why = None, False, ""

    def failed(self, why: str, wait: float = 0.0) -> None:
        """A text did not come back well; `wait`: seconds the other side asked for, taken at once if above 0."""
        with self._lock:
            self.why = why
            self._failures += 1
            if self._trying or wait > 0 or self._failures >= FAILURES:
                self._pause(wait)
            self._trying = False

    def let_go(self) -> None:
        """The text that was to try was given up for reasons of its own: the next one tries."""
        with self._lock:
            self._trying = False

    def left(self) -> float:
        """Seconds until the next try; 0.0 where nothing stands in the way."""
        with self._lock:
            return 0.0 if self._until is None else max(0.0, self._until - self._clock())

    def open(self) -> bool:
        """Tell whether the engine is being left alone, or is just being tried after a pause."""
        with self._lock:
            return self._until is not None

    def _pause(self, wait: float) -> None:
        if self._until is not None and not self._trying and self._clock() < self._until:
            # Texts that were on their way when the pause began do not make it longer.
            return
        pause = min(FIRST_PAUSE * 2**self._pauses, LONGEST_PAUSE) * (0.8 + 0.4 * self._chance())
        self._until = self._clock() + min(max(pause, wait), LONGEST_PAUSE * 1.2)
        self._pauses = min(self._pauses + 1, 10)
