"""What the commands that read a file of notes share: the lines, their faults, Ctrl-C and the progress bar.

A file holds one JSON object a line, `{"id", "lang" (else it is recognised), "text", …}`.
"""

from __future__ import annotations

import json
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

import click

from consult.translation.base import LANGUAGES, MOST_CHARACTERS

BAD_LINES = 1
"""Exit status where some lines were left out."""
REFUSED = 2
"""Exit status for what cannot be begun: no such file, no such engine."""
INTERRUPTED = 130
"""Exit status after Ctrl-C."""

MOST_BYTES = 1_000_000
"""Of a line; what is longer is no note, and is not even read as JSON."""

Id = str | int
Asked = Callable[[], bool]
Told = Callable[[float, str], None]

_LANGUAGE = re.compile(r"[a-z]{2,3}")


class BadLine(ValueError):
    """A line that is no note; the text says why, without quoting it."""


@dataclass(frozen=True)
class Line:
    """A note of the file; `language` is a code of two or three letters, `data` the whole object."""

    id: Id
    language: str
    text: str
    private: bool
    data: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)


def note(line: bytes) -> Line:
    """Read a line; raise BadLine."""
    data = as_object(line)
    text, language = data.get("text"), data.get("lang")
    note_id = id_of(data)
    if not isinstance(text, str) or not text.strip():
        raise BadLine('"text" must be a text that is not empty')
    if len(text) > MOST_CHARACTERS:
        raise BadLine(f'"text" must not be longer than {MOST_CHARACTERS} characters')
    if not _is_text(text):
        raise BadLine('"text" holds characters that are no text')
    if language is None:
        language = _recognised(text)
    elif not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
        raise BadLine('"lang" must be a code such as "en"')
    return Line(note_id, language, text, private=data.get("kind") == "experience", data=data)


def as_object(line: bytes) -> dict[str, Any]:
    """Read the JSON object of a line; raise BadLine."""
    if len(line) > MOST_BYTES:
        raise BadLine(f"longer than {MOST_BYTES} bytes")
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadLine("not JSON") from None
    if not isinstance(data, dict):
        raise BadLine("not an object")
    return data


def id_of(data: dict[str, Any]) -> Id:
    """Return the id of a note; raise BadLine."""
    note_id = data.get("id")
    if not isinstance(note_id, str | int) or isinstance(note_id, bool) or not _is_text(str(note_id)):
        raise BadLine('"id" must be a text or a whole number')
    return note_id


def lines_of(source: str) -> list[bytes]:
    """Return the lines of a file, `-` for standard input; end the command where it cannot be read."""
    try:
        if source == "-":
            return _split(sys.stdin.buffer)
        with Path(source).open("rb") as file:
            return _split(file)
    except OSError as error:
        refuse(f"{source}: {error.strerror or error}")


def complain(reason: str) -> None:
    """Say something on standard error, on one line."""
    click.echo(" ".join(reason.split()), err=True)


def refuse(reason: str) -> NoReturn:
    """End the command with a sentence on standard error."""
    complain(reason)
    raise SystemExit(REFUSED)


@contextmanager
def stoppable() -> Iterator[Asked]:
    """Something that knows whether Ctrl-C was pressed; the second time it ends the command."""
    stopped = False

    def stop(*_: object) -> None:
        nonlocal stopped
        stopped = True
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield lambda: stopped
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def progress(total: float, what: str) -> Iterator[Told]:
    """Something to tell how much is done, and of what; shown where somebody watches."""
    if not sys.stderr.isatty():
        yield lambda done, what: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as shown:
        bar = shown.add_task(what, total=total)
        yield lambda done, what: shown.update(bar, completed=done, description=what)


def _is_text(text: str) -> bool:
    """Without halves of characters, which no file can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _recognised(text: str) -> str:
    """The language of a text of which no screen tells anything: the one that stays, whatever a screen would say."""
    from consult.analysis.language import recognise

    told = [recognise(text, LANGUAGES, screen) for screen in LANGUAGES]
    votes = [one.language for one in told]
    return max(told, key=lambda one: (one.fifth, votes.count(one.language), one.confidence)).language


def _split(file: BinaryIO) -> list[bytes]:
    return file.read().splitlines()
