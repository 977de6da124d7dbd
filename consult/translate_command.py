"""`consult translate`: translate notes that are in a file.

Loads neither the web nor the database.
"""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import click

from consult.config import EngineSettings
from consult.note_files import (
    BAD_LINES,
    INTERRUPTED,
    Asked,
    BadLine,
    Line,
    lines_of,
    note,
    progress,
    refuse,
    stoppable,
)
from consult.translation.base import Translation
from consult.translation.chain import Chain, engine_from

BATCH = 16
"""Lines that are read, translated and printed together."""
DOING = "Translating"


def translate(source: str, target: str, engine: str | None) -> int:
    """Translate the notes of a file, print one JSON object a line, return the exit status.

    `source`: a path, or `-` for standard input; `target`: "en", "fr", "es" or "pt"; `engine`: only this one, without
    it those of the settings. A line that is no note is named with its number on standard error; the rest is done.
    """
    chain = engine_from(EngineSettings.from_environment(), engine)
    if engine is not None and not chain.available():
        refuse(f"--engine: {engine} is not set up on this machine")
    lines = lines_of(source)
    bad = 0
    try:
        with stoppable() as stopped, progress(len(lines), DOING) as done:
            for start in range(0, len(lines), BATCH):
                bad += _batch(chain, lines[start : start + BATCH], start + 1, target, stopped)
                if stopped():
                    return INTERRUPTED
                done(min(start + BATCH, len(lines)), DOING)
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
                notes.append(note(line))
        except BadLine as error:
            bad += 1
            click.echo(f"line {number}: {error}", err=True)
    for one, found in zip(notes, _translated(chain, notes, target, stopped), strict=True):
        if found.reasons != ("cancelled",):
            click.echo(json.dumps(_as_data(one, target, found), ensure_ascii=False))
    sys.stdout.flush()
    return bad


def _translated(chain: Chain, notes: Sequence[Line], target: str, stopped: Asked) -> list[Translation]:
    groups: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for at, one in enumerate(notes):
        groups[one.language, one.private].append(at)
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
