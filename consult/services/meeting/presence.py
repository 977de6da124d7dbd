"""Which phones are connected, here and at other processes. Kept in memory: it is only true while a process lives."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from consult.services import neighbours

# A phone in a pocket: its socket is gone, its person is not. People talk for a quarter of an hour without a look at it.
AWAY_SECONDS = 15 * 60
# A process that has not been heard of for so long has ended, or cannot be reached.
SILENT_SECONDS = 5.0


@dataclass
class _Elsewhere:
    """What another process said last: who is connected there, and since when others are not any more."""

    connected: set[int] = field(default_factory=set)
    gone_since: dict[int, float] = field(default_factory=dict)
    heard_at: float = 0.0


_sockets: dict[int, set[str]] = defaultdict(set)
_gone_since: dict[int, float] = {}
_elsewhere: dict[str, _Elsewhere] = {}
_changed = True


def arrived(participant_id: int, socket_id: str) -> None:
    """A phone of this participant has connected."""
    global _changed
    _sockets[participant_id].add(socket_id)
    _gone_since.pop(participant_id, None)
    _changed = True


def gone(participant_id: int, socket_id: str, now: float) -> None:
    """A phone has disconnected."""
    global _changed
    sockets = _sockets[participant_id]
    sockets.discard(socket_id)
    if not sockets:
        del _sockets[participant_id]
        _gone_since[participant_id] = now
    _changed = True


def sockets_of(participant_id: int) -> list[str]:
    """The sockets of a participant's phones at this process."""
    return list(_sockets.get(participant_id, ()))


def state(participant_id: int, now: float) -> str:
    """connected, away (just lost) or offline."""
    if participant_id in _sockets or any(participant_id in one.connected for one in _elsewhere.values()):
        return "connected"
    lost = [_gone_since, *(one.gone_since for one in _elsewhere.values())]
    since = max((times[participant_id] for times in lost if participant_id in times), default=None)
    return "away" if since is not None and now - since < AWAY_SECONDS else "offline"


def keep_in_touch(now: float) -> None:
    """Tell the other processes who is here, if that has changed, or else only that this one lives.

    Whose process has fallen silent is away from then on. Called about once a second.
    """
    global _changed
    if not neighbours.several():
        return
    if _changed:
        _changed = False
        recent = {one: at for one, at in _gone_since.items() if now - at < AWAY_SECONDS}
        neighbours.tell("presence", {"of": neighbours.ME, "connected": list(_sockets), "gone": recent})
    else:
        neighbours.tell("presence", {"of": neighbours.ME})
    for name, one in list(_elsewhere.items()):
        if time.monotonic() - one.heard_at > SILENT_SECONDS:
            _gone_since.update(dict.fromkeys(one.connected, now))
            del _elsewhere[name]


def heard(told: Mapping[str, Any]) -> None:
    """What another process tells about its phones."""
    known = told["of"] in _elsewhere
    one = _elsewhere.setdefault(told["of"], _Elsewhere())
    one.heard_at = time.monotonic()
    if "connected" in told:
        one.connected = set(told["connected"])
        one.gone_since = {int(who): at for who, at in told["gone"].items()}
    elif not known:
        neighbours.tell("who_is_there", None)


def say_again(_: Any = None) -> None:
    """Somebody asks who is here."""
    global _changed
    _changed = True


def forget_all() -> None:
    """Nobody is connected, for tests."""
    _sockets.clear()
    _gone_since.clear()
    _elsewhere.clear()
