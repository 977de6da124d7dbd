"""How far behind each phone is: how long its last answer to a ping took, or for how long it has owed one by now.

The server pings every line in turn (`ping_interval` in `create_app`); what a line does not take, a ping waits behind.
So an answer says how late everything else is for this phone: for its Wi-Fi, for itself, or because the server is busy.
"""

from __future__ import annotations

import time
import uuid
from statistics import median
from typing import Any

import engineio.socket

from consult.extensions import socketio
from consult.live import who
from consult.services.meeting import rooms

# From here on people notice that their phone is behind.
BEHIND_SECONDS = 2.0
TELL_SECONDS = 3.0
# Consoles hear of the phones of several processes; this is how they tell these apart.
PROCESS = uuid.uuid4().hex[:8]


class TimedSocket(engineio.socket.Socket):  # type: ignore[misc]
    """Engine.IO's connection, by websocket or polling, that remembers how long its last ping took."""

    answered_in: float | None = None

    def schedule_ping(self) -> None:
        """Called when a ping was answered; and once at the beginning, before the connection is open."""
        if self.connected and self.last_ping:
            self.answered_in = max(time.time() - self.last_ping, 0.0)
        super().schedule_ping()


def measure() -> None:
    """From now on every new connection of this process is timed."""
    engineio.socket.Socket = TimedSocket


def of_connection(connection: Any) -> float | None:
    """Seconds by which a connection is behind; None as long as it has not been pinged."""
    if not connection.connected:
        return None
    owed = max(time.time() - connection.last_ping, 0.0) if connection.last_ping else None
    known = [seconds for seconds in (owed, connection.answered_in) if seconds is not None]
    return max(known, default=None)


def of_phones(meeting_id: int) -> dict[int, float]:
    """Seconds by which each participant of this process is behind; with several phones, the best of them."""
    found: dict[int, float] = {}
    room = rooms.phones(meeting_id)
    for socket_id, line_id in list(socketio.server.manager.get_participants("/", room)):
        one, connection = who.remembered(socket_id), socketio.server.eio.sockets.get(line_id)
        seconds = of_connection(connection) if connection is not None else None
        if one is not None and seconds is not None:
            found[one.id] = min(seconds, found.get(one.id, seconds))
    return found


def worst(meeting_id: int) -> tuple[int, float] | None:
    """(participant, seconds) of the phone that is furthest behind; None where none was measured yet."""
    found = of_phones(meeting_id)
    return max(found.items(), key=lambda one: one[1], default=None)


def summary(meeting_id: int) -> dict[str, Any]:
    """What a console is told about the phones of this process; seconds, `participant` is the slowest."""
    found = of_phones(meeting_id)
    participant, slowest = max(found.items(), key=lambda one: one[1], default=(None, None))
    return {
        "process": PROCESS,
        "phones": len(found),
        "behind": sum(1 for seconds in found.values() if seconds > BEHIND_SECONDS),
        "median": round(median(found.values()), 3) if found else None,
        "worst": None if slowest is None else round(slowest, 3),
        "participant": participant,
    }


def tell() -> None:
    """Tell the consoles of every meeting that has phones here."""
    for meeting_id in {one.meeting_id for one in who.everybody() if one.kind == "phone"}:
        socketio.emit("lag.measured", summary(meeting_id), to=rooms.consoles(meeting_id))


def everywhere() -> list[float]:
    """Seconds of all lines of this process, for the figures."""
    lines = list(socketio.server.eio.sockets.values())
    return [seconds for line in lines if (seconds := of_connection(line)) is not None]
