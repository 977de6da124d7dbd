"""What phones ask at the same time is stored together: one commit for all, and nobody is answered before it.

Whoever comes first leads. It takes along everybody who has come by the time it holds the lock of the meeting,
decides in the order of arrival, stores, commits, and only then everybody gets their own answer and the others hear
of it. Whoever is alone waits for nobody. A group that cannot be stored is tried again one by one, so that nobody is
refused for what somebody else sent.

`conduct` holds the same lock: no round ends between the decision on a note and its commit.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm.exc import StaleDataError

from consult import logs, metrics
from consult.domain import meeting as rules
from consult.domain.errors import Refused
from consult.domain.state import Meeting as LiveMeeting
from consult.extensions import db
from consult.models import Meeting
from consult.services.clock import now
from consult.services.meeting import announce, new_notes, readers, rows
from consult.services.meeting.conduct import MakeCommand, meeting_lock, note_about, record
from consult.services.meeting.new_notes import NewNote
from consult.services.meeting.wire import StoredNote

# How long the first of a group waits for the others, where there were others a moment ago.
GATHER_SECONDS = 0.002
LARGEST_GROUP = 200
# Where the database takes nothing for a while; phones keep what they were told to wait with.
MOST_WAITING = 2000
# With these nothing can be stored, whoever asks.
TROUBLE = (OperationalError, InterfaceError, NoConnection)
Announcement = Callable[[], None]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    """Any other command of a phone: made inside the lock; `about` as for `conduct`.

    `make` may run in the thread of whoever leads: it must hold no row of its own session.
    """

    make: MakeCommand
    about: int | None = None


@dataclass(frozen=True)
class Done:
    """It is on disk: the version of the meeting, and the stored note where one was written."""

    version: int
    note: StoredNote | None = None


@dataclass(eq=False)
class Waiting:
    """A command in the queue. Its `turn` comes when there is an outcome, or when it has to lead."""

    ask: NewNote | Asked
    # A lock that is held until then: far lighter than an event.
    turn: threading.Lock | None = None
    outcome: Done | Exception | None = None
    tried_before: bool = False


@dataclass
class Batch:
    """What a transaction brings, once it is committed; `notes` counts those that are new."""

    outcomes: list[Done | Refused] = field(default_factory=list)
    announcements: list[Announcement] = field(default_factory=list)
    notes: int = 0


@dataclass
class Queue:
    """What waits for one meeting; `crowded` when the last group was more than one."""

    waiting: deque[Waiting] = field(default_factory=deque)
    led: bool = False
    crowded: bool = False


_queues: dict[int, Queue] = {}
_guard = threading.Lock()


def waiting() -> int:
    """How many commands wait to be stored, in all meetings."""
    return sum(len(queue.waiting) for queue in list(_queues.values()))


def carry_out(meeting_id: int, ask: NewNote | Asked) -> Done:
    """Carry out one command of a phone, together with whatever else arrives now; returns after the commit.

    Raises Refused; nothing is stored then. Must not be called by somebody who holds the meeting's lock.
    """
    mine, turn = Waiting(ask), None
    with _guard:
        queue = _queues.setdefault(meeting_id, Queue())
        if len(queue.waiting) >= MOST_WAITING:
            raise Refused("please_wait")
        queue.waiting.append(mine)
        if queue.led:
            turn = mine.turn = threading.Lock()
            turn.acquire()
        queue.led = True
    if turn is not None:
        if db.session.registry.has():
            # Whoever waits keeps no connection, or nothing would be left for the one they wait for.
            db.session.rollback()
        turn.acquire()
    if mine.outcome is None:
        _lead(meeting_id, queue, mine)
    assert mine.outcome is not None
    if isinstance(mine.outcome, Exception):
        raise mine.outcome
    return mine.outcome


def _lead(meeting_id: int, queue: Queue, mine: Waiting) -> None:
    group: list[Waiting] = []
    try:
        # Without a pause, still let those in who are at the door.
        time.sleep(GATHER_SECONDS if queue.crowded else 0)
        with meeting_lock(meeting_id):
            with _guard:
                group += [queue.waiting.popleft() for _ in range(min(LARGEST_GROUP, len(queue.waiting)))]
            announcements = _carry_out(meeting_id, group)
            _answer(group)
            _announce(announcements)
    finally:
        _answer(group)
        _pass_on(queue, mine, group)


def _answer(group: Sequence[Waiting]) -> None:
    for waiting in group:
        waiting.outcome = waiting.outcome or Refused("please_wait")
        turn, waiting.turn = waiting.turn, None
        if turn is not None:
            turn.release()


def _pass_on(queue: Queue, mine: Waiting, group: Sequence[Waiting]) -> None:
    """Whoever has come in the meantime leads the next group."""
    with _guard:
        if mine.outcome is None:
            # Killed before it had its turn.
            queue.waiting.remove(mine)
        queue.crowded = len(group) > 1
        following = queue.waiting[0] if queue.waiting else None
        queue.led = following is not None
    if following is not None and following.turn is not None:
        following.turn.release()


def _announce(announcements: Sequence[Announcement]) -> None:
    for announcement in announcements:
        try:
            announcement()
        except Exception as error:
            # It is stored and acknowledged; whoever has not heard of it asks again.
            db.session.rollback()
            logs.failure(log, "announcing", error)


def _carry_out(meeting_id: int, group: Sequence[Waiting]) -> list[Announcement]:
    """Give every member its outcome; what is to be announced, in order."""
    try:
        return _store(meeting_id, group)
    except Exception as error:
        db.session.rollback()
        if len(group) == 1:
            group[0].outcome = _refusal(error)
            return []
        log.warning("a group of %d could not be stored: %s", len(group), type(error).__name__)
    return _one_by_one(meeting_id, group)


def _one_by_one(meeting_id: int, group: Sequence[Waiting]) -> list[Announcement]:
    announcements: list[Announcement] = []
    trouble = False
    for waiting in group:
        waiting.tried_before = True
        if trouble:
            waiting.outcome = Refused("please_wait")
            continue
        try:
            announcements += _store(meeting_id, [waiting])
        except Exception as error:
            db.session.rollback()
            waiting.outcome = _refusal(error)
            trouble = isinstance(error, TROUBLE)
    return announcements


def _refusal(error: Exception) -> Exception:
    """What the sender is told; a fault of ours is theirs to raise, where it is logged."""
    if isinstance(error, IntegrityError | StaleDataError):
        return Refused("changed_meanwhile")
    if isinstance(error, SQLAlchemyError):
        logs.failure(log, "storing", error)
        return Refused("please_wait")
    return error


def _store(meeting_id: int, group: Sequence[Waiting]) -> list[Announcement]:
    """Everything in one transaction. Raises what the database says; then nothing is stored and nobody has an outcome."""
    others = any(isinstance(waiting.ask, Asked) for waiting in group)
    version, live = new_notes.meeting_now(meeting_id, shared=not others)
    row = db.session.get_one(Meeting, meeting_id, populate_existing=True) if others else None
    batch = Batch()
    for of_notes, members in groupby(group, key=lambda waiting: isinstance(waiting.ask, NewNote)):
        if of_notes:
            _write_notes(batch, version, live, list(members))
        elif row is not None:
            for waiting in members:
                assert isinstance(waiting.ask, Asked)
                batch.outcomes.append(_act(batch, row, waiting.ask))
    with metrics.COMMIT_SECONDS.time():
        db.session.commit()
    metrics.NOTES_STORED.inc(batch.notes)
    for waiting, outcome in zip(group, batch.outcomes, strict=True):
        waiting.outcome = outcome
    return batch.announcements


def _write_notes(batch: Batch, version: int, live: LiveMeeting, group: Sequence[Waiting]) -> None:
    written = new_notes.write(live, [w.ask for w in group if isinstance(w.ask, NewNote)], now())
    # Where a commit failed, it may still have reached the disk: then nobody has heard of the note yet.
    fresh = written.fresh | {w.ask.key for w in group if w.tried_before and isinstance(w.ask, NewNote)}
    batch.notes += len(written.fresh)
    notes = {}
    for answer in written.answers:
        if isinstance(answer, Refused):
            batch.outcomes.append(answer)
            continue
        batch.outcomes.append(Done(version, answer))
        if (answer.participant_id, answer.client_key) in fresh:
            notes[answer.id] = answer
    if notes:
        read_by = readers.ids_at(live.id, live.round_number, {n.table_number for n in notes.values()})
        batch.announcements.append(
            lambda: announce.notes_written(live.id, live.round_number, version, list(notes.values()), read_by)
        )


def _act(batch: Batch, row: Meeting, ask: Asked) -> Done | Refused:
    """One of the other commands. What goes wrong after the decision concerns the whole group."""
    live = rows.live_meeting(row)
    try:
        decided = rules.decide(live, ask.make(row, live), now())
    except Refused as refused:
        return refused
    if decided:
        events = record(row, live, decided)
        batch.announcements.append(lambda: announce.announce(row, events, note_about(ask.about)))
    return Done(row.version)
