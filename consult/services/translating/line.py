"""The process that translates, and the line to it."""

from __future__ import annotations

import subprocess

from consult.services import child
from consult.services.beside.line import Line

__all__ = ["Line", "begin_process"]

COMMAND = ("translator",)


def begin_process(end: int) -> subprocess.Popen[bytes]:
    """Start it; it reads from and writes to this file descriptor."""
    return child.begin(COMMAND, stdin=end, stdout=end)
