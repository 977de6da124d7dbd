"""What consoles and projectors have to fetch, and which seats to plan again: kept, and told once for all of it."""

from __future__ import annotations

from sqlalchemy import select

from consult.extensions import db, socketio
from consult.models import Meeting
from consult.services import hall, neighbours
from consult.services.clock import now
from consult.services.meeting import presence, rooms

TOUCH_SECONDS = 0.7
_touched: dict[int, int | None] = {}
_replan: set[int] = set()


def touch(meeting_id: int, version: int | None = None) -> None:
    """Remember that consoles and projectors of this meeting have something to fetch; None: in whatever version it is."""
    if version is not None or meeting_id not in _touched:
        _touched[meeting_id] = version


def people_changed(meeting_id: int, version: int) -> None:
    """The same, where who is here, or who sits where, has changed: the rounds to come may be planned again."""
    hall.stale(meeting_id)
    touch(meeting_id, version)
    plan_again(meeting_id)
    neighbours.tell("plan_again", meeting_id)


def plan_again(meeting_id: int) -> None:
    """The rounds to come of this meeting may have to be planned again."""
    _replan.add(meeting_id)


def to_plan() -> set[int]:
    """The meetings whose people or seats have changed since this was asked last."""
    found = set(_replan)
    _replan.clear()
    return found


def to_tell() -> int:
    """How many meetings have news that consoles and projectors have not been told of yet."""
    return len(_touched)


def flush_touched() -> None:
    """Tell consoles and projectors, once for everything since the last time."""
    # Before they ask: their own process has to know who is connected here.
    presence.keep_in_touch(now())
    for meeting_id in list(_touched):
        version = _touched.pop(meeting_id)
        if version is None:
            version = db.session.scalar(select(Meeting.version).where(Meeting.id == meeting_id))
        if version is not None:
            socketio.emit("meeting.touched", {"version": version}, to=rooms.screens(meeting_id))
