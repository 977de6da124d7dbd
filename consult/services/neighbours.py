"""The other processes that serve the same meetings, if there are any.

What a process keeps in its memory must follow what happens in the others: it says so to its neighbours here. The live
connection lends the voice (`consult/live/relay.py`); a process that is alone has none, and nothing is said.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

# The name of this process, until it ends.
ME = uuid.uuid4().hex

_voice: Callable[[str, Any], None] | None = None
_heard = False


def speak_through(voice: Callable[[str, Any], None] | None) -> None:
    """From now on this process has neighbours, and `voice(name, about)` reaches all of them; None: it is alone."""
    global _voice
    _voice = voice


def several() -> bool:
    """Whether other processes may serve the same meetings."""
    return _voice is not None


def tell(name: str, about: Any) -> None:
    """Let all others know; `about` is JSON. Never waits, never raises: who misses it asks again later."""
    if _voice is not None:
        _voice(name, about)


def hear(on: bool) -> None:
    """Whether this process hears what the others tell."""
    global _heard
    _heard = on


def heard() -> bool:
    """Whether the others are heard now."""
    return _heard
