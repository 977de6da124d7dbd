"""A live meeting as the rules see it."""

from __future__ import annotations

from dataclasses import dataclass

from consult.domain import clock
from consult.domain.words import VOTES_EACH, HostPolicy, Phase, Seating, View, Voting


@dataclass(frozen=True)
class Round:
    """One timed conversation."""

    number: int
    minutes: int
    seating: Seating = Seating.ROTATE


@dataclass(frozen=True)
class Meeting:
    """What the rules need to know. Instants in Unix seconds; `remaining` (seconds) is set while paused."""

    id: int
    rounds: tuple[Round, ...]
    tables: tuple[int, ...]
    phase: Phase = Phase.WELCOME
    round_number: int = 0
    ends_at: float | None = None
    remaining: float | None = None
    # Since when the clock of the open round has run without a pause.
    running_since: float | None = None
    promised_end: float | None = None
    opened_at: float | None = None
    round_closed_at: float | None = None
    closed_at: float | None = None
    host_policy: HostPolicy = HostPolicy.FIXED
    view: View = View.AUTO
    voting: Voting = Voting.NOT_YET
    votes_each: int = VOTES_EACH
    # "Can you live with it?", and about which main points it was asked.
    acceptability: Voting = Voting.NOT_YET
    asked_points: tuple[int, ...] = ()
    speaking_table: int | None = None
    speaking_ends_at: float | None = None
    tables_heard: tuple[int, ...] = ()

    @property
    def later_minutes(self) -> tuple[int, ...]:
        """Lengths of the rounds after the current one."""
        return tuple(r.minutes for r in self.rounds if r.number > self.round_number)

    @property
    def seated_round(self) -> int:
        """The round whose seats count now: the open one, else the coming one, at the end the last."""
        if self.phase in (Phase.ROUND, Phase.HARVEST, Phase.CLOSED):
            return self.round_number
        return min(self.round_number + 1, len(self.rounds))

    def expected_end(self, now: float) -> float | None:
        """When the meeting will end as things stand; None before the first round and in the harvest."""
        if self.phase is Phase.ROUND:
            return clock.expected_end(now, clock.left(self.ends_at, self.remaining, now), self.later_minutes)
        if self.phase is Phase.MOVING:
            return clock.expected_end(now, 0, self.later_minutes)
        return None
