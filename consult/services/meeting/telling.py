"""When figures that a meeting has told begin to be kept: see `consult.services.meeting.told`."""

from __future__ import annotations

from collections.abc import Iterable

from consult.domain import events as e
from consult.domain.words import Phase, Voting
from consult.models import Meeting
from consult.services.assessment import by_group
from consult.services.meeting import told, voices
from consult.services.reports import meeting_facts, mixing


def follow(row: Meeting, events: Iterable[e.Event]) -> None:
    """Keep what has just been closed; count again what has been opened again. The caller commits."""
    for event in events:
        match event:
            case e.VotingOpened():
                told.forget(row.id, told.VOTES)
            case e.VotingClosed() | e.AcceptabilityClosed() | e.MeetingClosed():
                keep(row)


def keep(row: Meeting) -> None:
    """Keep every figure to which nothing can be added any more, unless it is kept already. The caller commits."""
    if row.voting == Voting.CLOSED and told.figures(row.id, told.VOTES) is None:
        told.keep(row.id, told.VOTES, by_group.votes_to_keep(row))
    if row.acceptability == Voting.CLOSED and told.figures(row.id, told.STANCES) is None:
        told.keep(row.id, told.STANCES, by_group.stances_to_keep(row))
    if row.phase == Phase.CLOSED:
        _keep_people(row)


def before_erasing(row: Meeting) -> None:
    """Keep what would change when somebody of this meeting erases themselves. The caller commits."""
    keep(row)
    if row.phase in meeting_facts.ALL_HERE:
        _keep_people(row)
    voices.keep(row)


def _keep_people(row: Meeting) -> None:
    if told.figures(row.id, told.PEOPLE) is None:
        told.keep(row.id, told.PEOPLE, meeting_facts.people_to_keep(row))
        told.keep(row.id, told.MIXING, mixing.to_keep(row))
