"""Our own program in a process beside the server, for work that would stall live meetings."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import IO

from flask import current_app

from consult.extensions import db

LOG_NAME = "background.log"
# On a machine with few cores the live meetings come first, then what somebody waits for.
SOON, WHENEVER = 10, 19
_nice = shutil.which("nice")


def begin(
    command: Sequence[str],
    stdin: IO[bytes] | int | None = None,
    stdout: IO[bytes] | int | None = None,
    niceness: int = SOON,
) -> subprocess.Popen[bytes]:
    """Start `consult <command>` and do not wait for it; WHENEVER is for what takes minutes and nobody waits for.

    It reads `stdin` (nothing without one); what it says goes to `stdout` and complaints to a log in the data folder.
    A number is a file descriptor.
    """
    with _log() as log:
        return _open(command, log, niceness, stdin, stdout)


def finished(command: Sequence[str], seconds: float) -> bool:
    """Run `consult <command>` and tell whether it ended well within `seconds`. Greenlets go on."""
    with _log() as log:
        process = _open(command, log, SOON)
    try:
        return process.wait(timeout=seconds) == 0
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return False


def _open(
    command: Sequence[str],
    log: IO[bytes],
    niceness: int,
    stdin: IO[bytes] | int | None = None,
    stdout: IO[bytes] | int | None = None,
) -> subprocess.Popen[bytes]:
    politely = [_nice, "-n", str(niceness)] if _nice else []
    process = subprocess.Popen(  # noqa: S603 - our own program, arguments made by us
        [*politely, sys.executable, "-m", "consult", *command],
        env=_environment(),
        stdin=stdin or subprocess.DEVNULL,
        stdout=stdout or log,
        stderr=log,
        # Of its own, so that Ctrl-C does not reach it, but not a session of its own: among those Linux shares the
        # processor evenly, whatever they are worth.
        process_group=0,
    )
    _leave_a_core(process.pid)
    return process


def _leave_a_core(pid: int) -> None:
    """Keep a process off one of our cores, where there are several: that one is for the live meetings (Linux)."""
    if not hasattr(os, "sched_setaffinity"):
        return
    cores = sorted(os.sched_getaffinity(0))
    with suppress(OSError):
        # It may be over already.
        os.sched_setaffinity(pid, cores[1:] or cores)


def _log() -> IO[bytes]:
    folder = current_app.config["SETTINGS"].data_folder
    folder.mkdir(parents=True, exist_ok=True)
    log: IO[bytes] = (folder / LOG_NAME).open("ab")
    return log


def _environment() -> dict[str, str]:
    settings = current_app.config["SETTINGS"]
    return {
        **os.environ,
        "CONSULT_DATA": str(settings.data_folder),
        "CONSULT_DATABASE_URL": db.engine.url.render_as_string(hide_password=False),
        "CONSULT_SECRET_KEY": settings.secret_key,
        # One core: the meeting needs the other one.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
