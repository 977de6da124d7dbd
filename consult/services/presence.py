"""Which phones are connected. Kept in memory: it is only true while this process lives."""

from __future__ import annotations

from collections import defaultdict

# A phone in a pocket: its socket is gone, its person probably not.
AWAY_SECONDS = 120

_sockets: dict[int, set[str]] = defaultdict(set)
_gone_since: dict[int, float] = {}


def arrived(participant_id: int, socket_id: str) -> None:
    """A phone of this participant has connected."""
    _sockets[participant_id].add(socket_id)
    _gone_since.pop(participant_id, None)


def gone(participant_id: int, socket_id: str, now: float) -> None:
    """A phone has disconnected."""
    sockets = _sockets[participant_id]
    sockets.discard(socket_id)
    if not sockets:
        del _sockets[participant_id]
        _gone_since[participant_id] = now


def sockets_of(participant_id: int) -> list[str]:
    """The sockets of a participant's phones."""
    return list(_sockets.get(participant_id, ()))


def state(participant_id: int, now: float) -> str:
    """connected, away (just lost) or offline."""
    if participant_id in _sockets:
        return "connected"
    since = _gone_since.get(participant_id)
    return "away" if since is not None and now - since < AWAY_SECONDS else "offline"
