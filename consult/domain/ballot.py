"""The rules for what everybody decides together in the harvest: votes, and whether they can live with a main point."""

from __future__ import annotations

from consult.domain import commands as c
from consult.domain import events as e
from consult.domain.errors import Refused
from consult.domain.state import Meeting
from consult.domain.words import MOST_VOTES_EACH, Phase, Voting

COMMANDS = (
    c.ChooseVotes,
    c.OpenVoting,
    c.CloseVoting,
    c.OpenAcceptability,
    c.CloseAcceptability,
    c.GiveStance,
    c.HideObjection,
    c.ShowObjection,
)


def decide(meeting: Meeting, command: c.Command, now: float) -> e.Event:
    """What one of `COMMANDS` leads to; raises Refused."""
    match command:
        case c.ChooseVotes(votes):
            return choose_votes(meeting, votes)
        case c.OpenVoting() | c.CloseVoting():
            return turn_voting(meeting, command)
        case c.OpenAcceptability(points):
            return open_acceptability(meeting, points)
        case c.CloseAcceptability():
            if meeting.acceptability is not Voting.OPEN:
                raise Refused("acceptability_not_open")
            return e.AcceptabilityClosed()
        case c.GiveStance():
            return give_stance(meeting, command, now)
        case c.HideObjection(objection, reason):
            return e.ObjectionHidden(objection.id, objection.author_id, reason, now)
        case c.ShowObjection(objection):
            return e.ObjectionShown(objection.id, objection.author_id)
    raise Refused("unknown_command")


def choose_votes(meeting: Meeting, votes: int) -> e.VotesChosen:
    """How many votes each person has; fixed once people vote."""
    if meeting.voting is not Voting.NOT_YET:
        raise Refused("voting_has_begun")
    if not 1 <= votes <= MOST_VOTES_EACH:
        raise Refused("malformed", field="votes")
    return e.VotesChosen(votes)


def turn_voting(meeting: Meeting, command: c.OpenVoting | c.CloseVoting) -> e.VotingOpened | e.VotingClosed:
    """Open the vote on the main points, or close it and show the result."""
    _require_harvest(meeting)
    if isinstance(command, c.OpenVoting):
        if meeting.voting is Voting.OPEN:
            raise Refused("voting_already_open")
        return e.VotingOpened()
    if meeting.voting is not Voting.OPEN:
        raise Refused("voting_not_open")
    return e.VotingClosed()


def open_acceptability(meeting: Meeting, points: tuple[int, ...]) -> e.AcceptabilityOpened:
    """Ask whether people can live with these main points (toolkit: "suggestions acceptable to all"); once."""
    _require_harvest(meeting)
    if meeting.acceptability is not Voting.NOT_YET:
        raise Refused("acceptability_asked")
    if meeting.voting is Voting.OPEN:
        # Two questions at once are answered without care.
        raise Refused("voting_still_open")
    if not points:
        raise Refused("no_main_points")
    return e.AcceptabilityOpened(points)


def give_stance(meeting: Meeting, command: c.GiveStance, now: float) -> e.StanceGiven:
    """Somebody can live with a main point or objects to it; an answer may be changed or taken back until the end."""
    if meeting.acceptability is not Voting.OPEN:
        raise Refused("acceptability_not_open")
    if not command.author.tables:
        raise Refused("never_seated")
    if command.note.hidden or command.note.id not in meeting.asked_points:
        raise Refused("not_asked_about")
    objection = command.objection if command.acceptable is False else ""
    return e.StanceGiven(
        command.author.id, command.note.id, command.acceptable, objection, command.language, now
    )


def _require_harvest(meeting: Meeting) -> None:
    if meeting.phase is not Phase.HARVEST:
        raise Refused("not_in_harvest")
