"""Halls that were read lately, each until something in it is announced."""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import Any, TypeVar

from consult.services import neighbours
from consult.services.assessment import coverage
from consult.services.assessment.coverage import Touched
from consult.services.hall.read import Hall, Place, TableNote, read_hall, read_notes

# For what is changed without being announced, and for what other processes announce.
KEPT_SECONDS = 1.0
# Reading again, where something was announced while the database was answering.
MOST_TRIES = 3
Found = TypeVar("Found")

_halls: dict[int, tuple[Hall, float]] = {}
# How often each meeting, and each table of it, has changed.
_changes: Counter[int | tuple[int, int]] = Counter()
_reading: defaultdict[int, threading.Lock] = defaultdict(threading.Lock)


def stale(meeting_id: int, tables: Collection[int] | None = None) -> None:
    """Something has changed and is about to be announced: only notes of these tables, or (None) anything."""
    about = (meeting_id, None if tables is None else list(tables))
    forget(about)
    neighbours.tell("stale", about)


def forget(about: Sequence[Any]) -> None:
    """(Meeting, tables or None): something has changed here or at another process."""
    meeting_id, tables = about
    if tables is None:
        _changes[meeting_id] += 1
        _halls.pop(meeting_id, None)
        return
    _changes.update((meeting_id, table) for table in tables)
    hall, _since = _halls.get(meeting_id, (None, 0.0))
    if hall is not None:
        hall.touched.clear()
        for place in [place for place in hall.notes if place[1] in tables]:
            del hall.notes[place]


def hall_of(meeting_id: int, version: int) -> Hall:
    """The meeting in this version or a newer one; who asks while it is being read waits for it.

    Raises Refused("not_recognised"). Hold no connection to the database: whoever reads may need the last one.
    """
    kept = _kept(meeting_id, version)
    if kept is not None:
        return kept
    with _reading[meeting_id]:
        kept = _kept(meeting_id, version)
        if kept is not None:
            return kept
        since = time.monotonic()
        hall, settled = _settled(lambda: read_hall(meeting_id), lambda: _changes[meeting_id])
        if settled:
            _halls[meeting_id] = hall, since
        return hall


def notes_at(hall: Hall, place: Place) -> list[TableNote]:
    """The notes of a table in a round that are not hidden, oldest first."""
    kept = hall.notes.get(place)
    if kept is not None:
        return kept
    meeting_id = hall.meeting.id
    notes, settled = _settled(
        lambda: read_notes(meeting_id, place),
        lambda: _changes[meeting_id] + _changes[meeting_id, place[1]],
    )
    if settled:
        hall.notes[place] = notes
    return notes


def touched_in(hall: Hall) -> Touched:
    """What the hall has spoken about; hosts who ask while it is being read wait for it."""
    meeting_id = hall.meeting.id
    with _reading[meeting_id]:
        kept = next(iter(hall.touched), None)
        if kept is not None:
            return kept
        touched, settled = _settled(
            lambda: coverage.touched(meeting_id, hall.meeting.framework_id),
            lambda: _changes[meeting_id] + sum(_changes[meeting_id, table] for table in hall.tables),
        )
        if settled:
            hall.touched[:] = [touched]
        return touched


def forget_all() -> None:
    """Start afresh, for tests."""
    _halls.clear()


def _kept(meeting_id: int, version: int) -> Hall | None:
    hall, since = _halls.get(meeting_id, (None, 0.0))
    if hall is None or hall.meeting.version < version or time.monotonic() - since > KEPT_SECONDS:
        return None
    return hall


def _settled(read: Callable[[], Found], changes: Callable[[], int]) -> tuple[Found, bool]:
    """What was read, and whether nothing was announced meanwhile, so that it may be kept."""
    for _ in range(MOST_TRIES):
        before = changes()
        found = read()
        if changes() == before:
            return found, True
    return found, False
