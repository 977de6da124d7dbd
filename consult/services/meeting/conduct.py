"""One command at a time: load the meeting, decide, store, commit, and only then announce."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from consult import metrics
from consult.domain import meeting as rules
from consult.domain.commands import Command
from consult.domain.errors import Refused
from consult.domain.events import Event
from consult.domain.state import Meeting as LiveMeeting
from consult.extensions import db
from consult.models import Meeting, Note
from consult.services import seating
from consult.services.clock import now
from consult.services.meeting import announce, recording, rows, telling

# A command is made inside the lock, from what is stored at that moment.
MakeCommand = Callable[[Meeting, LiveMeeting], Command]

_locks: dict[int, threading.RLock] = defaultdict(threading.RLock)


def meeting_lock(meeting_id: int) -> threading.RLock:
    """Held in this process while a command is decided and stored."""
    return _locks[meeting_id]


@contextmanager
def deciding(meeting_id: int) -> Iterator[Meeting]:
    """The meeting as it is stored; until the commit nobody else decides on it, in this process or another.

    Whatever goes wrong in between is taken back. Raises Refused("not_recognised").
    """
    with meeting_lock(meeting_id):
        try:
            # SQLite, which is for one process, knows no locks of rows.
            row = db.session.get(Meeting, meeting_id, populate_existing=True, with_for_update={"of": Meeting})
            if row is None:
                raise Refused("not_recognised")
            yield row
        except (StaleDataError, IntegrityError) as error:
            db.session.rollback()
            raise Refused("changed_meanwhile") from error
        except Exception:
            db.session.rollback()
            raise


def conduct(
    meeting_id: int,
    make: MakeCommand,
    *,
    seen_version: int | None = None,
    about: int | None = None,
) -> int:
    """Carry out one command and return the meeting's version.

    `seen_version` is the version the sender decided upon: when another command came first, theirs is refused.
    `about` is the id of the note the command is about, for the announcement.
    Raises Refused; nothing is stored then.
    """
    with deciding(meeting_id) as row:
        if seen_version is not None and seen_version != row.version:
            raise Refused("changed_meanwhile")
        events = _store(row, make)
        with metrics.COMMIT_SECONDS.time():
            db.session.commit()
        announce.announce(row, events, note_about(about))
        return row.version


def _store(row: Meeting, make: MakeCommand) -> list[Event]:
    meeting = rows.live_meeting(row)
    return record(row, meeting, rules.decide(meeting, make(row, meeting), now()))


def record(row: Meeting, meeting: LiveMeeting, events: Sequence[Event]) -> list[Event]:
    """Store what was decided and what follows from it; all events in order. The caller commits."""
    for event in events:
        meeting = rules.evolve(meeting, event)
        recording.record(row, event)
    rows.save_meeting(row, meeting)
    db.session.flush()
    telling.follow(row, events)
    following = seating.follow_up(row, meeting, events)
    for event in following:
        recording.record(row, event)
    return [*events, *following]


def note_about(note_id: int | None) -> Note | None:
    """The note a command was about, as it is stored now."""
    return None if note_id is None else db.session.get(Note, note_id)
