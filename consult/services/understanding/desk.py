"""What is to be understood: asked for from anywhere, without waiting; the loop works it off.

Everything here is in memory and bounded. What is lost, when the server stops or too much is asked at once, the next run
of the analysis makes good.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from consult import metrics
from consult.services.beside.bell import Bell

MOST_WISHES = 5_000
MOST_LEFT_ALONE = 1_000
# So many notes are understood at once; what comes new need not wait for many.
BATCH = 16
MOST_TRIES = 3
# Translations come by themselves, with the language that was recognised, and are used. Who waits longer does without.
TRANSLATED_SECONDS = 10.0
AGAIN_SECONDS = 30.0


@dataclass(frozen=True)
class Job:
    """Notes to understand, or a consultation whose confirmations are to be learnt from."""

    notes: tuple[int, ...] = ()
    learn: int | None = None


@dataclass
class Desk:
    """Notes by id, each with the instant (monotonic seconds) from which on it is due, and how often it went wrong."""

    notes: dict[int, float] = field(default_factory=dict)
    lessons: dict[int, float] = field(default_factory=dict)
    tries: dict[int, int] = field(default_factory=dict)


_desk = Desk()
_guard = threading.Lock()
bell = Bell()


def written(note_ids: Iterable[int]) -> None:
    """These have just been stored: understood as soon as their translation is there, or does not come."""
    _take(note_ids, time.monotonic() + TRANSLATED_SECONDS, sooner=False)


def ready(note_ids: Iterable[int]) -> None:
    """Their language is known, and all the translations there will be: they can be understood now."""
    _take(note_ids, time.monotonic(), sooner=True)
    bell.ring()


def learn(consultation_id: int) -> None:
    """People have confirmed something: what nobody confirmed is to be proposed anew."""
    with _guard:
        if len(_desk.lessons) < MOST_WISHES:
            _desk.lessons.setdefault(consultation_id, time.monotonic())
    bell.ring()


def waiting() -> int:
    """How much waits, due or not."""
    return len(_desk.notes) + len(_desk.lessons)


def is_due() -> bool:
    """Whether there is something to do now."""
    instant = time.monotonic()
    with _guard:
        return any(due <= instant for dues in (_desk.lessons, _desk.notes) for due in dues.values())


def next_job() -> Job | None:
    """What should be sent next; it is nobody's any more. Somebody waits to see what was learnt."""
    instant = time.monotonic()
    with _guard:
        for consultation_id, due in _desk.lessons.items():
            if due <= instant:
                del _desk.lessons[consultation_id]
                return Job(learn=consultation_id)
        due_now = [note_id for note_id, due in _desk.notes.items() if due <= instant]
        if not due_now:
            return None
        # What went wrong goes alone: it must not take others along.
        fresh = [note_id for note_id in due_now if note_id not in _desk.tries][:BATCH]
        chosen = fresh or due_now[:1]
        for note_id in chosen:
            del _desk.notes[note_id]
    return Job(notes=tuple(chosen))


def done(job: Job) -> None:
    """It went well."""
    with _guard:
        for note_id in job.notes:
            _desk.tries.pop(note_id, None)


def went_wrong(job: Job) -> None:
    """The process died of it or could not do it: again, but not for ever; a note that went wrong too often is left alone.

    Of several notes nobody knows which it was: each is tried by itself.
    """
    instant = time.monotonic()
    with _guard:
        if job.learn is not None:
            _desk.lessons.setdefault(job.learn, instant + AGAIN_SECONDS)
        for note_id in job.notes:
            while len(_desk.tries) >= MOST_LEFT_ALONE:
                del _desk.tries[next(iter(_desk.tries))]
            _desk.tries[note_id] = _desk.tries.get(note_id, 0) + 1
            if _desk.tries[note_id] < MOST_TRIES:
                _desk.notes.setdefault(note_id, instant)


def forget_all() -> None:
    """Start afresh, for tests."""
    global _desk
    _desk = Desk()


def _take(note_ids: Iterable[int], due: float, *, sooner: bool) -> None:
    with _guard:
        for note_id in note_ids:
            if _desk.tries.get(note_id, 0) >= MOST_TRIES:
                continue
            if len(_desk.notes) >= MOST_WISHES and note_id not in _desk.notes:
                metrics.SHED.labels("meanings").inc()
                continue
            if sooner:
                _desk.notes[note_id] = due
            else:
                _desk.notes.setdefault(note_id, due)
