"""When Python searches for rubbish: a little at a time, and thoroughly only while nobody is waiting.

Nearly everything is thrown away the moment nobody needs it. What only a search can find, things that hold each other, is
searched for among the youngest; what is found to be in use is not looked at again. Left to itself Python would soon look
at all that a thousand connections hold, and for a tenth of a second nobody would get an answer.
"""

from __future__ import annotations

import gc
import time
from typing import Any, Literal

# Objects that came and stayed until the youngest are searched: two milliseconds.
SEARCH_AFTER = 5_000
NEVER = 1_000_000_000
# After so many such searches everything is searched as soon as it is quiet; after so many, at once.
MANY, TOO_MANY = 20, 1_000
# Quiet: this process has used less of its time than this.
QUIET = 0.05
LOOK_SECONDS = 1.0

_searches = 0
_looked = (0.0, 0.0)


def put_off_searching() -> None:
    """Called once, when everything is loaded."""
    gc.set_threshold(SEARCH_AFTER, NEVER, NEVER)
    if _keep not in gc.callbacks:
        gc.callbacks.append(_keep)
    search()


def search() -> None:
    """Search everything. A fifth of a second with a thousand connections."""
    global _searches
    gc.unfreeze()
    gc.collect()
    _searches = 0


def search_when_quiet() -> bool:
    """Search everything if there may be something to find and nobody is waiting; called every second."""
    global _looked
    (used, at), _looked = _looked, (time.process_time(), time.monotonic())
    quiet = _looked[0] - used < QUIET * (_looked[1] - at)
    if _searches < (MANY if quiet else TOO_MANY):
        return False
    search()
    return True


def _keep(phase: Literal["start", "stop"], _found: dict[str, Any]) -> None:
    """What a search has left is in use, and not looked at again."""
    global _searches
    if phase == "stop":
        gc.freeze()
        _searches += 1
