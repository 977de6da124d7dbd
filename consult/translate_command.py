"""`consult translate`: translate notes that are in a file.

Loads neither the web nor the database.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

import click

from consult.config import EngineSettings
from consult.translation.base import LANGUAGES, MOST_CHARACTERS, Translation
from consult.translation.chain import Chain, engine_from

BAD_LINES = 1
"""Exit status where some lines were left out."""
REFUSED = 2
"""Exit status for what cannot be begun: no such file, no such engine."""
INTERRUPTED = 130
"""Exit status after Ctrl-C; what was translated until then is printed."""

BATCH = 16
"""Lines that are read, translated and printed together."""

_LANGUAGE = re.compile(r"[a-z]{2,3}")

Asked = Callable[[], bool]


class BadLine(ValueError):
    """A line that is no note; the text says why, without quoting it."""


@dataclass(frozen=True)
class Line:
    """A note of the file; `language` is a code of two or three letters."""

    id: str | int
    language: str
    text: str
    private: bool


def translate(source: str, target: str, engine: str | None) -> int:
    """Translate the notes of a file, print one JSON object a line, return the exit status.

    `source`: a path, or `-` for standard input; `target`: "en", "fr", "es" or "pt"; `engine`: only this one, without
    it those of the settings. A line that is no note is named with its number on standard error; the rest is done.
    """
    chain = engine_from(EngineSettings.from_environment(), engine)
    if engine is not None and not chain.available():
        _refuse(f"--engine: {engine} is not set up on this machine")
    lines = _lines(source)
    bad = 0
    try:
        with _stoppable() as stopped, _progress(len(lines)) as done:
            for start in range(0, len(lines), BATCH):
                bad += _batch(chain, lines[start : start + BATCH], start + 1, target, stopped)
                if stopped():
                    return INTERRUPTED
                done(min(start + BATCH, len(lines)))
    except BrokenPipeError:
        # Whoever reads has enough; nothing more can be said there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    finally:
        chain.close()
    return BAD_LINES if bad else 0


def _batch(chain: Chain, lines: Sequence[bytes], first: int, target: str, stopped: Asked) -> int:
    """Translate and print some lines, in their order; return how many were no notes."""
    notes: list[Line] = []
    bad = 0
    for number, line in enumerate(lines, first):
        try:
            if line.strip():
                notes.append(_note(line))
        except BadLine as error:
            bad += 1
            click.echo(f"line {number}: {error}", err=True)
    for note, found in zip(notes, _translated(chain, notes, target, stopped), strict=True):
        if found.reasons != ("cancelled",):
            click.echo(json.dumps(_as_data(note, target, found), ensure_ascii=False))
    sys.stdout.flush()
    return bad


def _translated(chain: Chain, notes: Sequence[Line], target: str, stopped: Asked) -> list[Translation]:
    groups: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for at, note in enumerate(notes):
        groups[note.language, note.private].append(at)
    found: dict[int, Translation] = {}
    for (language, private), places in groups.items():
        some = [notes[at].text for at in places]
        answers = chain.translate_many(some, language, target, private=private, cancelled=stopped)
        found.update(zip(places, answers, strict=True))
    return [found[at] for at in range(len(notes))]


def _as_data(note: Line, target: str, found: Translation) -> dict[str, Any]:
    return {
        "id": note.id,
        "lang": note.language,
        "to": target,
        "text": found.text,
        "engine": found.engine,
        "doubtful": found.doubtful,
        "reasons": list(found.reasons),
    }


def _note(line: bytes) -> Line:
    """Read a line; raise BadLine."""
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadLine("not JSON") from None
    if not isinstance(data, dict):
        raise BadLine("not an object")
    note_id, text, language = data.get("id"), data.get("text"), data.get("lang")
    if not isinstance(note_id, str | int) or isinstance(note_id, bool):
        raise BadLine('"id" must be a text or a whole number')
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
    return Line(note_id, language, text, private=data.get("kind") == "experience")


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


def _lines(source: str) -> list[bytes]:
    try:
        if source == "-":
            return _split(sys.stdin.buffer)
        with Path(source).open("rb") as file:
            return _split(file)
    except OSError as error:
        _refuse(f"{source}: {error.strerror or error}")


def _split(file: BinaryIO) -> list[bytes]:
    return file.read().splitlines()


def _refuse(reason: str) -> NoReturn:
    click.echo(" ".join(reason.split()), err=True)
    raise SystemExit(REFUSED)


@contextmanager
def _stoppable() -> Iterator[Asked]:
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
def _progress(lines: int) -> Iterator[Callable[[int], None]]:
    """Something to tell how many lines are done; shown where somebody watches."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as shown:
        bar = shown.add_task("Translating", total=lines)
        yield lambda done: shown.update(bar, completed=done)
