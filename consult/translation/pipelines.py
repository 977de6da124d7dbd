"""Apertium's pipelines as processes of their own: few enough for the memory there is, and none for nothing.

A pipeline is started when somebody needs it, used by one thread at a time, closed when nobody has needed it for some
minutes or when another one needs its place, and started again when it has died.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from consult.translation.pipeline import Pipeline

MEGABYTES: Final = {"eng-spa": 110, "spa-eng": 95, "es-fr": 90, "fr-es": 85, "es-pt": 45, "pt-es": 45}
"""What a running pipeline takes, measured on Debian 12 after some hundred notes: proportional set size, rounded up."""
_UNMEASURED: Final = 110
IDLE_SECONDS: Final = 300.0
_TURN: Final = 30.0


class Pipelines:
    """The pipelines that run, at most as many as the memory is for; safe to use from several threads."""

    def __init__(
        self, folder: Path, megabytes: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`folder` of the installed modes, `megabytes` for all of them, `seconds` a text may take."""
        self._folder = folder
        self._megabytes = megabytes
        self._seconds = seconds
        self._clock = clock
        self._there: dict[str, Pipeline] = {}
        self._taken: set[str] = set()
        self._used: dict[str, float] = {}
        self._changed = threading.Condition()
        self._ended: threading.Event | None = None

    def send(self, mode: str, text: str) -> str:
        """Return what the pipeline makes of a line; raise OSError when it fails twice.

        The text that is on its way when a pipeline dies is sent once more, to a new one.
        """
        with self._pipeline(mode) as pipeline:
            try:
                return pipeline.send(text, self._seconds)
            except OSError:
                pipeline.stop()
            try:
                return pipeline.send(text, self._seconds)
            except OSError:
                pipeline.stop()
                raise

    def running(self) -> dict[str, int]:
        """Process numbers by mode, of those that have been started."""
        with self._changed:
            return {mode: p.number for mode, p in self._there.items() if p.number is not None}

    def tidy(self) -> None:
        """Close what nobody has needed for some minutes."""
        with self._changed:
            late = self._clock() - IDLE_SECONDS
            for mode in [m for m in self._there if m not in self._taken and self._used[m] <= late]:
                self._drop(mode)

    def close(self) -> None:
        """Stop every pipeline, also one at work: its text fails. The next text starts them again."""
        with self._changed:
            if self._ended is not None:
                self._ended.set()
                self._ended = None
            for mode in list(self._there):
                if mode in self._taken:
                    # The thread that waits for its answer clears up.
                    self._there.pop(mode).kill()
                else:
                    self._drop(mode)

    @contextmanager
    def _pipeline(self, mode: str) -> Iterator[Pipeline]:
        with self._changed:
            while mode in self._taken or not self._room(mode):
                self._changed.wait()
            pipeline = self._there.setdefault(mode, Pipeline(self._folder / f"{mode}.mode"))
            self._taken.add(mode)
            self._keep_tidy()
        try:
            yield pipeline
        finally:
            with self._changed:
                self._taken.discard(mode)
                self._used[mode] = self._clock()
                if self._there.get(mode) is not pipeline:
                    # Closed meanwhile, and perhaps started once more: nobody would stop it.
                    pipeline.stop()
                self._changed.notify_all()

    def _room(self, mode: str) -> bool:
        """Make room by closing those that were needed longest ago; one pipeline may run whatever it takes."""
        while mode not in self._there and self._there:
            if taken_by([*self._there, mode]) <= self._megabytes:
                return True
            free = [other for other in self._there if other not in self._taken]
            if not free:
                return False
            self._drop(min(free, key=lambda other: self._used[other]))
        return True

    def _drop(self, mode: str) -> None:
        self._there.pop(mode).stop()

    def _keep_tidy(self) -> None:
        if self._ended is None:
            self._ended = threading.Event()
            threading.Thread(target=self._turns, args=(self._ended,), name="pipelines", daemon=True).start()

    def _turns(self, ended: threading.Event) -> None:
        while not ended.wait(_TURN):
            with contextlib.suppress(OSError):
                self.tidy()


def taken_by(modes: Iterable[str]) -> int:
    """Return the megabytes that pipelines of these modes take together."""
    return sum(MEGABYTES.get(mode, _UNMEASURED) for mode in modes)
