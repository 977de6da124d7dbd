"""Nobody stays at the door: a line that opens and never says who it is, is cut.

The door has room for a hall that comes back all at once. When more are waiting, those who have waited longest go:
a phone says who it is within moments, so a flood of lines that say nothing pushes out nobody but itself.
"""

from __future__ import annotations

from flask import current_app

from consult import metrics
from consult.extensions import socketio
from consult.live import who
from consult.services.clock import now

SWEEP_SECONDS = 1.0
MOST_WAITING = 2000
# So many go at once, so that not everybody who comes looks for them.
TENTH = 10
_waiting: dict[str, float] = {}


def sweep() -> list[str]:
    """Cut every line that has waited too long without a screen being let in; their ids."""
    lines = socketio.server.eio.sockets
    for line_id in list(_waiting):
        if line_id not in lines:
            del _waiting[line_id]
    overdue = [line_id for line_id in list(lines) if _overdue(line_id)]
    for line_id in overdue:
        _cut(line_id)
        metrics.SHED.labels("door").inc()
    return overdue


def make_room(most: int = MOST_WAITING) -> list[str]:
    """Somebody is about to come: cut those who have waited longest, if there are too many; their ids."""
    lines = socketio.server.eio.sockets
    too_many = len(lines) - who.how_many() - most
    if too_many < 0:
        return []
    waiting = [line_id for line_id in lines if not _is_in(line_id)]
    oldest = waiting[: too_many + 1 + most // TENTH]
    for line_id in oldest:
        _cut(line_id)
        metrics.SHED.labels("door").inc()
    return oldest


def cut(socket_id: str) -> None:
    """Cut the line of somebody who was let in."""
    line_id = socketio.server.manager.eio_sid_from_sid(socket_id, "/")
    if line_id is not None:
        metrics.SHED.labels("flood").inc()
        _cut(line_id)


def _is_in(line_id: str) -> bool:
    return socketio.server.manager.sid_from_eio_sid(line_id, "/") is not None


def _overdue(line_id: str) -> bool:
    if _is_in(line_id):
        _waiting.pop(line_id, None)
        return False
    since = _waiting.setdefault(line_id, now())
    return now() - since >= float(current_app.config["SETTINGS"].join_within_seconds)


def _cut(line_id: str) -> None:
    line = socketio.server.eio.sockets.pop(line_id, None)
    if line is not None and line.closed:
        # Something unreadable came in: its request waits for a farewell to be fetched, which nobody does.
        while not line.queue.empty():
            line.queue.get(block=False)
            line.queue.task_done()
    elif line is not None:
        # Without waiting: perhaps nobody will ever fetch what was still to be said.
        line.close(wait=False)
