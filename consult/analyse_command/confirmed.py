"""What people confirmed about notes of the file: lines of {"id", "commitment" (null: none), "track"}."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from consult.analysis.confirmed import Confirmed
from consult.domain.framework import Chapter, Framework
from consult.note_files import BadLine, Id, as_object, complain, id_of


def confirmed_in(
    lines: Sequence[bytes], notes: Collection[Id], plan: Framework
) -> tuple[dict[Id, Confirmed], int]:
    """Read the confirmations, by note; name the lines that are none on standard error and count them.

    What a later line says of a note holds.
    """
    found: dict[Id, Confirmed] = {}
    bad = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            note_id, one = _confirmed(line, plan)
            if note_id not in notes:
                raise BadLine("no note has this id")
            found[note_id] = one
        except BadLine as error:
            bad += 1
            complain(f"confirmed, line {number}: {error}")
    return found, bad


def _confirmed(line: bytes, plan: Framework) -> tuple[Id, Confirmed]:
    data = as_object(line)
    commitment = _chapter(data, "commitment", plan.commitments)
    track = _chapter(data, "track", plan.tracks)
    if commitment is None and "commitment" not in data:
        raise BadLine('"commitment" is missing (null where the note speaks for none)')
    return id_of(data), Confirmed((commitment,) if commitment is not None else (), track)


def _chapter(data: Mapping[str, Any], name: str, chapters: Sequence[Chapter]) -> str | None:
    given = data.get(name)
    if given is None:
        return None
    ids = [chapter.id for chapter in chapters]
    if isinstance(given, bool) or not isinstance(given, str | int) or str(given) not in ids:
        raise BadLine(
            f'"{name}" must be one of {", ".join(ids)}' if ids else f'the framework has no "{name}"'
        )
    return str(given)
