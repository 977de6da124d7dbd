"""`consult analyse`: find themes, neighbours and proposals for notes that are in a file.

Loads neither the web nor the database.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from consult.analyse_command import results
from consult.analyse_command.confirmed import confirmed_in
from consult.analyse_command.english import English, english_of
from consult.analysis import meaning, sentence_model
from consult.analysis.assess import Assessment, Cancelled, NoteIn, assess
from consult.analysis.confirmed import Confirmed
from consult.domain.framework import Framework
from consult.frameworks import framework, frameworks
from consult.note_files import (
    BAD_LINES,
    INTERRUPTED,
    Asked,
    BadLine,
    Id,
    Line,
    Told,
    complain,
    lines_of,
    note,
    progress,
    refuse,
    stoppable,
)

SEED: Final = 1
# Shares of the progress: reading, with recognising languages; English for the comparison; the rest is the analysis.
_READ: Final = 0.05
_ENGLISH: Final = 0.3
_DOING: Final = {
    "meaning": "Comparing",
    "proposals": "Proposing",
    "themes": "Finding themes",
    "labels": "Naming themes",
    "done": "Done",
}


@dataclass(frozen=True)
class Asking:
    """What the command was asked for; `engine` None is the best there is, paths are None where nothing is wanted."""

    source: str
    framework: str
    confirmed: str | None = None
    themes: Path | None = None
    engine: str | None = None


def analyse(asking: Asking) -> int:
    """Analyse the notes of a file, print one JSON object a note, return the exit status.

    A line that is no note is named with its number on standard error; the rest is analysed. Nothing is printed
    before all of it is done: themes and neighbours need every note.
    """
    plan = _plan(asking)
    lines = lines_of(asking.source)
    labels = lines_of(asking.confirmed) if asking.confirmed is not None else []
    try:
        with stoppable() as stopped, progress(1.0, "Reading") as told:
            notes, bad = _notes(lines, stopped, told)
            confirmed, unusable = confirmed_in(labels, {one.id for one in notes}, plan)
            english = english_of(
                notes,
                stopped,
                lambda share: told(_READ + share * (_ENGLISH - _READ), "Translating"),
            )
            found = _assessed(notes, english, confirmed, plan, asking.engine, stopped, told)
    except Cancelled:
        return INTERRUPTED
    except sentence_model.Unreadable as error:
        refuse(str(error))
    complain(results.how(found.engine, notes, english))
    if asking.themes is not None:
        results.write(asking.themes, results.themes(notes, found))
    results.show(results.notes(notes, found, plan, confirmed))
    return BAD_LINES if bad or unusable else 0


def _plan(asking: Asking) -> Framework:
    """The framework, after a look at everything that would make the work be in vain; ends the command."""
    if asking.framework not in frameworks():
        refuse(f"--framework: there is no {asking.framework}, only {', '.join(frameworks())}")
    problem = sentence_model.problem()
    if asking.engine is not None and asking.engine not in meaning.installed():
        refuse(
            problem
            if problem and asking.engine == meaning.LOCAL
            else f"--engine: {asking.engine} is not installed on this machine"
        )
    if problem:
        complain(problem)
    if asking.source == asking.confirmed == "-":
        refuse("--confirmed: standard input holds the notes already")
    if asking.themes is not None and not os.access(asking.themes.absolute().parent, os.W_OK):
        refuse(f"--themes: {asking.themes.parent} is no folder to write into")
    return framework(asking.framework)


def _notes(lines: Sequence[bytes], stopped: Asked, told: Told) -> tuple[list[Line], int]:
    """The notes of the file, each id once, and how many lines were none."""
    notes: list[Line] = []
    first: dict[Id, int] = {}
    bad = 0
    for number, line in enumerate(lines, 1):
        if stopped():
            raise Cancelled
        told(_READ * number / len(lines), "Reading")
        if not line.strip():
            continue
        try:
            read = note(line)
            if read.id in first:
                raise BadLine(f"line {first[read.id]} has the same id")
        except BadLine as error:
            bad += 1
            complain(f"line {number}: {error}")
            continue
        first[read.id] = number
        notes.append(read)
    return notes, bad


def _assessed(
    notes: Sequence[Line],
    english: English,
    confirmed: Mapping[Id, Confirmed],
    plan: Framework,
    engine: str | None,
    stopped: Asked,
    told: Told,
) -> Assessment:
    given = [
        NoteIn(id=place, text=one.text, language=one.language, pivot=english.texts.get(place))
        for place, one in enumerate(notes)
    ]
    return assess(
        given,
        [],
        plan,
        seed=SEED,
        engine=engine,
        progress=lambda share, stage: told(_ENGLISH + (1 - _ENGLISH) * share, _DOING[stage]),
        cancelled=stopped,
        confirmed={place: confirmed[one.id] for place, one in enumerate(notes) if one.id in confirmed},
    )
