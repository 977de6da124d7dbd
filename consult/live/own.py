"""How many connections one person may hold: phone, tablet and a few forgotten tabs, but not hundreds."""

from __future__ import annotations

from consult import metrics

# A projector's address may be open in many rooms.
MOST = {"phone": 5, "console": 10, "projector": 30, "board": 10}

# By whose budget they draw on; the oldest first.
_held: dict[tuple[str, int], dict[str, None]] = {}


def hold(owner: tuple[str, int], socket_id: str) -> list[str]:
    """One more connection of this owner; those that are too many now, the oldest first."""
    held = _held.setdefault(owner, {})
    held[socket_id] = None
    too_many = list(held)[: -MOST[owner[0]]]
    metrics.SHED.labels("own").inc(len(too_many))
    return too_many


def let_go(owner: tuple[str, int], socket_id: str) -> None:
    """A connection has ended."""
    held = _held.get(owner, {})
    held.pop(socket_id, None)
    if not held:
        _held.pop(owner, None)


def forget_all() -> None:
    """Nobody holds any, for tests."""
    _held.clear()
