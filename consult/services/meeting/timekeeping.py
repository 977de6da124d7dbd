"""The bell: rounds whose time is up are closed, also when nobody looks."""

from __future__ import annotations

import logging

from sqlalchemy import select

from consult import logs
from consult.domain import commands as c
from consult.domain.errors import Refused
from consult.domain.words import Phase
from consult.extensions import db
from consult.models import Meeting
from consult.services.clock import now
from consult.services.meeting.conduct import conduct

log = logging.getLogger(__name__)


def ring() -> list[int]:
    """Close every round whose deadline has passed; the ids of their meetings."""
    instant = now()
    due = db.session.execute(
        select(Meeting.id, Meeting.version).where(
            Meeting.phase == Phase.ROUND, Meeting.ends_at.is_not(None), Meeting.ends_at <= instant
        )
    ).all()
    db.session.rollback()
    closed = []
    for meeting_id, version in due:
        try:
            conduct(meeting_id, lambda *_: c.CloseRound(), seen_version=version)
        except Refused:
            # Somebody paused, extended or closed it in this very moment: their word counts.
            continue
        except Exception as error:
            # One meeting in trouble must not keep the bell from ringing in the others.
            db.session.rollback()
            logs.failure(log, f"ringing for meeting {meeting_id}", error)
            continue
        closed.append(meeting_id)
    return closed
