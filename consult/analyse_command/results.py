"""What `consult analyse` prints and writes."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click

from consult.analyse_command.english import English
from consult.analysis import meaning, neighbours
from consult.analysis.assess import Assessment
from consult.analysis.confirmed import Confirmed
from consult.analysis.proposals import Scores
from consult.domain.framework import Chapter, Framework
from consult.note_files import Id, Line, refuse

_ENGINES: Final = {
    meaning.MINILM: "sentence model MiniLM, words and glossary",
    meaning.LOCAL: "sentence model of CONSULT_SENTENCE_MODEL, words and glossary",
    meaning.GLOSSARY: "words and glossary",
}


def notes(
    notes: Sequence[Line], found: Assessment, plan: Framework, confirmed: Mapping[Id, Confirmed]
) -> Iterator[dict[str, Any]]:
    """Yield the result of each note, in the order of the file."""
    theme_of = {place: number for number, theme in enumerate(found.themes) for place in theme.note_ids}
    near = neighbours.nearest(found.rows)
    evidence = found.evidence
    assert evidence is not None
    for place, note in enumerate(notes):
        said = confirmed.get(note.id)
        proposed = evidence.note(place, with_reasons=False)
        yield {
            "id": note.id,
            "lang": note.language,
            "cluster": theme_of[place],
            "neighbours": [notes[other].id for other in near[place]],
            "commitments": _ranked(
                plan.commitments, evidence.commitments[place], said.commitments if said else ()
            ),
            "tracks": _ranked(plan.tracks, evidence.tracks[place], (said.track,) if said else ()),
            "sure": proposed.sure or said is not None,
        }


def themes(notes: Sequence[Line], found: Assessment) -> Iterator[dict[str, Any]]:
    """Yield each theme, largest first: its labels, the notes that stand for it, and counts."""
    for number, theme in enumerate(found.themes):
        inside = [notes[place] for place in theme.note_ids]
        yield {
            "cluster": number,
            "labels": theme.label,
            "notes": len(inside),
            "languages": dict(Counter(note.language for note in inside).most_common()),
            **_counted(inside),
            "commitment": _as_given(theme.commitment),
            "track": _as_given(theme.track),
            "quotes": [
                {"id": notes[place].id, "lang": notes[place].language, "text": notes[place].text}
                for place in theme.quotes
            ],
        }


def how(engine: str, notes: Sequence[Line], english: English) -> str:
    """Say how notes were compared, and what is missing for doing it better."""
    by = f"English by {', '.join(sorted(english.engines))}" if english.engines else ""
    without = f"{english.missing} of {len(notes)} notes have no English" if english.missing else ""
    no_model = "the sentence model MiniLM is not installed" if len(meaning.installed()) == 1 else ""
    further = "; ".join(part for part in (by, without, no_model) if part)
    return f"compared by: {_ENGINES[engine]}" + (f" ({further})" if further else "")


def show(rows: Iterable[Mapping[str, Any]]) -> None:
    """Print one JSON object a line."""
    try:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads has enough; nothing more can be said there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write one JSON object a line into a file, all of it or nothing."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(
            "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
        )
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        refuse(f"--themes: {path}: {error.strerror or error}")


def _ranked(
    chapters: Sequence[Chapter], scores: Scores, confirmed: Sequence[str | None]
) -> list[int | str | None]:
    """The ids of all chapters, best first; what a person confirmed leads."""
    order = sorted(
        range(len(chapters)), key=lambda at: (chapters[at].id not in confirmed, -float(scores[at]), at)
    )
    return [_as_given(chapters[at].id) for at in order]


def _as_given(chapter: str | None) -> int | str | None:
    """The id as labels write it: a number where it is one."""
    return int(chapter) if chapter is not None and chapter.isdecimal() else chapter


def _counted(inside: Sequence[Line]) -> dict[str, int]:
    """How many tables, rounds and so on are behind some notes, where the file tells."""
    found = {}
    for name in ("table", "round", "author", "group"):
        told = {str(note.data[name]) for note in inside if isinstance(note.data.get(name), str | int)}
        if told:
            found[f"{name}s"] = len(told)
    return found
