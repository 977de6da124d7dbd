"""Notes, votes, hosts and help: who may do what, where."""

from __future__ import annotations

from dataclasses import replace

import pytest

from consult.domain import commands as c
from consult.domain import events as e
from consult.domain import seating_commands as s
from consult.domain import seating_events as se
from consult.domain.errors import Refused
from consult.domain.meeting import decide
from consult.domain.state import Meeting, Round
from consult.domain.words import Kind, Phase, Voting

NOW = 1_800_000_000.0
SECOND = Meeting(
    id=1,
    rounds=(Round(1, 20), Round(2, 20)),
    tables=(1, 2, 3),
    phase=Phase.ROUND,
    round_number=2,
    ends_at=NOW + 60,
)
MOVING = replace(SECOND, phase=Phase.MOVING, round_number=1, ends_at=None)
TRAVELLER = c.Person(7, {1: 1, 2: 3})
HOST = c.Person(8, {1: 2, 2: 2}, frozenset({1, 2}))
POINT = c.NoteRef(5, author_id=7, round_number=1, table_number=2, main_point=True, hidden=False)
VOTE = replace(SECOND, phase=Phase.HARVEST, voting=Voting.OPEN)


def happens(meeting: Meeting, command: c.Command) -> e.Event:
    [event] = decide(meeting, command, NOW)
    return event


def refusal(meeting: Meeting, command: c.Command) -> str:
    with pytest.raises(Refused) as refused:
        decide(meeting, command, NOW)
    return refused.value.code


def note(author: c.Person, round_number: int, by_proxy: bool = False) -> c.WriteNote:
    return c.WriteNote(author, "key-00000001", Kind.NEED, "Lamps", "en", round_number, by_proxy)


@pytest.mark.parametrize(("round_number", "table"), [(1, 1), (2, 3)])
def test_note_goes_to_the_table_of_its_round(round_number, table):
    event = happens(SECOND, note(TRAVELLER, round_number))

    assert (event.round_number, event.table, event.author_id, event.at) == (round_number, table, 7, NOW)


@pytest.mark.parametrize(
    ("author", "round_number", "by_proxy", "code"),
    [
        (TRAVELLER, 0, False, "round_not_open"),
        (TRAVELLER, 3, False, "round_not_open"),
        (c.Person(9, {2: 1}), 1, False, "not_seated"),
        (TRAVELLER, 2, True, "hosts_only"),
    ],
)
def test_note_that_is_refused(author, round_number, by_proxy, code):
    assert refusal(SECOND, note(author, round_number, by_proxy)) == code


def test_host_writes_for_somebody_without_a_phone():
    assert happens(SECOND, note(HOST, 2, by_proxy=True)).by_proxy is True


def test_note_of_somebody_else_cannot_be_erased_and_its_existence_is_not_told():
    assert refusal(SECOND, c.EraseNote(HOST, POINT)) == "no_such_note"


@pytest.mark.parametrize(
    ("changes", "votes_used", "on", "code"),
    [
        ({"hidden": True}, 0, True, "not_a_main_point"),
        ({"main_point": False}, 0, True, "not_a_main_point"),
        ({}, 3, True, "no_votes_left"),
    ],
)
def test_vote_that_is_refused(changes, votes_used, on, code):
    assert refusal(VOTE, c.CastVote(TRAVELLER, replace(POINT, **changes), on, votes_used)) == code


@pytest.mark.parametrize(("votes_used", "on"), [(0, True), (2, True), (3, False)])
def test_vote_that_counts(votes_used, on):
    assert happens(VOTE, c.CastVote(TRAVELLER, POINT, on, votes_used)) == e.VoteCast(7, 5, on)


def test_main_point_is_marked_by_the_host_of_its_table_and_round():
    assert happens(SECOND, c.MarkMainPoint(HOST, POINT, True)) == e.MainPointMarked(5, True)


@pytest.mark.parametrize("changes", [{"table_number": 1}, {"round_number": 3}])
def test_main_point_of_another_table_or_round_is_refused(changes):
    assert refusal(SECOND, c.MarkMainPoint(HOST, replace(POINT, **changes), True)) == "hosts_only"


def test_main_point_is_not_marked_by_a_traveller_who_sat_there():
    sat_there = c.Person(7, {1: 2, 2: 3})

    assert refusal(SECOND, c.MarkMainPoint(sat_there, POINT, True)) == "hosts_only"


def test_hand_over_belongs_to_the_table_of_its_round():
    guest_host = c.Person(9, {1: 1, 2: 3}, frozenset({1}))

    assert happens(SECOND, c.WriteHandOver(guest_host, 1, "Lamps", "en")) == e.HandOverWritten(
        1, 1, "Lamps", "en"
    )
    assert refusal(SECOND, c.WriteHandOver(guest_host, 2, "Lamps", "en")) == "hosts_only"


def test_hand_over_of_a_coming_round_is_refused():
    assert refusal(MOVING, c.WriteHandOver(HOST, 2, "Lamps", "en")) == "round_not_open"


def test_volunteer_hosts_the_table_where_they_will_sit():
    assert happens(MOVING, c.Volunteer(TRAVELLER, True, host_present=False)) == se.HostAppointed(7, 2, 3)


def test_second_volunteer_is_refused():
    assert refusal(SECOND, c.Volunteer(TRAVELLER, True, host_present=True)) == "table_has_host"


def test_stepping_down_is_always_possible():
    assert happens(SECOND, c.Volunteer(HOST, False, host_present=True)) == se.HostAppointed(8, 2, None)


@pytest.mark.parametrize(
    "command",
    [c.CallHelp(c.Person(9, {}), True), c.Volunteer(c.Person(9, {}), True, host_present=False)],
)
def test_whoever_has_no_seat_is_told(command):
    assert refusal(SECOND, command) == "not_seated"


def test_help_comes_to_the_table_where_people_are_now():
    assert happens(MOVING, c.CallHelp(TRAVELLER, True)) == e.HelpCalled(3, True)


def test_somebody_without_a_seat_cannot_be_appointed():
    assert refusal(SECOND, c.AppointHost(7, True, None)) == "person_not_seated"
    assert happens(SECOND, c.AppointHost(7, False, None)) == se.HostAppointed(7, 2, None)


@pytest.mark.parametrize(
    "command", [s.MoveParticipant(7, 9), c.MakeAnnouncement("Hello", 9), c.AnswerHelp(9)]
)
def test_unknown_table_is_refused(command):
    assert refusal(SECOND, command) == "no_such_table"


def test_head_count_is_given_by_the_host():
    assert happens(SECOND, c.GiveHeadCount(HOST, 6)) == e.HeadCountGiven(2, 2, 6)
    assert refusal(SECOND, c.GiveHeadCount(TRAVELLER, 6)) == "hosts_only"
