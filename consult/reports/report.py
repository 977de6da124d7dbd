"""What a needs assessment says, before any format: the one contract of all writers.

Nothing here is formatted: counts are numbers, dates are dates, and every text is plain text as its author
wrote it, never markup. Texts of participants carry their language. All other texts (title, purpose, labels,
statements, titles of commitments) are in `Report.language` unless a field says otherwise.

Privacy is the caller's duty: no nickname enters a report, and a count of *people* that is too small to show
is None (writers print "–" or "a few people"). Counts of notes, tables, rounds and votes are never suppressed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from consult.domain.words import Format, Kind
from consult.reports.findings import Component as Component
from consult.reports.findings import Objection as Objection
from consult.reports.findings import PointVotes as PointVotes
from consult.reports.findings import Resource as Resource
from consult.reports.findings import SetAside as SetAside
from consult.reports.findings import VotesByGroup as VotesByGroup
from consult.reports.met import MetGroup as MetGroup
from consult.reports.met import Mixing as Mixing
from consult.reports.met import RoundMixing as RoundMixing
from consult.reports.met import WhoMetWhom as WhoMetWhom
from consult.reports.writing import Writing as Writing

Language = Literal["en", "fr", "es", "pt"]
LANGUAGES: tuple[Language, ...] = ("en", "fr", "es", "pt")


@dataclass(frozen=True, slots=True)
class FrameworkItem:
    """A commitment (row of the grid) or a track (column)."""

    id: str  # stable id of the framework file; written to JSON and Excel only
    number: int  # as printed: commitment 7, track 3
    title: str


@dataclass(frozen=True, slots=True)
class Framework:
    """The plan the needs are matched with, for example the ECCAR ten-point plan."""

    name: str
    version: str = ""  # for example "2017"
    wording_note: str = ""  # for example that the Portuguese titles are not an official wording


@dataclass(frozen=True, slots=True)
class Quote:
    """One note in its author's own words."""

    text: str
    language: str  # language code of the text; any BCP 47 code, usually en fr es pt
    table: int | None  # number of the café table; None for an interview or when unknown
    round: int | None
    kind: Kind
    main_point: bool = False  # the table chose it as a main point
    votes: int = 0
    meeting: int = 1  # 1-based place in Report.meetings
    number: int = 0  # its number in the appendix, N1, N2 …, the same in every form and language; 0: none
    translation: str = ""  # in the language of the report, written or corrected by a person
    dissent: bool = False  # it disagrees with its theme


@dataclass(frozen=True, slots=True)
class Need:
    """One ranked need and the evidence for it."""

    rank: int  # 1 is the most urgent
    label: str
    commitment: FrameworkItem | None  # None: not placed in the framework
    track: FrameworkItem | None
    confirmed: bool  # a person checked label and place; False: as the software proposed it
    note_count: int
    people_more_than: int | None  # different people wrote these notes; None: five or fewer, or not to be told
    table_count: int
    round_count: int
    languages: Mapping[str, int]  # language code → notes
    kinds: Mapping[Kind, int]  # kind → notes; absent means 0
    quotes: tuple[Quote, ...]  # the few to show with the need, best first
    notes: tuple[Quote, ...]  # all notes of the theme, for the appendix; hidden notes already left out
    votes: int | None = None  # None: no vote was held
    statement: str = ""  # written by the coordinator: the gap between how it is and how it should be
    label_language: str | None = None  # where the label is in the words of the notes, their language
    statement_language: str | None = None  # where nobody has written it in the language of the report
    points: float | None = None  # 0 to 100, the sum of the components
    components: tuple[Component, ...] = ()
    also: tuple[FrameworkItem, ...] = ()  # further commitments its theme speaks of; it counts at the main one
    sentence_notes: tuple[int, ...] = ()  # numbers of the notes the statement rests on; (): on all of them

    @property
    def dissent(self) -> tuple[Quote, ...]:
        """The notes that disagree with the others: always told beside the need."""
        return tuple(note for note in self.notes if note.dissent)


@dataclass(frozen=True, slots=True)
class GridCell:
    """One spot of the grid."""

    notes: int
    themes: int
    also: int = 0  # themes that count elsewhere, but speak of this too

    @property
    def is_empty(self) -> bool:
        """Tell whether nobody spoke about it."""
        return not self.notes and not self.also


@dataclass(frozen=True, slots=True)
class Grid:
    """Commitments × tracks. `cells[row][column]` follows `commitments` and `tracks`.

    A framework without tracks has `tracks=()` and one cell in each row.
    """

    commitments: tuple[FrameworkItem, ...]
    tracks: tuple[FrameworkItem, ...]
    cells: tuple[tuple[GridCell, ...], ...]
    unplaced_notes: int = 0  # notes that belong to no spot

    def __post_init__(self) -> None:
        """Refuse a grid whose rows and columns do not fit (ValueError)."""
        shape = [len(row) for row in self.cells]
        if shape != [max(1, len(self.tracks))] * len(self.commitments):
            raise ValueError(f"grid of {len(self.commitments)} × {len(self.tracks)} has rows of {shape}")

    def empty_spots(self) -> list[tuple[FrameworkItem, list[FrameworkItem]]]:
        """Return each commitment with empty spots and the tracks that nobody spoke about ([]: no tracks)."""
        spots = []
        for commitment, row in zip(self.commitments, self.cells, strict=True):
            if any(cell.is_empty for cell in row):
                tracks = [track for track, cell in zip(self.tracks, row, strict=False) if cell.is_empty]
                spots.append((commitment, tracks))
        return spots

    def empty_count(self) -> int:
        """Return how many spots nobody spoke about."""
        return sum(cell.is_empty for row in self.cells for cell in row)

    def spot_count(self) -> int:
        """Return how many spots there are."""
        return sum(len(row) for row in self.cells)


@dataclass(frozen=True, slots=True)
class Question:
    """What a round, or one table in it, was asked."""

    text: str
    table: int | None = None  # None: all tables
    language: str | None = None  # None: the language of the report


@dataclass(frozen=True, slots=True)
class Round:
    """One timed conversation."""

    number: int
    minutes: int
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class StakeholderGroup:
    """How many people of a group were invited and were present; None: unknown or too few to show."""

    name: str
    invited: int | None
    present: int | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """The facts of one meeting."""

    date: date
    people_joined: int | None
    tables: int
    rounds: tuple[Round, ...]
    languages: Mapping[str, int | None]  # language code → people who speak it
    stakeholder_groups: tuple[StakeholderGroup, ...] = ()
    mixing: Mixing | None = None
    title: str = ""
    place: str = ""
    format: Format = Format.WORLD_CAFE
    interpretation: tuple[str, ...] = ()  # language codes, in plenary
    table_interpretation: tuple[str, ...] = ()  # at one table or more


@dataclass(frozen=True, slots=True)
class Point:
    """A sentence a table passed on or shared with everybody."""

    text: str
    language: str
    round: int | None = None  # the round it closed; None: the harvest
    number: int = 0  # of the note it is, in the appendix; 0: none


@dataclass(frozen=True, slots=True)
class TableRecord:
    """What one café table left behind."""

    number: int
    main_points: tuple[Point, ...] = ()  # shared in the harvest
    hand_overs: tuple[Point, ...] = ()  # told to the next group
    meeting: int = 1  # 1-based place in Report.meetings


@dataclass(frozen=True, slots=True)
class Consent:
    """The city's own words that people agreed to when they joined; `changed`: some agreed to earlier ones."""

    text: str
    language: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A whole needs assessment."""

    language: Language
    title: str
    purpose: str
    date: date  # the date on the cover
    framework: Framework
    meetings: tuple[Meeting, ...]
    needs: tuple[Need, ...]  # most urgent first
    grid: Grid
    how_themes_were_found: str  # one honest sentence about the engine
    generated_at: datetime
    tables: tuple[TableRecord, ...] = ()
    kinds: Mapping[Kind, int] = field(default_factory=dict)  # all notes of the consultation by kind
    note_count: int = 0  # all notes shown in this report
    notes_withheld: int = 0  # hidden by the facilitation; their text is nowhere in the report
    notes_without_theme: tuple[Quote, ...] = ()
    city: str = ""
    organiser: str = ""
    place: str = ""
    prepared_for: str = ""  # who receives it, for example a council committee
    how_needs_were_ranked: str = ""  # one sentence; empty: not said
    smallest_group: int = 5  # groups of fewer people are shown as "–"
    software: str = ""  # name and version, for the paper trail
    who_met_whom: WhoMetWhom | None = None  # None: too few people, or too few groups, to tell
    consent: Consent | None = None  # None: the city had no words of its own, or nobody agreed to these
    writing: Writing = field(default_factory=Writing)
    confirmed_share: float | None = (
        None  # of the proposed places in the plan, how many a person confirmed: 0 to 1
    )
    set_aside: tuple[SetAside, ...] = ()
    resources: tuple[Resource, ...] = ()
    objections: tuple[Objection, ...] = ()
    votes: tuple[VotesByGroup, ...] = ()

    def every_note(self) -> tuple[Quote, ...]:
        """All notes, in the order of the appendix."""
        return (*(note for need in self.needs for note in need.notes), *self.notes_without_theme)
