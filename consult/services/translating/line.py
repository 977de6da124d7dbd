"""The process that translates."""

from __future__ import annotations

import subprocess

from consult.services import child

COMMAND = ("translator",)


def begin_process(end: int) -> subprocess.Popen[bytes]:
    """Start it; it reads from and writes to this file descriptor."""
    return child.begin(COMMAND, stdin=end, stdout=end)
