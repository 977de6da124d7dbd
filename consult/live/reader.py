"""One websocket's way in: what has come is taken from the socket in one go, and cut into messages.

eventlet asks the kernel for every part of a frame: two bytes, the mask, the text, and once more to find that nothing is
left. What a screen sends is nearly always one short text in one frame; anything else (long, in several frames, a ping,
a farewell, against the rules) is left to eventlet, which reads it from what has come already. Needs eventlet.

As long as something has come, reading waits for nothing: a screen that sends without end would have the whole process
to itself. So it lets the others go first now and then, and whoever goes on like that is cut off.
"""

from __future__ import annotations

import time
from typing import Any

import eventlet

from consult import metrics

# What is taken from the kernel at once; whatever is longer is left to eventlet.
CHUNK = 4096
# The first two bytes of a frame: a whole text; masked, with its length, or with a sign that two more bytes tell it.
WHOLE_TEXT, MASKED, LENGTH_FOLLOWS = 0x81, 0x80, 126
# So many turns at reading before it is the turn of others; and how many in how short a time no screen of ours takes.
IN_A_ROW, FLOOD, FLOOD_SECONDS = 16, 1000, 2.0


class Reader:
    """Takes the place of a websocket's `wait`, and of its socket where that reads."""

    __slots__ = ("_came", "_since", "_socket", "_turns", "_wait")

    def __init__(self, ws: Any) -> None:
        self._socket, self._wait = ws.socket, ws.wait
        self._came = b""
        self._turns, self._since = 0, 0.0
        ws.socket, ws.wait = self, self.wait

    def wait(self) -> Any:
        """The next message; None at the end. Raises ConnectionAbortedError for whoever sends without end."""
        self._take_turn()
        text = self._short_text()
        return self._wait() if text is None else text

    def recv(self, size: int) -> bytes:
        """At most so many bytes, first of what has come."""
        self._take_turn()
        if not self._came:
            return bytes(self._socket.recv(size))
        taken, self._came = self._came[:size], self._came[size:]
        return taken

    def __getattr__(self, name: str) -> Any:
        return getattr(self._socket, name)

    def _take_turn(self) -> None:
        self._turns += 1
        if self._turns % IN_A_ROW:
            return
        eventlet.sleep(0)
        if self._turns < FLOOD:
            return
        instant = time.monotonic()
        if instant - self._since < FLOOD_SECONDS:
            metrics.SHED.labels("flood").inc()
            raise ConnectionAbortedError
        self._turns, self._since = 0, instant

    def _short_text(self) -> str | None:
        """The text of the next frame if it is a whole, short one; None when eventlet has to look at it."""
        if not self._has(2) or self._came[0] != WHOLE_TEXT or self._came[1] < MASKED:
            return None
        size, head = self._came[1] - MASKED, 6
        if size == LENGTH_FOLLOWS and self._has(4):
            size, head = int.from_bytes(self._came[2:4], "big"), 8
        elif size >= LENGTH_FOLLOWS:
            return None
        end = head + size
        if size > CHUNK or not self._has(end):
            return None
        try:
            text = unmasked(self._came[head:end], self._came[head - 4 : head]).decode()
        except UnicodeDecodeError:
            return None
        self._came = self._came[end:]
        return text

    def _has(self, size: int) -> bool:
        """Whether so many bytes have come; waits for them. Not when the phone has hung up before."""
        while len(self._came) < size:
            more = self._socket.recv(CHUNK)
            if not more:
                return False
            self._came += more
        return True


def unmasked(data: bytes, mask: Any, length: int | None = None, offset: int = 0) -> bytes:
    """What a phone sent, without its mask of four bytes (RFC 6455, 5.3); eventlet does it byte by byte.

    `offset` is how much of the message came before `data`.
    """
    size, turn = len(data) if length is None else length, offset % 4
    key = (bytes(mask[turn:] + mask[:turn]) * (size // 4 + 1))[:size]
    return (int.from_bytes(data[:size], "little") ^ int.from_bytes(key, "little")).to_bytes(size, "little")
