"""When a table counts as silent: for a while nobody there has written anything. All in seconds."""

from __future__ import annotations

from consult.domain.state import Meeting
from consult.domain.words import Phase

LONGEST_SECONDS = 4 * 60
# In a short round four minutes would be most of it.
PART_OF_THE_ROUND = 1 / 3


def silent_after(meeting: Meeting) -> float | None:
    """How long nobody writes at a table before it counts as silent; None where no clock of a round runs."""
    if meeting.phase is not Phase.ROUND or meeting.running_since is None:
        return None
    minutes = next(r.minutes for r in meeting.rounds if r.number == meeting.round_number)
    return min(LONGEST_SECONDS, minutes * 60 * PART_OF_THE_ROUND)


def quiet_since(meeting: Meeting, last_note: float | None) -> float | None:
    """Since when nobody has written at a table, whose last note of this round came at `last_note`.

    A pause is no silence: after it everybody begins anew. None where no clock of a round runs.
    """
    if meeting.phase is not Phase.ROUND or meeting.running_since is None:
        return None
    return max(meeting.running_since, last_note or 0.0)
