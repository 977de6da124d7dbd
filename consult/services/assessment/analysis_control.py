"""Start and stop the analysis of a meeting's consultation from its console."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import func, select

from consult.domain.errors import Refused
from consult.domain.words import Phase
from consult.extensions import db
from consult.models import Meeting, Note
from consult.services.assessment import assess
from consult.services.clock import now
from consult.services.meeting import news

# Themes of fewer notes say nothing; and right after a round the last notes are still on their way.
FEWEST_NOTES = 5
SETTLED_SECONDS = 10
# An analysis that was killed is begun again, but not for ever.
MOST_TRIES = 3


def start(meeting_id: int) -> int:
    """Begin to work out the themes; the version of the meeting."""
    row = _meeting(meeting_id)
    assess.start(row.consultation_id)
    news.touch(row.id, row.version)
    return row.version


def cancel(meeting_id: int) -> int:
    """Stop; what was found before stays."""
    row = _meeting(meeting_id)
    assess.cancel(row.consultation_id)
    news.touch(row.id, row.version)
    return row.version


def tell_progress() -> None:
    """Let the consoles and projectors of a consultation ask again when its analysis has come further."""
    consultations = assess.moved()
    if not consultations:
        return
    for row in db.session.scalars(select(Meeting).where(Meeting.consultation_id.in_(consultations))):
        news.touch(row.id, row.version)


def keep_up() -> None:
    """Work out the themes by itself after each round, so that the harvest begins with a first draft."""
    due = select(Meeting).where(
        Meeting.phase.in_((Phase.MOVING, Phase.HARVEST)), Meeting.round_closed_at <= now() - SETTLED_SECONDS
    )
    for row in db.session.scalars(due).all():
        if _noted(row.id) >= FEWEST_NOTES and _wanted(row.consultation_id, row.round_closed_at or 0.0):
            with suppress(Refused):
                assess.start(row.consultation_id)


def _wanted(consultation_id: int, since: float) -> bool:
    """Whether no run has begun since then, or the last one was killed."""
    if not assess.begun_since(consultation_id, since):
        return True
    return 0 < assess.stopped_since(consultation_id, since) < MOST_TRIES


def _noted(meeting_id: int) -> int:
    shown = (
        select(func.count()).select_from(Note).where(Note.meeting_id == meeting_id, Note.hidden_at.is_(None))
    )
    return db.session.scalar(shown) or 0


def _meeting(meeting_id: int) -> Meeting:
    row = db.session.get(Meeting, meeting_id)
    if row is None:
        raise Refused("no_such_person")
    return row
