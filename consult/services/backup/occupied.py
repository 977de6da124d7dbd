"""Is a server at work on this data folder? Servers share a lock on a file there; whoever changes the data needs it alone.

The lock goes with the process, also when it is killed.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from consult.config import ConfigurationError

LOCK_NAME = "serving.lock"


class Occupied(ConfigurationError):
    """A server is at work there, or something that must not run beside one; the text is for the person at the terminal."""


def share(folder: Path) -> IO[bytes]:
    """One of several servers is at work from now on, as long as the file is open; raises Occupied during a restore."""
    return _locked(
        folder, fcntl.LOCK_SH, f"a backup is being restored into {folder}: try again when it is done"
    )


def claim(folder: Path) -> IO[bytes]:
    """The only server is at work from now on, as long as the file is open; raises Occupied beside another."""
    return _locked(
        folder,
        fcntl.LOCK_EX,
        f"a server is running on {folder}, or a backup is being restored: SQLite is for one server",
    )


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """No server is at work, and none starts meanwhile; raises Occupied."""
    with _locked(folder, fcntl.LOCK_EX, f"a server is running on {folder}: stop it first"):
        yield


def _locked(folder: Path, how: int, otherwise: str) -> IO[bytes]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file: IO[bytes] = (folder / LOCK_NAME).open("ab")
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise Occupied(otherwise) from None
    return file
