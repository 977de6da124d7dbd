"""Everything that can have happened in a live meeting: a closed list, past tense.

Those about who sits where stand in `seating_events`.
"""

from __future__ import annotations

from dataclasses import dataclass

from consult.domain.seating_events import SeatingEvent
from consult.domain.words import Kind, View


@dataclass(frozen=True)
class RoundOpened:
    round_number: int
    opened_at: float
    ends_at: float
    promised_end: float


@dataclass(frozen=True)
class RoundClosed:
    round_number: int
    closed_at: float
    last: bool


@dataclass(frozen=True)
class RoundPaused:
    remaining: float


@dataclass(frozen=True)
class RoundResumed:
    ends_at: float


@dataclass(frozen=True)
class RoundExtended:
    """`later_minutes` are the lengths of the rounds after the current one."""

    ends_at: float | None
    remaining: float | None
    later_minutes: tuple[int, ...]


@dataclass(frozen=True)
class HarvestBegun:
    pass


@dataclass(frozen=True)
class MeetingClosed:
    closed_at: float


@dataclass(frozen=True)
class ProjectorSteered:
    view: View


@dataclass(frozen=True)
class SpeakerChosen:
    table: int | None
    ends_at: float | None
    tables_heard: tuple[int, ...]


@dataclass(frozen=True)
class VotingOpened:
    pass


@dataclass(frozen=True)
class VotingClosed:
    pass


@dataclass(frozen=True)
class VotesChosen:
    votes: int


@dataclass(frozen=True)
class AcceptabilityOpened:
    points: tuple[int, ...]


@dataclass(frozen=True)
class AcceptabilityClosed:
    pass


@dataclass(frozen=True)
class NoteWritten:
    author_id: int
    client_key: str
    kind: Kind
    text: str
    language: str
    round_number: int
    table: int
    by_proxy: bool
    at: float


@dataclass(frozen=True)
class NoteErased:
    note_id: int
    round_number: int
    table: int


@dataclass(frozen=True)
class NoteHidden:
    note_id: int
    reason: str
    at: float


@dataclass(frozen=True)
class NoteShown:
    note_id: int


@dataclass(frozen=True)
class MainPointMarked:
    note_id: int
    on: bool


@dataclass(frozen=True)
class HandOverWritten:
    round_number: int
    table: int
    text: str
    language: str


@dataclass(frozen=True)
class HeadCountGiven:
    round_number: int
    table: int
    people: int


@dataclass(frozen=True)
class HelpCalled:
    table: int
    on: bool


@dataclass(frozen=True)
class SlowerAsked:
    """`table` is 0 in plenary."""

    participant_id: int
    round_number: int
    table: int
    at: float


@dataclass(frozen=True)
class VoteCast:
    participant_id: int
    note_id: int
    on: bool


@dataclass(frozen=True)
class StanceGiven:
    """`acceptable` is None when somebody takes their answer back."""

    participant_id: int
    note_id: int
    acceptable: bool | None
    objection: str
    language: str
    at: float


@dataclass(frozen=True)
class ObjectionHidden:
    objection_id: int
    participant_id: int
    reason: str
    at: float


@dataclass(frozen=True)
class ObjectionShown:
    objection_id: int
    participant_id: int


@dataclass(frozen=True)
class PromptSent:
    """`table` is None when all table hosts are meant."""

    prompt: str
    table: int | None
    at: float


@dataclass(frozen=True)
class AnnouncementMade:
    text: str
    table: int | None
    at: float


Event = (
    RoundOpened
    | RoundClosed
    | RoundPaused
    | RoundResumed
    | RoundExtended
    | HarvestBegun
    | MeetingClosed
    | ProjectorSteered
    | SpeakerChosen
    | VotingOpened
    | VotingClosed
    | VotesChosen
    | AcceptabilityOpened
    | AcceptabilityClosed
    | SeatingEvent
    | NoteWritten
    | NoteErased
    | NoteHidden
    | NoteShown
    | MainPointMarked
    | HandOverWritten
    | HeadCountGiven
    | HelpCalled
    | SlowerAsked
    | VoteCast
    | StanceGiven
    | ObjectionHidden
    | ObjectionShown
    | PromptSent
    | AnnouncementMade
)
