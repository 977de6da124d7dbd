"""The rules of a live meeting: what may happen next (`decide`), and what that changes (`evolve`). Pure."""

from __future__ import annotations

from dataclasses import replace

from consult.domain import ballot, clock, contributions, seating, slower
from consult.domain import commands as c
from consult.domain import events as e
from consult.domain.errors import Refused
from consult.domain.state import Meeting
from consult.domain.words import Phase, View, Voting

# What somebody wrote stays theirs, and what harms somebody can still be hidden.
AFTER_CLOSING = (
    c.EraseNote,
    c.HideNote,
    c.ShowNote,
    c.HideObjection,
    c.ShowObjection,
    c.SteerProjector,
)


def decide(meeting: Meeting, command: c.Command, now: float) -> list[e.Event]:
    """What happens when somebody asks for `command` at the instant `now`.

    Raises Refused with a stable code when the meeting does not allow it.
    """
    if meeting.phase is Phase.CLOSED and not isinstance(command, AFTER_CLOSING):
        raise Refused("meeting_closed")
    if isinstance(command, seating.COMMANDS):
        return seating.decide(meeting, command)
    if isinstance(command, contributions.COMMANDS):
        return [contributions.decide(meeting, command, now)]
    if isinstance(command, ballot.COMMANDS):
        return [ballot.decide(meeting, command, now)]
    match command:
        case c.AskSlower():
            return list(slower.ask(meeting, command, now))
        case c.OpenRound():
            return [open_round(meeting, now)]
        case c.CloseRound():
            return [close_round(meeting, now)]
        case c.PauseRound():
            return [pause_round(meeting, now)]
        case c.ResumeRound():
            return [resume_round(meeting, now)]
        case c.ExtendRound():
            return [extend_round(meeting, command, now)]
        case c.BeginHarvest():
            return [begin_harvest(meeting)]
        case c.CloseMeeting():
            return [close_meeting(meeting, now)]
        case c.SteerProjector(view):
            return [e.ProjectorSteered(view)]
        case c.ChooseSpeaker():
            return [choose_speaker(meeting, command, now)]
    raise Refused("unknown_command")


def open_round(meeting: Meeting, now: float) -> e.RoundOpened:
    """Begin the next conversation; the first one also fixes the promised end."""
    if meeting.phase not in (Phase.WELCOME, Phase.MOVING):
        raise Refused("round_already_open")
    number = meeting.round_number + 1
    coming = next((r for r in meeting.rounds if r.number == number), None)
    if coming is None:
        raise Refused("no_round_left")
    later = [r.minutes for r in meeting.rounds if r.number > number]
    promised = meeting.promised_end or clock.expected_end(now, coming.minutes * 60, later)
    return e.RoundOpened(number, now, now + coming.minutes * 60, promised)


def close_round(meeting: Meeting, now: float) -> e.RoundClosed:
    """End the conversation; people move, or after the last round, harvest."""
    _require_round(meeting)
    last = meeting.round_number >= len(meeting.rounds)
    return e.RoundClosed(meeting.round_number, now, last)


def pause_round(meeting: Meeting, now: float) -> e.RoundPaused:
    """Stop the clock."""
    _require_round(meeting)
    if meeting.remaining is not None:
        raise Refused("already_paused")
    return e.RoundPaused(clock.left(meeting.ends_at, None, now))


def resume_round(meeting: Meeting, now: float) -> e.RoundResumed:
    """Let the clock run on."""
    _require_round(meeting)
    if meeting.remaining is None:
        raise Refused("not_paused")
    return e.RoundResumed(now + meeting.remaining)


def extend_round(meeting: Meeting, command: c.ExtendRound, now: float) -> e.RoundExtended:
    """Give the conversation more minutes; later rounds shrink, or the end moves."""
    choices = preview_extension(meeting, command.minutes, now)
    choice = next(option for option in choices if option.keep_end == command.keep_end)
    if not choice.possible:
        raise Refused("rounds_too_short", minutes=clock.SHORTEST_ROUND_MINUTES)
    more = command.minutes * 60
    return e.RoundExtended(
        # A deadline that has just passed, before the bell: the minutes count from now.
        ends_at=max(meeting.ends_at, now) + more if meeting.ends_at is not None else None,
        remaining=meeting.remaining + more if meeting.remaining is not None else None,
        later_minutes=choice.minutes,
    )


def preview_extension(meeting: Meeting, minutes: int, now: float) -> tuple[clock.Choice, clock.Choice]:
    """Both ways to extend, to be shown before one is confirmed."""
    _require_round(meeting)
    current = clock.left(meeting.ends_at, meeting.remaining, now)
    promised = meeting.promised_end or clock.expected_end(now, current, meeting.later_minutes)
    return clock.extension_choices(now, current, meeting.later_minutes, promised, minutes)


def begin_harvest(meeting: Meeting) -> e.HarvestBegun:
    """Skip the rounds that are left, because time is short."""
    if meeting.phase is not Phase.MOVING:
        raise Refused("not_between_rounds")
    return e.HarvestBegun()


def close_meeting(meeting: Meeting, now: float) -> e.MeetingClosed:
    """The end: nothing can be written any more."""
    if meeting.phase is Phase.ROUND:
        raise Refused("round_still_open")
    return e.MeetingClosed(now)


def choose_speaker(meeting: Meeting, command: c.ChooseSpeaker, now: float) -> e.SpeakerChosen:
    """Give the floor to a table in the harvest, or to nobody; whoever spoke before has been heard."""
    if meeting.phase is not Phase.HARVEST:
        raise Refused("not_in_harvest")
    if command.table is not None:
        seating.require_table(meeting, command.table)
    spoke = meeting.speaking_table
    heard = [t for t in meeting.tables_heard if t != command.table]
    if spoke is not None and spoke != command.table and spoke not in heard:
        heard.append(spoke)
    ends_at = now + command.seconds if command.table is not None else None
    return e.SpeakerChosen(command.table, ends_at, tuple(heard))


def _require_round(meeting: Meeting) -> None:
    if meeting.phase is not Phase.ROUND:
        raise Refused("no_round_open")


def evolve(meeting: Meeting, event: e.Event) -> Meeting:
    """The meeting after `event`; events about people and notes leave it as it is."""
    match event:
        case e.RoundOpened(number, opened_at, ends_at, promised_end):
            return replace(
                meeting,
                phase=Phase.ROUND,
                round_number=number,
                opened_at=meeting.opened_at or opened_at,
                ends_at=ends_at,
                remaining=None,
                running_since=opened_at,
                promised_end=promised_end,
                round_closed_at=None,
                view=View.AUTO,
            )
        case e.RoundClosed(_, closed_at, last):
            phase = Phase.HARVEST if last else Phase.MOVING
            return replace(
                meeting,
                phase=phase,
                ends_at=None,
                remaining=None,
                running_since=None,
                round_closed_at=closed_at,
                view=View.AUTO,
            )
        case e.RoundPaused(remaining):
            return replace(meeting, ends_at=None, remaining=remaining, running_since=None)
        case e.RoundResumed(ends_at):
            return replace(
                meeting, ends_at=ends_at, remaining=None, running_since=ends_at - (meeting.remaining or 0)
            )
        case e.RoundExtended(ends_at, remaining, later):
            rounds = meeting.rounds[: meeting.round_number] + tuple(
                replace(r, minutes=m)
                for r, m in zip(meeting.rounds[meeting.round_number :], later, strict=True)
            )
            return replace(meeting, ends_at=ends_at, remaining=remaining, rounds=rounds)
        case e.HarvestBegun():
            return replace(meeting, phase=Phase.HARVEST, view=View.AUTO)
        case e.MeetingClosed(closed_at):
            voting = Voting.CLOSED if meeting.voting is Voting.OPEN else meeting.voting
            asking = meeting.acceptability
            return replace(
                meeting,
                phase=Phase.CLOSED,
                closed_at=closed_at,
                voting=voting,
                acceptability=Voting.CLOSED if asking is Voting.OPEN else asking,
                speaking_table=None,
                speaking_ends_at=None,
                view=View.AUTO,
            )
        case e.ProjectorSteered(view):
            return replace(meeting, view=view)
        case e.SpeakerChosen(table, ends_at, heard):
            return replace(meeting, speaking_table=table, speaking_ends_at=ends_at, tables_heard=heard)
        case e.VotingOpened():
            return replace(meeting, voting=Voting.OPEN)
        case e.VotingClosed():
            return replace(meeting, voting=Voting.CLOSED)
        case e.VotesChosen(votes):
            return replace(meeting, votes_each=votes)
        case e.AcceptabilityOpened(points):
            return replace(meeting, acceptability=Voting.OPEN, asked_points=points)
        case e.AcceptabilityClosed():
            return replace(meeting, acceptability=Voting.CLOSED)
    return meeting
