"""Nobody stays at the door: a line that opens and never says who it is, is cut."""

from __future__ import annotations

from typing import Any

from flask import Flask

from consult.extensions import socketio


def register(app: Flask) -> None:
    """Look at every new line again after the time the settings give it."""
    lines = socketio.server.eio
    admit = lines.handlers["connect"]
    seconds = app.config["SETTINGS"].join_within_seconds

    def opened(line_id: str, environ: dict[str, Any]) -> Any:
        socketio.start_background_task(_wait_and_look, line_id, seconds)
        return admit(line_id, environ)

    lines.on("connect", opened)


def cut_unless_joined(line_id: str) -> bool:
    """Close a line on which no screen was let in; whether there was one to close."""
    if socketio.server.manager.sid_from_eio_sid(line_id, "/") is not None:
        return False
    line = socketio.server.eio.sockets.pop(line_id, None)
    if line is None:
        return False
    # Without waiting: perhaps nobody will ever fetch what was still to be said.
    line.close(wait=False)
    return True


def _wait_and_look(line_id: str, seconds: float) -> None:
    socketio.sleep(seconds)
    cut_unless_joined(line_id)
