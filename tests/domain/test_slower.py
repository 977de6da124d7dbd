"""Asking for slower speech: about which table it is, and how often it counts."""

from __future__ import annotations

import pytest

from consult.domain import commands as c
from consult.domain import events as e
from consult.domain.errors import Refused
from consult.domain.meeting import decide, evolve
from consult.domain.slower import AGAIN_AFTER_SECONDS
from consult.domain.state import Meeting, Round
from consult.domain.words import Phase

NOW = 1_800_000_000.0
SOMEBODY = c.Person(7, {1: 3, 2: 1})


def meeting(phase: Phase, number: int) -> Meeting:
    return Meeting(1, (Round(1, 20), Round(2, 20)), (1, 2, 3), phase=phase, round_number=number)


@pytest.mark.parametrize(
    ("phase", "number", "table"),
    [
        (Phase.WELCOME, 0, 0),
        (Phase.ROUND, 1, 3),
        (Phase.ROUND, 2, 1),
        (Phase.HARVEST, 2, 0),
    ],
)
def test_wish_is_about_the_table_in_a_round_and_about_the_plenary_otherwise(phase, number, table):
    asked = decide(meeting(phase, number), c.AskSlower(SOMEBODY, {}), NOW)

    assert asked == [e.SlowerAsked(7, number, table, NOW)]
    assert evolve(meeting(phase, number), asked[0]) == meeting(phase, number)


@pytest.mark.parametrize(
    ("phase", "number", "who", "code"),
    [
        (Phase.MOVING, 1, SOMEBODY, "nobody_speaks"),
        (Phase.CLOSED, 2, SOMEBODY, "meeting_closed"),
        (Phase.ROUND, 1, c.Person(8, {2: 1}), "not_seated"),
    ],
)
def test_where_nobody_speaks_to_them_it_is_refused(phase, number, who, code):
    with pytest.raises(Refused) as refused:
        decide(meeting(phase, number), c.AskSlower(who, {}), NOW)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("ago", "counts"), [(0, 0), (AGAIN_AFTER_SECONDS - 0.1, 0), (AGAIN_AFTER_SECONDS, 1)]
)
def test_asking_again_counts_only_after_a_while(ago, counts):
    asked = decide(meeting(Phase.ROUND, 1), c.AskSlower(SOMEBODY, {(1, 3): NOW - ago}), NOW)

    assert len(asked) == counts


def test_another_table_has_not_been_asked_yet():
    asked = decide(meeting(Phase.ROUND, 2), c.AskSlower(SOMEBODY, {(1, 3): NOW, (0, 0): NOW}), NOW)

    assert asked == [e.SlowerAsked(7, 2, 1, NOW)]


def test_clock_that_was_put_back_silences_nobody():
    asked = decide(meeting(Phase.ROUND, 1), c.AskSlower(SOMEBODY, {(1, 3): NOW + 3600}), NOW)

    assert len(asked) == 1
