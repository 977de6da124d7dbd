"""Nobody stays at the door: a line that opens and never says who it is, is cut."""

from __future__ import annotations

from flask import current_app

from consult.extensions import socketio
from consult.services.clock import now

SWEEP_SECONDS = 1.0
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
    return overdue


def _overdue(line_id: str) -> bool:
    if socketio.server.manager.sid_from_eio_sid(line_id, "/") is not None:
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
