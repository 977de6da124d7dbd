"""Whether this process keeps up. A loop that should come round four times a second tells how late everything is.

While it is late, what can wait is asked to wait: the state of a screen never, what a facilitator does never, notes last.
A screen that is told so shows it, keeps what it has, and tries again a little later.
"""

from __future__ import annotations

import math
import time
from typing import Final

from consult import metrics

TURN_SECONDS: Final = 0.25
# How late the process may be, for two turns or more, before commands of a kind have to wait.
SOON: Final = 1.0
LAST: Final = 3.0
NEVER: Final = math.inf
# Of those who ask: phones have more to do than facilitators, and there are a thousand of them. Sorting can wait.
PATIENCE: Final = {"phone": SOON, "console": NEVER, "any": NEVER, "board": SOON}

_due = 0.0
_turns = (0.0, 0.0)


def turn() -> None:
    """The loop has come round."""
    global _due, _turns
    now = time.monotonic()
    late = max(now - _due, 0.0) if _due else 0.0
    _turns = (_turns[1], late)
    _due = now + TURN_SECONDS


def lateness() -> float:
    """Seconds by which this process has been late for two turns; a single hiccup is none."""
    return min(_turns)


def must_wait(patience: float) -> bool:
    """Whether what can wait from `patience` seconds on has to wait now; counted, if so."""
    if lateness() < patience:
        return False
    metrics.SHED.labels("late").inc()
    return True


def forget_all() -> None:
    """On time, for tests."""
    global _due, _turns
    _due, _turns = 0.0, (0.0, 0.0)
