"""Which invited stakeholder groups are here and have been heard: yes or no, never who and never how many.

A console shows who joins, and each note as it comes. If a group turned to "here" with one of them, it would be known
whose it is; so people are counted for every five of them, in the order in which they joined or wrote first.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, func, select

from consult.domain.languages import in_language
from consult.domain.suppression import SMALLEST
from consult.extensions import db
from consult.models import Meeting, Note, Participant
from consult.services.meeting import told
from consult.services.meeting.wire import Wire


def of_meeting(row: Meeting, language: str) -> list[Wire]:
    """Every group of the consultation: {key, name, invited, present, heard}.

    Whoever has left was here. A note written for somebody without a phone speaks for the group of whoever wrote it.
    """
    if not row.consultation.groups:
        return []
    present, heard = _told(row)
    return [
        {
            "key": group.key,
            "name": in_language(group.name, language),
            "invited": group.invited,
            "present": group.key in present,
            "heard": group.key in heard,
        }
        for group in row.consultation.groups
    ]


def keep(row: Meeting) -> None:
    """Keep which groups are here and have been heard, or whoever erases themselves shows theirs. The caller commits."""
    present, heard = (sorted(key for key in found if key is not None) for found in _told(row))
    told.keep(row.id, told.VOICES, {"present": present, "heard": heard})


def _told(row: Meeting) -> tuple[set[str | None], set[str | None]]:
    """The groups that are here, and those that have been heard."""
    present = _in_fives(
        select(Participant.group_key).where(Participant.meeting_id == row.id).order_by(Participant.id)
    )
    first = func.min(Note.id)
    heard = _in_fives(
        select(Participant.group_key)
        .join(Note, Note.participant_id == Participant.id)
        # Hidden notes too: else hiding one and looking which group goes would tell whose it was.
        .where(Note.meeting_id == row.id)
        .group_by(Participant.id, Participant.group_key)
        .order_by(first)
    )
    kept = told.figures(row.id, told.VOICES) or {"present": (), "heard": ()}
    return present | set(kept["present"]), heard | set(kept["heard"])


def _in_fives(query: Select[str | None]) -> set[str | None]:
    """The groups of all but the last people, of whom there are fewer than five."""
    found: Sequence[str | None] = db.session.scalars(query).all()
    return set(found[: len(found) // SMALLEST * SMALLEST])
