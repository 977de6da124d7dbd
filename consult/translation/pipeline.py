"""One running Apertium pipeline and its two pipes.

Kept running with null flush ("-z"): 1-4 ms a note instead of 160-350 ms to start one.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import subprocess
import time
from pathlib import Path
from typing import Final

# Characters with a meaning in Apertium's stream format; a backslash takes it away.
_RESERVED: Final = re.compile(r"([\\^$/<>@{}\[\]])")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]+")
# A full stop closes the last sentence for the tagger; the empty blank marks it as ours.
_MARK: Final = "[]"
_END: Final = f".{_MARK}"
_START_SECONDS: Final = 10.0
_CHUNK: Final = 65_536
_PATIENCE: Final = 0.5


class Pipeline:
    """Started when needed, started again when dead; one thread at a time."""

    def __init__(self, mode: Path) -> None:
        """Take the file of an installed mode; nothing is started yet."""
        self._mode = mode
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def number(self) -> int | None:
        """The process number of a pipeline that was started; also that of its group."""
        process = self._process
        return None if process is None else process.pid

    def send(self, text: str, seconds: float) -> str:
        """Return the translation of a line with unknown words marked; raise OSError after `seconds` without."""
        process = self._running()
        plain = _CONTROL.sub(" ", text).strip()
        question = _RESERVED.sub(r"\\\1", plain).encode() + f"{_END}\n".encode() + b"\0"
        answer = _exchange(process, question, time.monotonic() + seconds).decode("utf-8", "replace").strip()
        if not answer.endswith(_MARK):
            # One of its programs is gone, and the others say that this is all.
            raise OSError("pipeline has lost the text")
        return re.sub(r"\\(.)", r"\1", answer.removesuffix(_END)).strip()

    def kill(self) -> None:
        """End the programs of the pipeline, also while another thread waits for its answer."""
        process = self._process
        if process is not None:
            _end_programs(process.pid)

    def stop(self) -> None:
        """End the pipeline and let go of its pipes."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        # Its shell ends after its programs and clears up after them: in a container nobody else might.
        if _has_ended(process, _PATIENCE):
            return
        _end_programs(process.pid)
        if not _has_ended(process, _PATIENCE):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            _has_ended(process, _PATIENCE)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            # The "apertium" program itself waits for a second text before it answers the first; the mode's
            # own pipeline with null flush does not. "-g" marks unknown words; the tagger takes no option.
            self._process = subprocess.Popen(  # noqa: S603 - the script is the installed mode, no text in it
                ["bash", "-c", _script(self._mode), "apertium", "-g", ""],  # noqa: S607
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                start_new_session=True,
            )
            if self._process.stdin is not None:
                os.set_blocking(self._process.stdin.fileno(), False)
        return self._process


def _has_ended(process: subprocess.Popen[bytes], seconds: float) -> bool:
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def _end_programs(shell: int) -> None:
    """Kill what the shell has started, and let it go on if it was stopped."""
    with contextlib.suppress(OSError):
        for child in Path(f"/proc/{shell}/task/{shell}/children").read_text().split():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(int(child), signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(shell, signal.SIGCONT)


def _script(mode: Path) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - fixed program, mode from our own table
            ["apertium-wblank-mode", "-z", str(mode)],  # noqa: S607
            capture_output=True,
            text=True,
            check=True,
            timeout=_START_SECONDS,
        )
    except subprocess.SubprocessError:
        raise OSError(f"cannot read mode {mode.name}") from None
    return done.stdout


def _exchange(process: subprocess.Popen[bytes], question: bytes, deadline: float) -> bytes:
    """Write and read at once, so that a long text fills no pipe; up to the null that ends the answer."""
    if process.stdin is None or process.stdout is None:
        raise OSError("pipeline has no pipes")
    into, out = process.stdin.fileno(), process.stdout.fileno()
    answer = bytearray()
    while not answer.endswith(b"\0"):
        left = deadline - time.monotonic()
        readable, writable, _ = select.select([out], [into] if question else [], [], max(0.0, left))
        if not readable and not writable:
            raise TimeoutError("pipeline is silent")
        if writable:
            question = question[os.write(into, question[:_CHUNK]) :]
        if readable:
            chunk = os.read(out, _CHUNK)
            if not chunk:
                raise OSError("pipeline has ended")
            answer += chunk
    return bytes(answer[:-1])
