"""The rules for steering who sits where: rounds that are over stay as they were."""

from __future__ import annotations

from collections.abc import Mapping

from consult.domain import commands as c
from consult.domain import events as e
from consult.domain import seating_commands as s
from consult.domain import seating_events as se
from consult.domain.errors import Refused
from consult.domain.state import Meeting
from consult.domain.words import Phase

COMMANDS = (
    s.MoveParticipant,
    s.SwapSeats,
    s.PinSeats,
    s.KeepAtTable,
    s.WishPair,
    s.ChooseAims,
    s.TakePlan,
    s.SetInterpretation,
    s.UndoSeating,
)


def decide(meeting: Meeting, command: c.Command) -> list[e.Event]:
    """What one of `COMMANDS` leads to; raises Refused."""
    if isinstance(command, s.SetInterpretation) and command.table is None:
        return [se.InterpretationSet(None, command.channels)]
    if meeting.phase is Phase.HARVEST:
        # Nobody moves any more: the seats say who sat where when it was written.
        raise Refused("no_round_open")
    match command:
        case s.MoveParticipant(participant_id, table, from_table, number):
            return [move(meeting, participant_id, table, from_table, number)]
        case s.SwapSeats():
            return swap(meeting, command)
        case s.PinSeats(number, participant_ids, on):
            _require_to_come(meeting, number)
            return [se.SeatsPinned(number, participant_ids, on)]
        case s.KeepAtTable(participant_id, table):
            if table is not None:
                require_table(meeting, table)
            return [se.TableKept(participant_id, table)]
        case s.WishPair(one_id, other_id, together):
            if one_id == other_id:
                raise Refused("two_people_needed")
            return [se.PairWished(min(one_id, other_id), max(one_id, other_id), together)]
        case s.ChooseAims(fresh_tables, mix_groups):
            return [se.AimsChosen(fresh_tables, mix_groups)]
        case s.TakePlan(rounds, hosts):
            return take(meeting, rounds, hosts)
        case s.SetInterpretation(table, channels) if table is not None:
            require_table(meeting, table)
            return [se.InterpretationSet(table, channels)]
        case s.UndoSeating(before):
            return [se.SeatingRestored(before)]
    raise Refused("unknown_command")


def move(
    meeting: Meeting, participant_id: int, table: int, from_table: int | None, number: int | None
) -> se.ParticipantMoved:
    """Somebody sits at another table, in the round that counts now or in one to come."""
    number = meeting.seated_round if number is None else number
    _require_to_come(meeting, number)
    require_table(meeting, table)
    return se.ParticipantMoved(participant_id, number, table, from_table)


def swap(meeting: Meeting, command: s.SwapSeats) -> list[e.Event]:
    """Two people change places in one round."""
    _require_to_come(meeting, command.round_number)
    if command.one_id == command.other_id:
        raise Refused("two_people_needed")
    one, other = command.one_table, command.other_table
    if one is None or other is None:
        raise Refused("person_not_seated")
    if one == other:
        raise Refused("same_table")
    number = command.round_number
    return [
        se.ParticipantMoved(command.one_id, number, other, one),
        se.ParticipantMoved(command.other_id, number, one, other),
    ]


def take(
    meeting: Meeting, rounds: Mapping[int, Mapping[int, int]], hosts: Mapping[int, frozenset[int]]
) -> list[e.Event]:
    """The seats of one or several rounds as they were planned ahead."""
    for number in rounds:
        _require_to_come(meeting, number)
        if meeting.phase is Phase.ROUND and number == meeting.round_number:
            raise Refused("round_already_open")
    return [
        se.SeatsGiven(number, rounds[number], hosts.get(number, frozenset())) for number in sorted(rounds)
    ]


def require_table(meeting: Meeting, table: int) -> None:
    """Raises Refused when the meeting has no such café table."""
    if table not in meeting.tables:
        raise Refused("no_such_table")


def _require_to_come(meeting: Meeting, number: int) -> None:
    if number > len(meeting.rounds):
        raise Refused("no_such_round")
    if number < meeting.seated_round:
        raise Refused("round_is_over")
