"""A broadcast is encoded once, and the same bytes are written to every websocket of its room.

Flask-SocketIO's own way costs some 40 µs a phone, most of it for a queue and a task per phone. A frame from a server is
not masked, so it is the same for everybody: it is made once, and each line (`line.py`) writes it on the spot.
Phones that poll, or are just changing to a websocket, get their packets in the stock way, in the same order.

Also here: who is in which rooms is kept per connection, so that somebody who leaves costs nothing for all the others
(the stock table is searched from end to end: a thousand who come back at once would search three thousand rooms each).

`CONSULT_FAN_OUT=stock` switches all of it off; without eventlet it is off anyway.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from engineio.packet import MESSAGE
from engineio.packet import Packet as Carrier
from socketio import Manager
from socketio.packet import EVENT

from consult.live.packets import Packet, dumps

if TYPE_CHECKING:
    from consult.live.line import Line


class FanOut(Manager):  # type: ignore[misc]
    """The manager of a socket.io server: who is connected, who is in which room, and what they are sent."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, Line] = {}
        self._rooms_of: dict[tuple[str, str], set[str | None]] = {}

    def emit(
        self,
        event: str,
        data: Any,
        namespace: str,
        room: Any = None,
        skip_sid: Any = None,
        callback: Any = None,
        to: Any = None,
        **kwargs: Any,
    ) -> None:
        """Send an event to one connection, a room, several rooms, or everybody (None)."""
        people = self.rooms.get(namespace, {})
        if callback or namespace != "/" or not people:
            # To be answered, so different for each; or nobody is there.
            super().emit(event, data, namespace, room, skip_sid, callback, to, **kwargs)
            return
        from consult.live.line import framed

        arguments = list(data) if isinstance(data, tuple) else [] if data is None else [data]
        encoded = f"{EVENT}{dumps([event, *arguments])}"
        frame = framed(f"{MESSAGE}{encoded}")
        skipped = skip_sid if isinstance(skip_sid, list) else [skip_sid]
        lines = self.lines
        for sid, connection_id in self._in(people, to or room):
            if sid in skipped:
                continue
            line = lines.get(connection_id)
            if line is None:
                self.server._send_eio_packet(connection_id, Carrier(MESSAGE, encoded))
            else:
                line.write(frame)

    def basic_enter_room(
        self, sid: str, namespace: str, room: str | None, eio_sid: str | None = None
    ) -> None:
        """Into the room, and into the list of this connection's rooms."""
        super().basic_enter_room(sid, namespace, room, eio_sid=eio_sid)
        self._rooms_of.setdefault((namespace, sid), set()).add(room)

    def basic_leave_room(self, sid: str, namespace: str, room: str | None) -> None:
        """Out of the room, and off the list."""
        super().basic_leave_room(sid, namespace, room)
        rooms = self._rooms_of.get((namespace, sid))
        if rooms is not None:
            rooms.discard(room)
            if not rooms:
                del self._rooms_of[namespace, sid]

    def basic_disconnect(self, sid: str, namespace: str, **kwargs: Any) -> None:
        """Out of every room. The same as the stock way, without looking at everybody else's rooms."""
        if namespace not in self.rooms:
            return
        for room in list(self._rooms_of.get((namespace, sid), ())):
            self.basic_leave_room(sid, namespace, room)
        self.callbacks.pop(sid, None)
        for pending in (self.pending_connect, self.pending_disconnect):
            if sid in pending.get(namespace, ()):
                pending[namespace].remove(sid)
                if not pending[namespace]:
                    del pending[namespace]

    def get_rooms(self, sid: str, namespace: str) -> list[str]:
        """The rooms of a connection."""
        return [room for room in self._rooms_of.get((namespace, sid), ()) if room is not None]

    def _in(self, people: Mapping[str | None, Any], target: Any) -> list[tuple[str, str]]:
        """Everybody in a room or in any of several rooms, once: (socket id, connection id)."""
        found: dict[str, str] = {}
        for name in target if isinstance(target, list | tuple) else [target]:
            if name in people:
                found.update(people[name]._fwdm)
        return list(found.items())


def connect_websockets(server: Any) -> None:
    """Let this socket.io server write to websockets through lines, if its manager has some; on eventlet only."""
    server.packet_class = Packet
    if server.async_mode != "eventlet":
        return
    from consult.live.line import Websocket

    lines = getattr(server.manager, "lines", None)
    # A copy, so that other servers of this process keep theirs.
    server.eio._async = {**server.eio._async, "websocket": partial(Websocket, lines=lines)}
