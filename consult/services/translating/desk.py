"""What is to be translated: asked for from anywhere, without waiting; the loop works it off.

Everything here is in memory and bounded. What is lost, when the server stops or too much is asked at once, is asked for
again by the next screen that lacks it.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from consult import metrics
from consult.services.beside.bell import Bell

NOTE, HAND_OVER = "note", "hand_over"
MOST_WISHES = 2_000
MOST_JOBS = 2_000
MOST_TRIES = 3
# What an engine should have done and did not; and what none of those that are set up can do.
AGAIN_SECONDS, NEVER_MIND_SECONDS = 30.0, 3_600.0

# What it is, its id, and the language somebody would like to read it in.
Key = tuple[str, int, str]


@dataclass(frozen=True)
class Wish:
    """Somebody would like to read it in a language; None: it has just been written, and all its readers would."""

    kind: str
    meeting_id: int
    id: int
    language: str | None
    since: float


@dataclass(frozen=True)
class Job:
    """A text on its way to the process. First `targets`, then, as a job of its own, `later`.

    `source` is its language as far as it is known; where `allowed` is not empty, it is recognised among these first.
    """

    kind: str
    meeting_id: int
    id: int
    text: str
    source: str
    targets: tuple[str, ...]
    later: tuple[str, ...]
    allowed: tuple[str, ...]
    private: bool
    since: float
    tries: int = 0

    @property
    def keys(self) -> list[Key]:
        return [(self.kind, self.id, language) for language in (*self.targets, *self.later)]


@dataclass
class Desk:
    """Wishes as they came, jobs ready to be sent (urgent ones first), and what not to ask for before when."""

    wishes: dict[tuple[str, int, str | None], Wish] = field(default_factory=dict)
    urgent: deque[Job] = field(default_factory=deque)
    unhurried: deque[Job] = field(default_factory=deque)
    under_way: set[Key] = field(default_factory=set)
    not_before: dict[Key, float] = field(default_factory=dict)
    again: dict[Key, Wish] = field(default_factory=dict)


_desk = Desk()
_guard = threading.Lock()
bell = Bell()
_expected = False


def expect() -> None:
    """Notes are about to come: the process had better be there."""
    global _expected
    _expected = True
    bell.ring()


def expected() -> bool:
    """Whether that was said since this was asked last."""
    global _expected
    said, _expected = _expected, False
    return said


def written(kind: str, meeting_id: int, ids: Iterable[int]) -> None:
    """These have just been stored: their readers may need them in other languages."""
    instant = time.monotonic()
    _take([Wish(kind, meeting_id, one, None, instant) for one in ids])


def lacking(kind: str, meeting_id: int, ids: Collection[int], language: str) -> None:
    """A screen in this language has had to do without these."""
    instant = time.monotonic()
    with _guard:
        due = [
            one
            for one in ids
            if (kind, one, language) not in _desk.under_way
            and _desk.not_before.get((kind, one, language), 0.0) <= instant
        ]
    if due:
        _take([Wish(kind, meeting_id, one, language, instant) for one in due])


def waiting() -> int:
    """How many texts wait for the process."""
    return len(_desk.wishes) + len(_desk.urgent) + len(_desk.unhurried)


def put_off() -> int:
    """How many texts are to be asked for again later, because an engine that should have translated them did not."""
    with _guard:
        return len({key[:2] for key in _desk.again})


def wishes(most: int) -> list[Wish]:
    """The oldest wishes, which are nobody's any more, with those whose time has come again."""
    instant = time.monotonic()
    with _guard:
        due = [key for key in _desk.again if _desk.not_before.get(key, 0.0) <= instant]
        for key in due:
            wish = _desk.again.pop(key)
            _desk.wishes.setdefault(key, wish)
        found = [_desk.wishes.pop(key) for key in list(_desk.wishes)[:most]]
        more = bool(_desk.wishes)
    if more and not ready():
        bell.ring()
    return found


def ready() -> int:
    """How many jobs wait to be sent."""
    return len(_desk.urgent) + len(_desk.unhurried)


def queue(jobs: Iterable[Job], *, urgent: bool) -> None:
    """Jobs for the process; the newest find no place where there are too many."""
    line = _desk.urgent if urgent else _desk.unhurried
    with _guard:
        for job in jobs:
            if len(line) >= MOST_JOBS:
                metrics.SHED.labels("translations").inc()
                continue
            line.append(job)
            _desk.under_way.update(job.keys)


def next_job() -> Job | None:
    """What should be sent next."""
    with _guard:
        line = _desk.urgent or _desk.unhurried
        return line.popleft() if line else None


def asked_again(job: Job, *, suspect: bool) -> None:
    """The process has ended before it was done: it comes first now; but no text may end the process for ever."""
    if suspect and job.tries + 1 >= MOST_TRIES:
        settle(job, impossible=(*job.targets, *job.later))
        return
    with _guard:
        _desk.urgent.appendleft(replace(job, tries=job.tries + suspect))


def settle(
    job: Job, *, failed: Collection[str] = (), impossible: Collection[str] = (), still: Collection[str] = ()
) -> None:
    """The job is done, but for the languages in `still`, which are asked for now.

    `failed` is asked for again after a while, `impossible` for a long time not.
    """
    instant = time.monotonic()
    with _guard:
        _desk.under_way.difference_update(key for key in job.keys if key[2] not in still)
        if len(_desk.not_before) > MOST_WISHES * 4:
            _desk.not_before.clear()
        for language in failed:
            key = (job.kind, job.id, language)
            _desk.not_before[key] = instant + AGAIN_SECONDS
            if len(_desk.again) < MOST_WISHES:
                _desk.again[key] = Wish(job.kind, job.meeting_id, job.id, language, instant)
        for language in impossible:
            _desk.not_before[job.kind, job.id, language] = instant + NEVER_MIND_SECONDS


def forget_all() -> None:
    """Start afresh, for tests."""
    global _desk, _expected
    _desk, _expected = Desk(), False


def _take(new: Iterable[Wish]) -> None:
    with _guard:
        for wish in new:
            if len(_desk.wishes) >= MOST_WISHES:
                metrics.SHED.labels("translations").inc()
                continue
            _desk.wishes.setdefault((wish.kind, wish.id, wish.language), wish)
    bell.ring()
