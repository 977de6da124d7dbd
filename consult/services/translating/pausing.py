"""Since when translating pauses, for the consoles; they hear of it when it begins and when it is over."""

from __future__ import annotations

from sqlalchemy import select

from consult.domain.words import Phase
from consult.extensions import db
from consult.models import Meeting
from consult.services.clock import now
from consult.services.meeting import news
from consult.services.meeting.wire import Wire, millis
from consult.services.translating import loop
from consult.translation.base import WORKS

LOOK_SECONDS = 1.0
_condition: str = WORKS
_since: float | None = None


def watch() -> None:
    """Look whether it pauses or goes on since the last time, and tell the consoles of all open meetings."""
    if not _look():
        return
    open_meetings = select(Meeting.id).where(Meeting.phase != Phase.CLOSED)
    for meeting_id in db.session.scalars(open_meetings):
        news.touch(meeting_id)
    db.session.rollback()


def state() -> Wire:
    """For the console: works, paused or not_set_up, since when (Unix ms; None while it works), and how many texts wait."""
    _look()
    return {**loop.state(), "since": millis(_since)}


def _look() -> bool:
    """Whether it has changed."""
    global _condition, _since
    condition = str(loop.state()["state"])
    if condition == _condition:
        return False
    _condition, _since = condition, None if condition == WORKS else now()
    return True
