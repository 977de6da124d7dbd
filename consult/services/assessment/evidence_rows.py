"""What is read of notes and themes after a meeting, as frozen values: see `consult.services.assessment.evidence`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from consult.services.assessment.placing import Proposals


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One visible note with its votes (None: its meeting has not closed a vote) and its place in the framework.

    `commitments` (the main one first) and `track` are what counts: what a person confirmed for the note, else for its
    theme, else what is proposed. `set_aside` is the reason why the note alone was set aside.
    """

    id: int
    meeting_id: int
    participant_id: int
    table: int
    round: int
    kind: str
    text: str
    language: str
    main_point: bool
    by_proxy: bool
    votes: int | None
    # What somebody lived through, or said among one or two, is told without table and round.
    without_place: bool
    theme_id: int | None = None
    commitments: tuple[str, ...] = ()
    track: str | None = None
    # A person said so of this very note; `by_theme`: of its theme.
    confirmed: bool = False
    by_theme: bool = False
    # Further commitments of its theme, under which it is listed, not counted.
    also: tuple[str, ...] = ()
    proposals: Proposals = field(default_factory=Proposals)
    # Kind of tag → values a person chose.
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dissent: bool = False
    set_aside: str | None = None

    @property
    def sure(self) -> bool:
        """Whether the proposals are good enough to be chosen beforehand."""
        return self.proposals.sure

    @property
    def is_placed(self) -> bool:
        """Whether it has a place in the framework, confirmed or proposed; "none that fits" is one, once confirmed."""
        return bool(self.confirmed or self.by_theme or self.commitments or self.track)

    def counts_at(self, commitment: str | None, track: str | None) -> bool:
        """Whether it counts at a spot of the grid, of one commitment (track None), or of one track."""
        return (commitment is None or commitment in self.commitments) and track in (None, self.track)

    def is_listed_at(self, commitment: str | None, track: str | None) -> bool:
        """Whether its theme also speaks of this commitment, in this track or (None) in any."""
        return commitment in self.also and track in (None, self.track)


@dataclass(frozen=True)
class Tally:
    """How many notes, and from how many different people, tables, rounds and languages; votes or None."""

    notes: int
    people: int
    tables: int
    rounds: int
    languages: Mapping[str, int]
    kinds: Mapping[str, int]
    votes: int | None
    dissent: int = 0


@dataclass(frozen=True)
class ThemeRow:
    """A theme with its visible notes, the most convincing first; `set_aside` is the reason, if it was."""

    id: int
    label: Mapping[str, str]
    pinned: bool
    commitment: str | None
    track: str | None
    confidence: float
    confirmed: bool
    notes: tuple[NoteRow, ...]
    set_aside: str | None = None
    # Further commitments it speaks of: listed there, counted at its main one.
    also: tuple[str, ...] = ()
    tally: Tally = field(init=False)

    def __post_init__(self) -> None:
        """Count once."""
        object.__setattr__(self, "tally", tally(self.notes))

    @property
    def dissent(self) -> tuple[NoteRow, ...]:
        """The notes that disagree with the rest: always told beside the theme."""
        return tuple(note for note in self.notes if note.dissent)

    def at(self, commitment: str | None, track: str | None) -> tuple[NoteRow, ...]:
        """The notes at one spot of the grid, of one commitment (track None) or of one track."""
        return tuple(note for note in self.notes if note.counts_at(commitment, track))

    def is_listed_at(self, commitment: str | None, track: str | None) -> bool:
        """Whether it also speaks of a commitment at a spot of the grid, without counting there."""
        return any(note.is_listed_at(commitment, track) for note in self.notes)


@dataclass(frozen=True)
class SetAside:
    """What counts nowhere: notes set aside alone, and themes set aside with the notes in them."""

    notes: tuple[NoteRow, ...]
    themes: tuple[ThemeRow, ...]

    @property
    def count(self) -> int:
        """How many notes."""
        return len(self.notes) + sum(len(theme.notes) for theme in self.themes)

    @property
    def reasons(self) -> Mapping[str, int]:
        """Reason → notes, the most frequent first."""
        found = Counter(note.set_aside or "" for note in self.notes)
        for theme in self.themes:
            found[theme.set_aside or ""] += len(theme.notes)
        return dict(found.most_common())


@dataclass(frozen=True)
class Confirmed:
    """How many notes have a place in the framework, and of how many a person confirmed it."""

    notes: int
    by_note: int
    by_theme: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; None without any note that has a place."""
        return (self.by_note + self.by_theme) / self.notes if self.notes else None


def tally(rows: Iterable[NoteRow]) -> Tally:
    """Count notes; tables and rounds are counted per meeting."""
    counted = list(rows)
    votes = [note.votes for note in counted if note.votes is not None]
    return Tally(
        notes=len(counted),
        people=len({note.participant_id for note in counted}),
        tables=len({(note.meeting_id, note.table) for note in counted}),
        rounds=len({(note.meeting_id, note.round) for note in counted}),
        languages=dict(Counter(note.language for note in counted).most_common()),
        kinds=dict(Counter(note.kind for note in counted).most_common()),
        votes=sum(votes) if votes else None,
        dissent=sum(note.dissent for note in counted),
    )
