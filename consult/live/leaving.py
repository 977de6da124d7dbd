"""Whoever comes is served before whoever has gone is cleared away.

When the Wi-Fi of a hall fails, a thousand lines end at the same moment, and the first phones are back before all of these
are cleared away. So those that have ended stand in a queue: between two of them everybody else has a turn.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import eventlet
from eventlet.semaphore import Semaphore

_queue = Semaphore(1)


def in_turn(wait: Callable[[], Any]) -> Callable[[], Any]:
    """The same `wait` for the next message (None or an error at the end), whose end waits for its turn."""

    def wait_for_message() -> Any:
        message = None
        try:
            message = wait()
        finally:
            if message is None:
                _take_turn()
        return message

    return wait_for_message


def _take_turn() -> None:
    with _queue:
        # The hub looks for whoever has come meanwhile.
        eventlet.sleep(0)
