"""What may happen in which phase, and that deciding and evolving change nothing by themselves."""

from __future__ import annotations

import copy
from typing import get_args

import pytest

from consult.domain import commands as c
from consult.domain import events as e
from consult.domain import seating_commands as s
from consult.domain import seating_events as se
from consult.domain.errors import Refused
from consult.domain.meeting import decide, evolve
from consult.domain.state import Meeting, Round
from consult.domain.words import Kind, Phase, View, Voting

NOW = 1_800_000_000.0
HOST = c.Person(1, {1: 1, 2: 1, 3: 1}, frozenset({1, 2, 3}))
NOTE = c.NoteRef(5, 1, 1, 1, main_point=True, hidden=False)

BEFORE = s.SeatingBefore({}, {}, (), fresh_tables=True, mix_groups=True)


def carry_out(meeting: Meeting, *commands: c.Command) -> Meeting:
    for command in commands:
        for event in decide(meeting, command, NOW):
            meeting = evolve(meeting, event)
    return meeting


WELCOME = Meeting(id=1, rounds=(Round(1, 20), Round(2, 20), Round(3, 20)), tables=(1, 2, 3))
ROUND = carry_out(WELCOME, c.OpenRound())
PAUSED = carry_out(ROUND, c.PauseRound())
MOVING = carry_out(ROUND, c.CloseRound())
HARVEST = carry_out(MOVING, c.BeginHarvest())
VOTING = carry_out(HARVEST, c.OpenVoting())
ASKING = carry_out(HARVEST, c.OpenAcceptability((5,)))
CLOSED = carry_out(HARVEST, c.CloseMeeting())
PHASES = {
    "welcome": WELCOME,
    "round": ROUND,
    "paused": PAUSED,
    "moving": MOVING,
    "harvest": HARVEST,
    "voting": VOTING,
    "asking": ASKING,
    "closed": CLOSED,
}
# What somebody wrote stays theirs, and what harms somebody can still be hidden.
ALSO_CLOSED = {c.SteerProjector, c.HideNote, c.ShowNote, c.HideObjection, c.ShowObjection, c.EraseNote}
EVERYWHERE = dict.fromkeys(("welcome", "round", "paused", "moving", "harvest", "voting", "asking"), "ok")
AFTERWARDS = {**EVERYWHERE, "closed": "ok"}


def everywhere_but(code: str, *phases: str) -> dict[str, str]:
    return {**EVERYWHERE, **dict.fromkeys(phases, code)}


def only(code: str, *phases: str) -> dict[str, str]:
    return {**dict.fromkeys(EVERYWHERE, code), **dict.fromkeys(phases, "ok")}


# What a command leads to in each phase: "ok" or the code of the refusal. CLOSED refuses all but a few.
TABLE: dict[type, tuple[c.Command, dict[str, str]]] = {
    c.OpenRound: (c.OpenRound(), only("round_already_open", "welcome", "moving")),
    c.CloseRound: (c.CloseRound(), only("no_round_open", "round", "paused")),
    c.PauseRound: (c.PauseRound(), {**only("no_round_open", "round"), "paused": "already_paused"}),
    c.ResumeRound: (c.ResumeRound(), {**only("no_round_open", "paused"), "round": "not_paused"}),
    c.ExtendRound: (c.ExtendRound(2, keep_end=True), only("no_round_open", "round", "paused")),
    c.BeginHarvest: (c.BeginHarvest(), only("not_between_rounds", "moving")),
    c.CloseMeeting: (c.CloseMeeting(), everywhere_but("round_still_open", "round", "paused")),
    c.SteerProjector: (c.SteerProjector(View.TABLES), AFTERWARDS),
    c.ChooseSpeaker: (c.ChooseSpeaker(1, 90), only("not_in_harvest", "harvest", "voting", "asking")),
    c.OpenVoting: (
        c.OpenVoting(),
        {**only("not_in_harvest", "harvest", "asking"), "voting": "voting_already_open"},
    ),
    c.CloseVoting: (
        c.CloseVoting(),
        {**only("not_in_harvest", "voting"), "harvest": "voting_not_open", "asking": "voting_not_open"},
    ),
    c.ChooseVotes: (c.ChooseVotes(5), everywhere_but("voting_has_begun", "voting")),
    c.OpenAcceptability: (
        c.OpenAcceptability((5,)),
        {
            **only("not_in_harvest", "harvest"),
            "voting": "voting_still_open",
            "asking": "acceptability_asked",
        },
    ),
    c.CloseAcceptability: (c.CloseAcceptability(), only("acceptability_not_open", "asking")),
    c.GiveStance: (
        c.GiveStance(HOST, NOTE, acceptable=False, objection="Who pays?", language="en"),
        only("acceptability_not_open", "asking"),
    ),
    c.SendPrompt: (c.SendPrompt("3-city", 1), only("no_round_open", "round", "paused")),
    s.MoveParticipant: (
        s.MoveParticipant(1, 2),
        everywhere_but("no_round_open", "harvest", "voting", "asking"),
    ),
    s.SwapSeats: (
        s.SwapSeats(3, 1, 1, 2, 2),
        everywhere_but("no_round_open", "harvest", "voting", "asking"),
    ),
    s.PinSeats: (
        s.PinSeats(3, (1, 2), on=True),
        everywhere_but("no_round_open", "harvest", "voting", "asking"),
    ),
    s.KeepAtTable: (s.KeepAtTable(1, 2), everywhere_but("no_round_open", "harvest", "voting", "asking")),
    s.WishPair: (
        s.WishPair(2, 1, together=True),
        everywhere_but("no_round_open", "harvest", "voting", "asking"),
    ),
    s.ChooseAims: (
        s.ChooseAims(fresh_tables=False, mix_groups=True),
        everywhere_but("no_round_open", "harvest", "voting", "asking"),
    ),
    s.TakePlan: (s.TakePlan({3: {1: 1}}, {}), everywhere_but("no_round_open", "harvest", "voting", "asking")),
    s.SetInterpretation: (
        s.SetInterpretation(1, (("pt", "Channel 4"),)),
        everywhere_but("no_round_open", "harvest", "voting", "asking"),
    ),
    s.UndoSeating: (s.UndoSeating(BEFORE), everywhere_but("no_round_open", "harvest", "voting", "asking")),
    c.AppointHost: (c.AppointHost(1, True, 2), EVERYWHERE),
    c.HideNote: (c.HideNote(NOTE, "Names somebody"), AFTERWARDS),
    c.ShowNote: (c.ShowNote(NOTE), AFTERWARDS),
    c.HideObjection: (c.HideObjection(c.ObjectionRef(7, 1), "Names somebody"), AFTERWARDS),
    c.ShowObjection: (c.ShowObjection(c.ObjectionRef(7, 1)), AFTERWARDS),
    c.MakeAnnouncement: (c.MakeAnnouncement("Coffee is ready.", None), EVERYWHERE),
    c.AnswerHelp: (c.AnswerHelp(1), EVERYWHERE),
    c.WriteNote: (
        c.WriteNote(HOST, "key-00000001", Kind.NEED, "Lamps", "en", 1, by_proxy=False),
        everywhere_but("round_not_open", "welcome"),
    ),
    c.EraseNote: (c.EraseNote(HOST, NOTE), AFTERWARDS),
    c.CastVote: (c.CastVote(HOST, NOTE, on=True, votes_used=0), only("voting_not_open", "voting")),
    c.CallHelp: (c.CallHelp(HOST, on=True), EVERYWHERE),
    c.AskSlower: (c.AskSlower(HOST, {}), everywhere_but("nobody_speaks", "moving")),
    c.Volunteer: (
        c.Volunteer(HOST, on=True, host_present=False),
        everywhere_but("no_round_open", "harvest", "voting", "asking"),
    ),
    c.WriteHandOver: (
        c.WriteHandOver(HOST, 1, "They want lamps.", "en"),
        everywhere_but("round_not_open", "welcome"),
    ),
    c.MarkMainPoint: (
        c.MarkMainPoint(HOST, NOTE, on=True),
        everywhere_but("voting_has_begun", "voting", "asking"),
    ),
    c.GiveHeadCount: (c.GiveHeadCount(HOST, 5), EVERYWHERE),
}


def outcome(meeting: Meeting, command: c.Command) -> str:
    try:
        decide(meeting, command, NOW)
    except Refused as refused:
        return refused.code
    return "ok"


def test_every_command_has_a_row():
    assert set(TABLE) == set(get_args(c.Command))


@pytest.mark.parametrize("command_type", TABLE, ids=lambda kind: kind.__name__)
def test_command_in_every_phase(command_type):
    command, expected = TABLE[command_type]

    found = {phase: outcome(meeting, command) for phase, meeting in PHASES.items()}

    assert found == {**expected, "closed": "ok" if command_type in ALSO_CLOSED else "meeting_closed"}


@pytest.mark.parametrize("command_type", TABLE, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("phase", PHASES)
def test_deciding_and_evolving_leave_the_meeting_as_it_was(phase, command_type):
    meeting = PHASES[phase]
    before = copy.deepcopy(meeting)
    command = TABLE[command_type][0]

    try:
        for event in decide(meeting, command, NOW):
            evolve(meeting, event)
    except Refused:
        pass

    assert meeting == before


def test_every_event_can_be_evolved():
    kinds = set(get_args(e.Event))
    decided = set()
    for meeting in PHASES.values():
        for command, _phases in TABLE.values():
            if outcome(meeting, command) == "ok":
                decided |= {type(event) for event in decide(meeting, command, NOW)}

    assert kinds == decided


def test_three_rounds_from_welcome_to_harvest():
    meeting, seen = WELCOME, []
    for _round in range(3):
        meeting = carry_out(meeting, c.OpenRound())
        seen.append((meeting.phase, meeting.round_number))
        meeting = carry_out(meeting, c.CloseRound())
        seen.append((meeting.phase, meeting.round_number))

    assert seen == [
        (Phase.ROUND, 1),
        (Phase.MOVING, 1),
        (Phase.ROUND, 2),
        (Phase.MOVING, 2),
        (Phase.ROUND, 3),
        (Phase.HARVEST, 3),
    ]


@pytest.mark.parametrize(
    ("phase", "number"),
    [
        ("welcome", 1),
        ("round", 1),
        ("paused", 1),
        ("moving", 2),
        ("harvest", 1),
        ("voting", 1),
        ("closed", 1),
    ],
)
def test_the_seats_that_count(phase, number):
    assert PHASES[phase].seated_round == number


def test_meeting_without_rounds_cannot_open_one():
    assert outcome(Meeting(id=1, rounds=(), tables=(1,)), c.OpenRound()) == "no_round_left"


def test_opening_another_phase_shows_what_belongs_to_it_again():
    steered = carry_out(WELCOME, c.SteerProjector(View.TABLES))

    assert steered.view is View.TABLES
    assert carry_out(steered, c.OpenRound()).view is View.AUTO


def test_closing_while_people_vote_closes_the_vote():
    closed = carry_out(VOTING, c.ChooseSpeaker(1, 90), c.CloseMeeting())

    assert (closed.voting, closed.speaking_table, closed.speaking_ends_at) == (Voting.CLOSED, None, None)


def test_whoever_has_spoken_has_been_heard():
    meeting = carry_out(HARVEST, c.ChooseSpeaker(2, 90), c.ChooseSpeaker(1, 60))

    assert (meeting.speaking_table, meeting.speaking_ends_at, meeting.tables_heard) == (1, NOW + 60, (2,))


def test_table_that_speaks_again_is_not_heard_yet():
    meeting = carry_out(HARVEST, c.ChooseSpeaker(2, 90), c.ChooseSpeaker(1, 60), c.ChooseSpeaker(2, 30))

    assert (meeting.speaking_table, meeting.tables_heard) == (2, (1,))


def test_nobody_speaks_after_the_last_table():
    meeting = carry_out(HARVEST, c.ChooseSpeaker(2, 90), c.ChooseSpeaker(None, 90))

    assert (meeting.speaking_table, meeting.speaking_ends_at, meeting.tables_heard) == (None, None, (2,))


def test_longer_talk_of_the_same_table_is_not_a_second_one():
    meeting = carry_out(HARVEST, c.ChooseSpeaker(2, 90), c.ChooseSpeaker(2, 120))

    assert (meeting.speaking_ends_at, meeting.tables_heard) == (NOW + 120, ())


def test_interpretation_of_the_plenary_can_change_while_tables_no_longer_move():
    portuguese = (("pt", "Channel 4"),)

    assert decide(HARVEST, s.SetInterpretation(None, portuguese), NOW) == [
        se.InterpretationSet(None, portuguese)
    ]
    assert outcome(HARVEST, s.SetInterpretation(1, portuguese)) == "no_round_open"
    assert outcome(WELCOME, s.SetInterpretation(9, portuguese)) == "no_such_table"


def test_unknown_table_cannot_speak():
    assert outcome(HARVEST, c.ChooseSpeaker(9, 90)) == "no_such_table"


@pytest.mark.parametrize(
    ("meeting", "command", "code"),
    [
        (MOVING, s.MoveParticipant(1, 2, 1, round_number=1), "round_is_over"),
        (WELCOME, s.MoveParticipant(1, 2, 1, round_number=4), "no_such_round"),
        (WELCOME, s.MoveParticipant(1, 9), "no_such_table"),
        (WELCOME, s.SwapSeats(1, 1, 1, 1, 1), "two_people_needed"),
        (WELCOME, s.SwapSeats(1, 1, 1, 2, 1), "same_table"),
        (WELCOME, s.SwapSeats(1, 1, 1, 2, None), "person_not_seated"),
        (MOVING, s.PinSeats(1, (1,), on=True), "round_is_over"),
        (WELCOME, s.KeepAtTable(1, 9), "no_such_table"),
        (WELCOME, s.WishPair(1, 1, together=False), "two_people_needed"),
        (ROUND, s.TakePlan({1: {1: 2}}, {}), "round_already_open"),
        (MOVING, s.TakePlan({1: {1: 2}}, {}), "round_is_over"),
    ],
)
def test_seats_that_cannot_be_steered_like_this(meeting, command, code):
    assert outcome(meeting, command) == code


def test_swapping_moves_both_to_the_other_table():
    assert decide(WELCOME, s.SwapSeats(2, 1, 3, 7, 1), NOW) == [
        se.ParticipantMoved(1, 2, 1, 3),
        se.ParticipantMoved(7, 2, 3, 1),
    ]
