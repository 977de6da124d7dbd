"""Translation on the machine itself with Apertium (Debian packages), pivoting over Spanish.

Pipelines are kept running and fed with null flush ("-z"): 1-4 ms a note instead of 160-350 ms to start one.
Spanish and Portuguese come out well, English and French give the gist only: always show it as automatic.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from consult.translation.base import FAILED, Translation, judged, unchanged

_MODES: Final = {
    ("en", "es"): "eng-spa",
    ("es", "en"): "spa-eng",
    ("fr", "es"): "fr-es",
    ("es", "fr"): "es-fr",
    ("pt", "es"): "pt-es",
    ("es", "pt"): "es-pt",
}
_PIVOT: Final = "es"
_MODES_FOLDER: Final = Path("/usr/share/apertium/modes")
_TIMEOUT: Final = 10.0
# Characters with a meaning in Apertium's stream format; a backslash takes it away.
_RESERVED: Final = re.compile(r"([\\^$/<>@{}\[\]])")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]+")
# A full stop closes the last sentence for the tagger; the empty blank marks it as ours.
_END: Final = ".[]"
_MARKED: Final = re.compile(r"(?<!\w)[*@#]+(?=\w)")
_WORD: Final = re.compile(r"\w+")


class Apertium:
    """Keeps one pipeline per pair running; safe to call from several threads."""

    name = "apertium"

    def __init__(self, modes_folder: Path = _MODES_FOLDER) -> None:
        """Take the folder of installed modes; nothing is started yet."""
        self._modes_folder = modes_folder
        self._pipelines: dict[str, _Pipeline] = {}
        self._lock = threading.Lock()

    def available(self) -> bool:
        """Tell whether the program and at least one pair are installed."""
        return bool(self.pairs())

    def pairs(self) -> frozenset[tuple[str, str]]:
        """Return the pairs that can be translated, directly or over Spanish."""
        if shutil.which("apertium-wblank-mode") is None:
            return frozenset()
        direct = {pair for pair, mode in _MODES.items() if (self._modes_folder / f"{mode}.mode").exists()}
        over = {(a, d) for a, b in direct for c, d in direct if b == c == _PIVOT and a != d}
        return frozenset(direct | over)

    def translate_many(self, texts: Sequence[str], source: str, target: str) -> list[Translation]:
        """Translate each text; unchanged and doubtful where the pair is missing or the pipeline fails."""
        if source == target:
            return [Translation(text=text, engine=self.name) for text in texts]
        if (source, target) not in self.pairs():
            return [unchanged(text) for text in texts]
        return [self._translate(text, source, target) for text in texts]

    def close(self) -> None:
        """Stop every pipeline; the next translation starts them again."""
        with self._lock:
            for pipeline in self._pipelines.values():
                pipeline.stop()
            self._pipelines.clear()

    def _translate(self, text: str, source: str, target: str) -> Translation:
        if not _WORD.search(text):
            return Translation(text=text, engine=self.name)
        unknown: set[str] = set()
        current = text
        try:
            for mode in _route(source, target):
                marked = self._pipeline(mode).send(current)
                unknown |= {match.lower() for match in re.findall(r"(?<!\w)[*@#]+(\w+)", marked)}
                current = _MARKED.sub("", marked)
        except OSError:
            return unchanged(text, FAILED)
        share = len(unknown) / max(1, len(_WORD.findall(text)))
        return judged(text, current, self.name, (source, target), share)

    def _pipeline(self, mode: str) -> _Pipeline:
        with self._lock:
            return self._pipelines.setdefault(mode, _Pipeline(self._modes_folder / f"{mode}.mode"))


class _Pipeline:
    """One running pipeline of a mode and its two pipes; started when needed, started again when dead."""

    def __init__(self, mode: Path) -> None:
        self._mode = mode
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def send(self, text: str) -> str:
        """Return the translation with unknown words marked; raise OSError when it fails twice."""
        with self._lock:
            try:
                return self._exchange(text)
            except OSError:
                self.stop()
                return self._exchange(text)

    def stop(self) -> None:
        """End the process group we started."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGTERM)
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=2)

    def _exchange(self, text: str) -> str:
        process = self._running()
        if process.stdin is None or process.stdout is None:
            raise OSError("pipeline has no pipes")
        plain = _CONTROL.sub(" ", text).strip()
        process.stdin.write(_RESERVED.sub(r"\\\1", plain).encode() + f"{_END}\n".encode() + b"\0")
        process.stdin.flush()
        answer = _read_until_null(process.stdout.fileno(), time.monotonic() + _TIMEOUT)
        return re.sub(r"\\(.)", r"\1", answer.decode("utf-8", "replace").strip().removesuffix(_END)).strip()

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
                start_new_session=True,
            )
        return self._process


def _route(source: str, target: str) -> list[str]:
    direct = _MODES.get((source, target))
    return [direct] if direct else [_MODES[source, _PIVOT], _MODES[_PIVOT, target]]


def _script(mode: Path) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - fixed program, mode from our own table
            ["apertium-wblank-mode", "-z", str(mode)],  # noqa: S607
            capture_output=True,
            text=True,
            check=True,
            timeout=_TIMEOUT,
        )
    except subprocess.SubprocessError as error:
        raise OSError(f"cannot read mode {mode.name}") from error
    return done.stdout


def _read_until_null(pipe: int, deadline: float) -> bytes:
    answer = bytearray()
    while not answer.endswith(b"\0"):
        ready, _, _ = select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))
        chunk = os.read(pipe, 65536) if ready else b""
        if not chunk:
            raise OSError("pipeline is silent or has ended")
        answer += chunk
    return bytes(answer[:-1])
