"""Laws of the clock: what is shown before extending a round is what happens, and a promise is kept where it can be."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from consult.domain import clock
from consult.domain import commands as c
from consult.domain.errors import Refused
from consult.domain.meeting import decide, evolve, preview_extension
from consult.domain.state import Meeting, Round
from consult.domain.words import Phase

START = 1_800_000_000.25

lengths = st.lists(st.integers(5, 60), min_size=1, max_size=6)
extensions = st.integers(1, 30)
seconds = st.floats(0, 7200, allow_nan=False)


def carry_out(meeting: Meeting, command: c.Command, now: float) -> Meeting:
    for event in decide(meeting, command, now):
        meeting = evolve(meeting, event)
    return meeting


def running(minutes: list[int], now: float = START) -> Meeting:
    rounds = tuple(Round(number, length) for number, length in enumerate(minutes, start=1))
    return carry_out(Meeting(id=1, rounds=rounds, tables=(1, 2)), c.OpenRound(), now)


def test_first_round_fixes_the_promised_end():
    meeting = running([20, 20, 20])

    travel = 2 * clock.MOVING_SECONDS
    assert meeting.promised_end == START + 3 * 20 * 60 + travel + clock.HARVEST_SECONDS


def test_promised_end_stays_when_later_rounds_open():
    meeting = running([20, 20])
    promised = meeting.promised_end

    moving = carry_out(meeting, c.CloseRound(), START + 3000)
    second = carry_out(moving, c.OpenRound(), START + 4000)

    assert second.promised_end == promised


@pytest.mark.parametrize(
    ("ends_at", "remaining", "now", "left"),
    [(100.0, None, 40.0, 60.0), (100.0, None, 140.0, 0.0), (None, 30.0, 1e9, 30.0), (None, None, 5.0, 0.0)],
)
def test_left_of_a_clock(ends_at, remaining, now, left):
    assert clock.left(ends_at, remaining, now) == left


@given(st.none() | seconds, st.none() | st.floats(-100, 7200), seconds)
def test_left_is_never_negative(ends_at, remaining, now):
    assert clock.left(ends_at, remaining, now) >= 0


@given(lengths, extensions, seconds, st.booleans())
def test_extending_does_what_the_preview_showed(minutes, more, later, keep_end):
    meeting, now = running(minutes), START + later
    shown = next(choice for choice in preview_extension(meeting, more, now) if choice.keep_end == keep_end)
    assume(shown.possible)

    extended = carry_out(meeting, c.ExtendRound(more, keep_end), now)

    assert extended.later_minutes == shown.minutes
    assert extended.expected_end(now) == pytest.approx(shown.ends_at, abs=1e-3)
    assert extended.promised_end == meeting.promised_end


@given(lengths, extensions, seconds)
def test_kept_end_is_not_late(minutes, more, later):
    keep, _move = preview_extension(running(minutes), more, START + later)
    assume(keep.possible)

    assert keep.late_by == pytest.approx(0, abs=1e-2)


@given(lengths, extensions, seconds)
def test_keeping_the_end_never_makes_a_round_too_short(minutes, more, later):
    keep, _move = preview_extension(running(minutes), more, START + later)

    for before, after in zip(minutes[1:], keep.minutes, strict=True):
        assert after == before or clock.SHORTEST_ROUND_MINUTES <= after < before


@given(lengths, extensions, seconds)
def test_impossible_to_keep_the_end_only_when_all_minutes_to_spare_are_too_few(minutes, more, later):
    keep, move = preview_extension(running(minutes), more, START + later)

    spare = sum(max(0, length - clock.SHORTEST_ROUND_MINUTES) for length in minutes[1:])
    assert keep.possible == (move.late_by <= spare * 60 + 1e-3)


@given(lengths, extensions, seconds)
def test_letting_the_end_move_leaves_later_rounds_alone(minutes, more, later):
    _keep, move = preview_extension(running(minutes), more, START + later)

    assert (move.possible, move.minutes) == (True, tuple(minutes[1:]))


@pytest.mark.parametrize("start", [1_800_000_000.1, 1_712_345_678.987654])
def test_two_more_minutes_cost_the_next_round_two_minutes(start):
    meeting = running([20, 20, 20], start)

    keep, _move = preview_extension(meeting, 2, start + 7.77)

    assert sum(keep.minutes) == 38


def test_extending_after_the_deadline_counts_from_now():
    meeting = running([20, 20])

    extended = carry_out(meeting, c.ExtendRound(2, keep_end=False), START + 20 * 60 + 30)

    assert clock.left(extended.ends_at, extended.remaining, START + 20 * 60 + 30) == 120


def test_keeping_an_end_that_cannot_be_kept_is_refused():
    meeting = running([20, 8])

    with pytest.raises(Refused) as refused:
        decide(meeting, c.ExtendRound(5, keep_end=True), START)

    assert (refused.value.code, refused.value.values) == ("rounds_too_short", {"minutes": 8})


@given(lengths, st.floats(0, 299), st.floats(0, 10_000))
def test_pause_and_resume_change_nothing_but_the_shift(minutes, before, pause):
    meeting = running(minutes)

    paused = carry_out(meeting, c.PauseRound(), START + before)
    resumed = carry_out(paused, c.ResumeRound(), START + before + pause)

    assert resumed.ends_at == pytest.approx(meeting.ends_at + pause, abs=1e-3)
    assert (resumed.phase, resumed.rounds, resumed.promised_end, resumed.remaining) == (
        Phase.ROUND,
        meeting.rounds,
        meeting.promised_end,
        None,
    )


@given(lengths, extensions, st.floats(0, 299), st.booleans())
def test_a_paused_round_can_be_extended_and_stays_paused(minutes, more, before, keep_end):
    paused = carry_out(running(minutes), c.PauseRound(), START + before)
    assume(preview_extension(paused, more, START + 999)[0].possible or not keep_end)

    extended = carry_out(paused, c.ExtendRound(more, keep_end), START + 999)

    assert (extended.ends_at, extended.remaining) == (None, paused.remaining + more * 60)
