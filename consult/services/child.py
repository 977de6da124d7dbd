"""Our own program in a process beside the server, for work that would stall live meetings."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from typing import IO

from flask import current_app

from consult.extensions import db

LOG_NAME = "background.log"
# On a machine with few cores the live meetings come first.
_POLITELY = [nice, "-n", "10"] if (nice := shutil.which("nice")) else []


def begin(
    command: Sequence[str], stdin: IO[bytes] | None = None, stdout: IO[bytes] | None = None
) -> subprocess.Popen[bytes]:
    """Start `consult <command>` and do not wait for it.

    It reads `stdin` (nothing without one); what it says goes to `stdout` and complaints to a log in the data folder.
    """
    with _log() as log:
        return _open(command, log, stdin, stdout)


def finished(command: Sequence[str], seconds: float) -> bool:
    """Run `consult <command>` and tell whether it ended well within `seconds`. Greenlets go on."""
    with _log() as log:
        process = _open(command, log)
    try:
        return process.wait(timeout=seconds) == 0
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return False


def _open(
    command: Sequence[str], log: IO[bytes], stdin: IO[bytes] | None = None, stdout: IO[bytes] | None = None
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own program, arguments made by us
        [*_POLITELY, sys.executable, "-m", "consult", *command],
        env=_environment(),
        stdin=stdin or subprocess.DEVNULL,
        stdout=stdout or log,
        stderr=log,
        start_new_session=True,
    )


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
