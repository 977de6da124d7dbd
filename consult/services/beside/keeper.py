"""Who keeps a process beside the server: begun when it is needed, ended when it is not, replaced when it has died.

One that dies again and again is begun ever more seldom. Nobody waits for any of it.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from consult import metrics
from consult.services.beside.line import Line

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.5, 60.0


@dataclass
class Keeper:
    """The process, if there is one; `work` is its name in the figures, `deaths` since it has answered anything.

    Instants are monotonic seconds.
    """

    work: str
    line: Line | None = None
    deaths: int = 0
    not_before: float = 0.0
    last_used: float = 0.0
    ended: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def tidy_up(self) -> None:
        """Nothing of the processes that have ended is left in the list of processes."""
        self.ended = [process for process in self.ended if process.poll() is None]

    def may_begin(self) -> bool:
        """Whether there is none, and the last one has not died just now."""
        return self.line is None and time.monotonic() >= self.not_before

    def begin(self, begin_process: Callable[[int], subprocess.Popen[bytes]]) -> None:
        """Begin one; where that is impossible, it counts as dead."""
        self.last_used = time.monotonic()
        try:
            self.line = Line(begin_process)
        except OSError:
            self.died()

    def died(self, first: float = FIRST_PAUSE_SECONDS, longest: float = LONGEST_PAUSE_SECONDS) -> None:
        """It has ended by itself; the next one comes after a pause."""
        self.deaths += 1
        self.not_before = time.monotonic() + min(first * 2 ** (self.deaths - 1), longest)
        self.let_go("failed")

    def let_go(self, outcome: str) -> None:
        """Hang up; `outcome` (done, failed) is counted."""
        metrics.RUNS.labels(self.work, outcome).inc()
        if self.line is not None:
            with suppress(OSError):
                self.line.hang_up()
            self.ended.append(self.line.process)
            self.line = None

    def kill(self) -> None:
        """End it now and wait for its end, for tests."""
        if self.line is not None:
            self.line.kill()
            self.line.process.wait()
            self.line = None
