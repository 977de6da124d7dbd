"""Everything somebody can ask of a live meeting: a closed list, imperative.

Who asks is part of the command and was read from the connection; what it refers to was loaded through
the meeting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from consult.domain.words import Kind, View


@dataclass(frozen=True)
class Person:
    """A participant as the rules see them: table by round, and the rounds they host."""

    id: int
    tables: Mapping[int, int]
    hosted_rounds: frozenset[int] = frozenset()


@dataclass(frozen=True)
class NoteRef:
    """A stored note as the rules see it."""

    id: int
    author_id: int
    round_number: int
    table_number: int
    main_point: bool
    hidden: bool


# ── The facilitator ──────────────────────────────────────────────────────────


@dataclass(frozen=True)
class OpenRound:
    pass


@dataclass(frozen=True)
class CloseRound:
    pass


@dataclass(frozen=True)
class PauseRound:
    pass


@dataclass(frozen=True)
class ResumeRound:
    pass


@dataclass(frozen=True)
class ExtendRound:
    minutes: int
    keep_end: bool


@dataclass(frozen=True)
class BeginHarvest:
    pass


@dataclass(frozen=True)
class CloseMeeting:
    pass


@dataclass(frozen=True)
class SteerProjector:
    view: View


@dataclass(frozen=True)
class ChooseSpeaker:
    table: int | None
    seconds: int


@dataclass(frozen=True)
class OpenVoting:
    pass


@dataclass(frozen=True)
class CloseVoting:
    pass


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
    """The seating before a step: seats by round and participant, wishes as (one, other, together)."""

    seats: Mapping[int, Mapping[int, SeatBefore]]
    people: Mapping[int, PersonBefore]
    wishes: tuple[tuple[int, int, bool], ...]
    fresh_tables: bool
    mix_groups: bool


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
class UndoSeating:
    before: SeatingBefore


@dataclass(frozen=True)
class AppointHost:
    participant_id: int
    on: bool
    table: int | None


@dataclass(frozen=True)
class HideNote:
    note: NoteRef
    reason: str


@dataclass(frozen=True)
class ShowNote:
    note: NoteRef


@dataclass(frozen=True)
class MakeAnnouncement:
    text: str
    table: int | None


@dataclass(frozen=True)
class AnswerHelp:
    table: int


# ── Participants and table hosts ─────────────────────────────────────────────


@dataclass(frozen=True)
class WriteNote:
    author: Person
    client_key: str
    kind: Kind
    text: str
    language: str
    round_number: int
    by_proxy: bool


@dataclass(frozen=True)
class EraseNote:
    author: Person
    note: NoteRef


@dataclass(frozen=True)
class CastVote:
    author: Person
    note: NoteRef
    on: bool
    votes_used: int


@dataclass(frozen=True)
class CallHelp:
    author: Person
    on: bool


@dataclass(frozen=True)
class Volunteer:
    author: Person
    on: bool
    host_present: bool


@dataclass(frozen=True)
class WriteHandOver:
    author: Person
    round_number: int
    text: str
    language: str


@dataclass(frozen=True)
class MarkMainPoint:
    author: Person
    note: NoteRef
    on: bool


@dataclass(frozen=True)
class GiveHeadCount:
    author: Person
    people: int


Command = (
    OpenRound
    | CloseRound
    | PauseRound
    | ResumeRound
    | ExtendRound
    | BeginHarvest
    | CloseMeeting
    | SteerProjector
    | ChooseSpeaker
    | OpenVoting
    | CloseVoting
    | MoveParticipant
    | SwapSeats
    | PinSeats
    | KeepAtTable
    | WishPair
    | ChooseAims
    | TakePlan
    | UndoSeating
    | AppointHost
    | HideNote
    | ShowNote
    | MakeAnnouncement
    | AnswerHelp
    | WriteNote
    | EraseNote
    | CastVote
    | CallHelp
    | Volunteer
    | WriteHandOver
    | MarkMainPoint
    | GiveHeadCount
)
