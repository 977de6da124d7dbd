"""The clock of a meeting: one stored deadline, and what extending it does to the rest. All in seconds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

# Between rounds people stand up, find their table and greet each other.
MOVING_SECONDS = 3 * 60
# "Each group is invited to share main points and results": the closing plenary.
HARVEST_SECONDS = 20 * 60
# Keeping the promised end never makes a conversation shorter than this.
SHORTEST_ROUND_MINUTES = 8


@dataclass(frozen=True)
class Choice:
    """One way to take an extension.

    `minutes` are the lengths of the rounds after the current one; `ends_at` is when the meeting would end,
    `late_by` seconds after the promised end. `possible` is False where a round would become too short.
    """

    keep_end: bool
    possible: bool
    minutes: tuple[int, ...]
    ends_at: float
    late_by: float


def left(ends_at: float | None, remaining: float | None, now: float) -> float:
    """Seconds left: of a running clock, of a paused one, or 0 when there is none."""
    if remaining is not None:
        return max(0.0, remaining)
    return max(0.0, ends_at - now) if ends_at is not None else 0.0


def expected_end(now: float, current_left: float, later_minutes: Sequence[int]) -> float:
    """When the meeting will end if every later round takes its minutes."""
    later = sum(MOVING_SECONDS + minutes * 60 for minutes in later_minutes)
    return now + current_left + later + HARVEST_SECONDS


def extension_choices(
    now: float, current_left: float, later_minutes: Sequence[int], promised_end: float, more_minutes: int
) -> tuple[Choice, Choice]:
    """(keep the promised end, let the end move) for an extension of the current round by `more_minutes`."""
    longer = current_left + more_minutes * 60
    moved_end = expected_end(now, longer, later_minutes)
    late = max(0.0, moved_end - promised_end)
    # Whole milliseconds: the error of a sum of instants must not cost a round a minute.
    shorter = _shrunk(later_minutes, math.ceil(round(late, 3) / 60))
    kept_end = expected_end(now, longer, shorter) if shorter is not None else moved_end
    return (
        Choice(
            True,
            shorter is not None,
            shorter or tuple(later_minutes),
            kept_end,
            max(0.0, kept_end - promised_end),
        ),
        Choice(False, True, tuple(later_minutes), moved_end, late),
    )


def _shrunk(minutes: Sequence[int], excess: int) -> tuple[int, ...] | None:
    """Take `excess` minutes away, always from the longest round; None when a round would become too short."""
    result = list(minutes)
    for _ in range(excess):
        longest = max(range(len(result)), key=lambda i: (result[i], i), default=None)
        if longest is None or result[longest] <= SHORTEST_ROUND_MINUTES:
            return None
        result[longest] -= 1
    return tuple(result)
