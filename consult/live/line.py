"""One websocket's way out: every packet leaves at once and in order, and nobody ever waits for a slow phone.

Engine.IO gives each connection a queue, and a task that takes packets out of it and sends them: a broadcast to a
thousand phones wakes a thousand tasks. Here a line takes the place of that queue. Whatever is put into it is written
to the socket on the spot, without waiting; what the socket does not take is kept, and one task hands it on, in order.
So there is a single way out, for broadcasts and answers, pings and farewells alike, and no frame can cut another.

A phone that does not read for too long is dropped: it comes back and asks for its state. Needs eventlet.
"""

from __future__ import annotations

import socket
import struct
from collections import deque
from collections.abc import Callable
from typing import Any

import eventlet
from engineio.async_drivers.eventlet import WebSocketWSGI
from eventlet.event import Event
from eventlet.greenio import GreenSocket
from eventlet.queue import Empty

from consult import metrics
from consult.live.leaving import in_turn
from consult.live.reader import Reader, unmasked

# A frame is kept as long as less than this is waiting; 1 MB is the largest snapshot several times over.
MAX_WAITING_BYTES = 1_000_000
# What the kernel may hold for a phone that does not read, beyond what its own window takes.
MAX_UNSENT_BYTES = 128 * 1024
# Closing such a connection throws away at once what the kernel still holds for it.
NO_LINGERING = struct.pack("ii", 1, 0)


class Nowhere:
    """Where eventlet writes that it has closed what was closed, and whose it was."""

    def write(self, _text: str) -> None:
        """Keep it to oneself."""


NOWHERE = Nowhere()


class Websocket(WebSocketWSGI):  # type: ignore[misc]
    """Engine.IO's websocket on eventlet, with a line in the place of its queue.

    Two things hold for stock writing too: no compression (a browser always offers it, and for small frames it
    triples the memory of a connection), and nothing is held back to be sent together with what comes later.
    """

    def __init__(self, handler: Callable[[Any], Any], server: Any, lines: dict[str, Line] | None) -> None:
        """`handler` is the method of the Engine.IO connection; `lines` is None for stock writing."""
        super().__init__(handler, server)
        self._connection = handler.__self__  # type: ignore[attr-defined]
        self._lines = lines
        self.support_legacy_versions = False
        self.handler = self._serve if lines is None else self._with_line

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Shake hands, offering no extensions, and serve the connection to its end."""
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        if "eventlet.input" in environ:
            environ["eventlet.input"].get_socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return super().__call__(environ, start_response)

    def _with_line(self, ws: Any) -> Any:
        connection, lines = self._connection, self._lines
        if lines is None or type(ws.socket) is not GreenSocket:
            # Encrypted by this very process: bytes cannot be written past the encryption.
            return self._serve(ws)
        line = Line(connection, ws, lines)
        ws.wait = in_turn(ws.wait)
        try:
            return self._serve(ws)
        finally:
            line.leave()
            # Its own method, so a circle: it would have to be searched for.
            del self.handler

    def _serve(self, ws: Any) -> Any:
        ws.log = NOWHERE
        try:
            return self._connection._websocket_handler(ws)
        except ValueError:
            # Not even a packet. Engine.IO would keep the connection, and what comes next be read as a request.
            self._connection.close(wait=False, abort=True)
            return []


class Line:
    """What is written to one websocket. Engine.IO sees the queue it expects.

    While a connection is still changing from polling to its websocket, packets go to the queue it had, so that they
    are fetched by the last poll; the line opens with the first packet after the change, and takes over what is left.
    """

    __slots__ = (
        "_before",
        "_connection",
        "_dead",
        "_ended",
        "_lines",
        "_send",
        "_task",
        "_waiting",
        "_waiting_bytes",
        "_ws",
    )

    def __init__(self, connection: Any, ws: Any, lines: dict[str, Line]) -> None:
        """Take the place of the connection's queue. Once open, the line is in `lines` by the connection's id."""
        self._connection, self._ws, self._lines = connection, ws, lines
        self._before: Any = connection.queue
        self._send = ws.socket.fd.send
        self._waiting: deque[memoryview] = deque()
        self._waiting_bytes = 0
        self._task: Any = None
        self._ended = Event()
        self._dead = False
        connection.queue = self
        ws._send = self.write_and_wait
        ws._apply_mask = unmasked
        Reader(ws)
        if hasattr(socket, "TCP_NOTSENT_LOWAT"):
            ws.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, MAX_UNSENT_BYTES)

    def write(self, frame: bytes) -> None:
        """Send a websocket frame, or keep it if the phone is behind. Never waits, never raises."""
        if self._waiting or self._dead:
            self._keep(memoryview(frame))
            return
        try:
            sent = self._send(frame)
        except (BlockingIOError, InterruptedError):
            sent = 0
        except (OSError, ValueError):
            self.drop()
            return
        if sent < len(frame):
            self._keep(memoryview(frame)[sent:])

    def write_and_wait(self, frame: bytes) -> None:
        """The same for the frames of the websocket itself (pong, farewell): their sender may wait."""
        self.write(frame)
        if self._task is not None:
            self._task.wait()

    def drop(self) -> None:
        """Cut the connection. Its reader wakes up, finds the end, and Engine.IO tidies up as for any that is gone."""
        if self._dead:
            return
        self._dead = True
        self._lines.pop(self._connection.sid, None)
        self._waiting.clear()
        self._waiting_bytes = 0
        try:
            self._ws.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGERING)
            self._ws.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            # Already gone.
            return

    def leave(self) -> None:
        """The websocket has ended; after a failed change from polling, the connection gets its queue back."""
        self._lines.pop(self._connection.sid, None)
        if self._before is not None:
            self._connection.queue = self._before

    # What Engine.IO asks of a queue.

    def put(self, packet: Any) -> None:
        """Send a packet of Engine.IO; None means that nothing more will come."""
        if not self._is_open():
            self._before.put(packet)
        elif packet is not None:
            self.write(framed(packet.encode()))
        elif not self._ended.ready():
            self._ended.send()

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        """Before the line is open, the next packet; after that only None, at the end.

        Raises Empty as the queue of eventlet does.
        """
        if not self._is_open():
            return self._before.get(block, timeout)
        if not block:
            raise Empty
        self._ended.wait()
        return None

    def task_done(self) -> None:
        """A packet from `get` has been dealt with."""
        if self._before is not None:
            self._before.task_done()

    def join(self) -> None:
        """Nothing to wait for: what was put is written, or waits for the phone."""
        if self._before is not None:
            self._before.join()

    def empty(self) -> bool:
        """Whether `get` would find nothing."""
        return self._before is None or bool(self._before.empty())

    def qsize(self) -> int:
        """How many packets this phone has still to take, for the figures."""
        return len(self._waiting) + (0 if self._before is None else int(self._before.qsize()))

    @property
    def waiting_bytes(self) -> int:
        """How much this phone has still to take, for the figures."""
        return self._waiting_bytes

    # ---

    def _is_open(self) -> bool:
        if self._before is None:
            return True
        if not self._connection.upgraded:
            return False
        before, self._before = self._before, None
        self._lines[self._connection.sid] = self
        while not before.empty():
            self.put(before.get(block=False))
        return True

    def _keep(self, rest: memoryview) -> None:
        if self._dead:
            return
        if self._waiting_bytes > MAX_WAITING_BYTES:
            metrics.DROPPED.inc()
            self.drop()
            return
        self._waiting.append(rest)
        self._waiting_bytes += len(rest)
        if self._task is None:
            self._task = eventlet.spawn(self._hand_on)

    def _hand_on(self) -> None:
        """Send what is waiting, at the phone's own pace. As long as something waits, nobody else writes."""
        try:
            while self._waiting:
                # Waits here; raises when the phone has taken nothing for as long as the socket allows.
                sent = self._ws.socket.send(self._waiting[0])
                if self._dead:
                    break
                self._waiting_bytes -= sent
                rest = self._waiting.popleft()[sent:]
                if rest:
                    self._waiting.appendleft(rest)
        except (OSError, ValueError):
            self.drop()
        finally:
            self._task = None


def framed(payload: str | bytes) -> bytes:
    """The websocket frame of a whole text or binary message from a server (RFC 6455, 5.2): unmasked, so the same for all."""
    opcode = 0x81 if isinstance(payload, str) else 0x82
    body = payload.encode() if isinstance(payload, str) else bytes(payload)
    size = len(body)
    if size < 126:
        head = struct.pack("!BB", opcode, size)
    elif size < 65536:
        head = struct.pack("!BBH", opcode, 126, size)
    else:
        head = struct.pack("!BBQ", opcode, 127, size)
    return head + body
