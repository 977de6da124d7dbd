"""Figures that a meeting has told, kept from then on.

Whoever erases themselves takes their votes, answers and group with them. Figures read before and after would give these
back by subtracting: so what is told of a closed ballot, and of who took part in a closed meeting, is not counted again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select

from consult.extensions import db
from consult.models import Meeting, ToldFigures

VOTES, STANCES, PEOPLE, MIXING, VOICES = WHAT = "votes", "stances", "people", "mixing", "voices"
Figures = Mapping[str, Any]


def figures(meeting_id: int, what: str) -> Figures | None:
    """What was kept of a meeting; None where it is still to be counted."""
    query = select(ToldFigures.figures).where(ToldFigures.meeting_id == meeting_id, ToldFigures.what == what)
    return db.session.scalar(query)


def keep(meeting_id: int, what: str, told: Figures) -> None:
    """Keep figures in place of earlier ones. The caller commits."""
    forget(meeting_id, what)
    db.session.add(ToldFigures(meeting_id=meeting_id, what=what, figures=dict(told)))
    db.session.flush()


def forget(meeting_id: int, what: str) -> None:
    """Count again: people may add something. The caller commits."""
    db.session.execute(
        delete(ToldFigures).where(ToldFigures.meeting_id == meeting_id, ToldFigures.what == what)
    )


def votes(*, consultation_id: int | None = None, meeting_id: int | None = None) -> dict[int, int]:
    """Note → votes, of the meetings whose ballots were kept."""
    query = select(ToldFigures.figures).where(ToldFigures.what == VOTES)
    if meeting_id is not None:
        query = query.where(ToldFigures.meeting_id == meeting_id)
    if consultation_id is not None:
        of = select(Meeting.id).where(Meeting.consultation_id == consultation_id)
        query = query.where(ToldFigures.meeting_id.in_(of))
    return {
        int(note_id): given
        for kept in db.session.scalars(query)
        for note_id, (given, _by_group) in kept["points"].items()
    }
