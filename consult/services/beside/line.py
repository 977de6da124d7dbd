"""The line to a process beside the server: one JSON text a line, in both directions.

The line is a pair of sockets, not pipes: whoever reads one lets everybody else go on, however this process waits.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

# The process reads at once; one that does not is as good as dead.
SEND_SECONDS = 5.0
LONGEST_LINE = 1_000_000


class Line:
    """A running process. Raises OSError when it cannot be begun or does not take what it is sent."""

    def __init__(self, begin: Callable[[int], subprocess.Popen[bytes]]) -> None:
        ours, theirs = socket.socketpair()
        # Where sockets never block, for eventlet, that of the process would not either.
        os.set_blocking(theirs.fileno(), True)
        try:
            self.process = begin(theirs.fileno())
        except OSError:
            ours.close()
            raise
        finally:
            theirs.close()
        ours.settimeout(SEND_SECONDS)
        self.socket = ours
        self._rest = b""

    def send(self, content: Mapping[str, Any]) -> None:
        """One line to the process."""
        self.socket.sendall(json.dumps(content).encode() + b"\n")

    def read(self) -> list[bytes] | None:
        """The whole lines that have come, without waiting for more; None when the process has ended."""
        try:
            chunk = self.socket.recv(262_144)
        except OSError:
            return None
        if not chunk or len(self._rest) > LONGEST_LINE:
            return None
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        return lines

    def hang_up(self) -> None:
        """Without a line to the server the process ends by itself, when it is done with what it has."""
        self.socket.close()

    def kill(self) -> None:
        """End it now."""
        self.hang_up()
        with suppress(OSError):
            self.process.kill()
