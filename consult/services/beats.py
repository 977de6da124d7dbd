"""Signs of life of the loops that run beside the requests: a bell that has died must be seen."""

from __future__ import annotations

import time

from consult import metrics

# A turn may take its time; silence beyond this, on top of its own pause, is a loop that has died or is stuck.
PATIENCE_SECONDS = 15.0

_last: dict[str, float] = {}
_pauses: dict[str, float] = {}


def expect(loop: str, pause: float) -> None:
    """From now on `loop` is to come round every `pause` seconds."""
    _pauses[loop] = pause
    beat(loop)
    metrics.watch(metrics.LOOP_AGE, loop, lambda: time.monotonic() - _last.get(loop, 0.0))


def beat(loop: str) -> None:
    """The loop has come round."""
    _last[loop] = time.monotonic()


def late() -> list[str]:
    """The loops that should have come round long ago, by name."""
    instant = time.monotonic()
    return sorted(loop for loop, pause in _pauses.items() if instant - _last[loop] > pause + PATIENCE_SECONDS)


def forget_all() -> None:
    """Expect nothing, for tests."""
    _last.clear()
    _pauses.clear()
