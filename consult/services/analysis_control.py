"""Start and stop the analysis of a meeting's consultation from its console."""

from __future__ import annotations

from sqlalchemy import select

from consult.domain.errors import Refused
from consult.extensions import db
from consult.models import Meeting
from consult.services import announce, assess


def start(meeting_id: int) -> int:
    """Begin to work out the themes; the version of the meeting."""
    row = _meeting(meeting_id)
    assess.start(row.consultation_id)
    announce.touch(row.id, row.version)
    return row.version


def cancel(meeting_id: int) -> int:
    """Stop; what was found before stays."""
    row = _meeting(meeting_id)
    assess.cancel(row.consultation_id)
    announce.touch(row.id, row.version)
    return row.version


def tell_progress() -> None:
    """Let the consoles and projectors of a consultation ask again when its analysis has come further."""
    consultations = assess.moved()
    if not consultations:
        return
    for row in db.session.scalars(select(Meeting).where(Meeting.consultation_id.in_(consultations))):
        announce.touch(row.id, row.version)


def _meeting(meeting_id: int) -> Meeting:
    row = db.session.get(Meeting, meeting_id)
    if row is None:
        raise Refused("no_such_person")
    return row
