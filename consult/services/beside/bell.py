"""What a loop listens to while it has nothing to do: anybody may ring, in any way in which this process waits."""

from __future__ import annotations

import selectors
import socket
from contextlib import suppress

from consult.services.beside.line import Line


class Bell:
    """A pair of sockets, made when somebody begins to listen. Ringing again before it was heard costs next to nothing."""

    def __init__(self) -> None:
        self._pair: tuple[socket.socket, socket.socket] | None = None
        self._rung = False

    def ring(self) -> None:
        """There is something to do: whoever listens need not wait any longer."""
        if self._pair is not None and not self._rung:
            self._rung = True
            with suppress(OSError):
                self._pair[1].send(b".")

    def listen(self, line: Line | None, patience: float) -> bool:
        """Wait at most so many seconds for the bell or a word on the line; True when there is a word."""
        if self._pair is None:
            self._pair = socket.socketpair()
        bell = self._pair[0]
        with selectors.DefaultSelector() as ears:
            ears.register(bell, selectors.EVENT_READ)
            if line is not None:
                ears.register(line.socket, selectors.EVENT_READ)
            ready = [key.fileobj for key, _ in ears.select(patience)]
        if bell in ready:
            self._rung = False
            bell.recv(4096)
        return line is not None and line.socket in ready
