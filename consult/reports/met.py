"""How people met, as a report tells it; nobody is named."""

from __future__ import annotations

from dataclasses import dataclass

from consult.domain.mixing import RowKind


@dataclass(frozen=True, slots=True)
class RoundMixing:
    """How mixed the tables of a round were (`consult.domain.mixing.round_mixing`); None: too few people to say."""

    number: int
    share: float | None  # of the pairs who shared a table, how many were of two different groups: 0 to 1
    by_lot: float | None  # the same, had the seats been drawn by lot
    score: float | None  # share / by_lot: 1 as by lot, more is better mixed


@dataclass(frozen=True, slots=True)
class Mixing:
    """How well people met each other."""

    people_seated: int
    pairs_met: int  # different pairs of people who shared a table at least once
    repeated_meetings: int  # times a pair met again
    table_returns: int | None = None  # times somebody came back to a table; None: nobody was to move
    fewest_met: int | None = None  # different people met by whoever met fewest
    median_met: float | None = None
    average_met: float | None = None
    rounds: tuple[RoundMixing, ...] = ()


@dataclass(frozen=True, slots=True)
class MetGroup:
    """A row and column of the matrix: a stakeholder group, small groups together, or "prefer not to say"."""

    kind: RowKind
    name: str


@dataclass(frozen=True, slots=True)
class WhoMetWhom:
    """Different pairs of people who shared a table, by group, over all meetings; nobody is named.

    `pairs[row][column]` follows `groups` and is symmetric; None: these two were never at the same meeting.
    """

    groups: tuple[MetGroup, ...]
    pairs: tuple[tuple[int | None, ...], ...]
    pairs_met: int  # all pairs
    pairs_across: int  # of these, pairs known to be of two different groups

    def __post_init__(self) -> None:
        """Refuse a matrix that does not fit its groups (ValueError)."""
        if [len(row) for row in self.pairs] != [len(self.groups)] * len(self.groups):
            raise ValueError(
                f"matrix of {len(self.groups)} groups has rows of {[len(r) for r in self.pairs]}"
            )

    def strangers(self) -> list[tuple[str, str]]:
        """Return the groups that were at the same meeting, and nobody of one met anybody of the other."""
        said = [place for place, group in enumerate(self.groups) if group.kind != RowKind.UNSAID]
        return [
            (self.groups[row].name, self.groups[column].name)
            for row in said
            for column in said
            if row < column and self.pairs[row][column] == 0
        ]
