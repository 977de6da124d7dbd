"""A table is silent when nobody has written for a while; a pause is no silence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain import commands as c
from consult.domain.meeting import decide, evolve
from consult.domain.silence import LONGEST_SECONDS, quiet_since, silent_after
from consult.domain.state import Meeting, Round

BEGINNING = 1_800_000_000.0


def after(meeting, *steps):
    for command, instant in steps:
        for event in decide(meeting, command, instant):
            meeting = evolve(meeting, event)
    return meeting


@pytest.fixture
def meeting():
    return Meeting(id=1, rounds=(Round(1, 20), Round(2, 20)), tables=(1, 2))


@pytest.fixture
def opened(meeting):
    return after(meeting, (c.OpenRound(), BEGINNING))


@pytest.mark.parametrize(("minutes", "seconds"), [(3, 60), (9, 180), (12, 240), (45, 240)])
def test_patience_is_four_minutes_and_at_most_a_third_of_the_round(opened, minutes, seconds):
    assert silent_after(replace(opened, rounds=(Round(1, minutes),))) == seconds


def test_silence_is_counted_from_the_beginning_of_the_round_and_from_every_note(opened):
    assert quiet_since(opened, None) == BEGINNING
    assert quiet_since(opened, BEGINNING + 90) == BEGINNING + 90


def test_nothing_is_silent_while_the_clock_stands_still(opened):
    paused = after(opened, (c.PauseRound(), BEGINNING + 60))

    assert (silent_after(paused), quiet_since(paused, BEGINNING + 30)) == (None, None)


def test_after_a_pause_silence_begins_anew(opened):
    resumed = after(opened, (c.PauseRound(), BEGINNING + 60), (c.ResumeRound(), BEGINNING + 1000))

    assert quiet_since(resumed, BEGINNING + 30) == BEGINNING + 1000


def test_more_time_does_not_break_a_silence(opened):
    longer = after(opened, (c.ExtendRound(5, False), BEGINNING + 60))

    assert quiet_since(longer, None) == BEGINNING


def test_nothing_is_silent_before_between_and_after_rounds(meeting, opened):
    moving = after(opened, (c.CloseRound(), BEGINNING + 60))

    assert [quiet_since(one, BEGINNING) for one in (meeting, moving)] == [None, None]
    assert [silent_after(one) for one in (meeting, moving)] == [None, None]
    assert quiet_since(after(moving, (c.OpenRound(), BEGINNING + 600)), None) == BEGINNING + 600


@given(st.lists(st.floats(0, 1200), max_size=6))
def test_a_note_never_makes_a_table_more_silent(later):
    opened = after(Meeting(id=1, rounds=(Round(1, 20),), tables=(1,)), (c.OpenRound(), BEGINNING))

    since = [quiet_since(opened, BEGINNING + at) for at in sorted(later)]

    assert since == sorted(since)
    assert silent_after(opened) <= LONGEST_SECONDS
