"""Everything somebody can ask of a live meeting: a closed list, imperative.

Who asks is part of the command and was read from the connection; what it refers to was loaded through
the meeting. Those about who sits where stand in `seating_commands`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from consult.domain.seating_commands import SeatingCommand
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


@dataclass(frozen=True)
class ObjectionRef:
    """What somebody wrote against a main point."""

    id: int
    author_id: int


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
class ChooseVotes:
    """How many votes each person has."""

    votes: int


@dataclass(frozen=True)
class OpenAcceptability:
    """`points`: the main points to ask about, the most important first."""

    points: tuple[int, ...]


@dataclass(frozen=True)
class CloseAcceptability:
    pass


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
class HideObjection:
    """The words of one person's answer to "can you live with it?"."""

    objection: ObjectionRef
    reason: str


@dataclass(frozen=True)
class ShowObjection:
    objection: ObjectionRef


@dataclass(frozen=True)
class MakeAnnouncement:
    text: str
    table: int | None


@dataclass(frozen=True)
class SendPrompt:
    """A prompt for the host of a table, or (None) for all hosts."""

    prompt: str
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
class GiveStance:
    """Whether somebody can live with a main point; `acceptable` None takes the answer back."""

    author: Person
    note: NoteRef
    acceptable: bool | None
    objection: str
    language: str


@dataclass(frozen=True)
class CallHelp:
    author: Person
    on: bool


@dataclass(frozen=True)
class AskSlower:
    """`asked`: when they asked last, by round and table."""

    author: Person
    asked: Mapping[tuple[int, int], float]


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
    | ChooseVotes
    | OpenAcceptability
    | CloseAcceptability
    | SeatingCommand
    | AppointHost
    | HideNote
    | ShowNote
    | HideObjection
    | ShowObjection
    | MakeAnnouncement
    | SendPrompt
    | AnswerHelp
    | WriteNote
    | EraseNote
    | CastVote
    | GiveStance
    | CallHelp
    | AskSlower
    | Volunteer
    | WriteHandOver
    | MarkMainPoint
    | GiveHeadCount
)
