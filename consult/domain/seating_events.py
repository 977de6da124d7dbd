"""What can have happened to who sits where: the closed list of these events, past tense."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from consult.domain.seating_commands import Channels, SeatingBefore


@dataclass(frozen=True)
class SeatsGiven:
    """Seats of a round by participant; the whole round, so that whoever is not in it has none."""

    round_number: int
    seats: Mapping[int, int]
    hosts: frozenset[int]


@dataclass(frozen=True)
class ParticipantMoved:
    participant_id: int
    round_number: int
    table: int
    from_table: int | None = None


@dataclass(frozen=True)
class SeatsPinned:
    round_number: int
    participant_ids: tuple[int, ...]
    on: bool


@dataclass(frozen=True)
class TableKept:
    """`table` is None when somebody travels again."""

    participant_id: int
    table: int | None


@dataclass(frozen=True)
class PairWished:
    """`one_id` is the smaller; `together` is None when the wish is taken back."""

    one_id: int
    other_id: int
    together: bool | None


@dataclass(frozen=True)
class AimsChosen:
    fresh_tables: bool
    mix_groups: bool


@dataclass(frozen=True)
class InterpretationSet:
    """`table` is None for the plenary."""

    table: int | None
    channels: Channels


@dataclass(frozen=True)
class SeatingRestored:
    before: SeatingBefore


@dataclass(frozen=True)
class HostAppointed:
    """`table` is None when somebody stops being the table host."""

    participant_id: int
    round_number: int
    table: int | None


SeatingEvent = (
    SeatsGiven
    | ParticipantMoved
    | SeatsPinned
    | TableKept
    | PairWished
    | AimsChosen
    | InterpretationSet
    | SeatingRestored
    | HostAppointed
)
