"""What a facilitator can ask about who sits where: the closed list of these commands, imperative."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Channels = tuple[tuple[str, str], ...]
"""(language, how to listen) of all that is interpreted somewhere."""


@dataclass(frozen=True)
class SeatBefore:
    """A seat as it was before a step."""

    table: int
    is_host: bool
    pinned: bool


@dataclass(frozen=True)
class PersonBefore:
    """What held for somebody before a step."""

    host_table: int | None
    kept_table: int | None
    sits_out: bool


@dataclass(frozen=True)
class SeatingBefore:
    """The seating before a step: seats by round and participant, wishes as (one, other, together).

    `interpretation` of the tables (None: in plenary) that the step was about.
    """

    seats: Mapping[int, Mapping[int, SeatBefore]]
    people: Mapping[int, PersonBefore]
    wishes: tuple[tuple[int, int, bool], ...]
    fresh_tables: bool
    mix_groups: bool
    interpretation: Mapping[int | None, Channels] = field(default_factory=dict)


@dataclass(frozen=True)
class MoveParticipant:
    """Without a round: the one whose seats count now."""

    participant_id: int
    table: int
    from_table: int | None = None
    round_number: int | None = None


@dataclass(frozen=True)
class SwapSeats:
    round_number: int
    one_id: int
    one_table: int | None
    other_id: int
    other_table: int | None


@dataclass(frozen=True)
class PinSeats:
    """Where these people sit in that round they stay, however often the rest is planned."""

    round_number: int
    participant_ids: tuple[int, ...]
    on: bool


@dataclass(frozen=True)
class KeepAtTable:
    """Somebody stays at one table in every round, without being its host; None: travels again."""

    participant_id: int
    table: int | None


@dataclass(frozen=True)
class WishPair:
    """Keep two people together (True), apart (False), or neither (None)."""

    one_id: int
    other_id: int
    together: bool | None


@dataclass(frozen=True)
class ChooseAims:
    fresh_tables: bool
    mix_groups: bool


@dataclass(frozen=True)
class TakePlan:
    """Seats by round and participant, and the table hosts of each round."""

    rounds: Mapping[int, Mapping[int, int]]
    hosts: Mapping[int, frozenset[int]]


@dataclass(frozen=True)
class SetInterpretation:
    """What is interpreted at a table from now on, or (None) in plenary."""

    table: int | None
    channels: Channels


@dataclass(frozen=True)
class UndoSeating:
    before: SeatingBefore


SeatingCommand = (
    MoveParticipant
    | SwapSeats
    | PinSeats
    | KeepAtTable
    | WishPair
    | ChooseAims
    | TakePlan
    | SetInterpretation
    | UndoSeating
)
