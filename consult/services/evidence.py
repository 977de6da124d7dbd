"""What people said, as screens and reports after the meeting may see it: hidden notes are left out here.

Votes count only where the meeting has closed its voting; until then they are secret.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select

from consult.domain.words import Kind, Voting
from consult.extensions import db
from consult.models import HeadCount, Meeting, Note, Seat, Theme, ThemeNote, Vote

Spot = tuple[str | None, str | None]
# (meeting, round, table)
Place = tuple[int, int, int]
# A table of one or two people in a round, together with the language of a note, is as good as a name.
COMPANY = 3


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One visible note with its votes (None: its meeting has not closed a vote)."""

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


@dataclass(frozen=True)
class ThemeRow:
    """A theme with its visible notes, the most convincing first."""

    id: int
    label: Mapping[str, str]
    pinned: bool
    commitment: str | None
    track: str | None
    confidence: float
    confirmed: bool
    statement: str
    notes: tuple[NoteRow, ...]
    # Note id → (commitment, track): where each note counts in the grid.
    spots: Mapping[int, Spot]
    tally: Tally = field(init=False)

    def __post_init__(self) -> None:
        """Count once."""
        object.__setattr__(self, "tally", tally(self.notes))

    def at(self, commitment: str | None, track: str | None) -> tuple[NoteRow, ...]:
        """The notes at one spot of the grid, of one commitment (track None) or of one track."""
        wanted = (commitment, track)
        return tuple(
            note
            for note in self.notes
            if all(want in (None, have) for want, have in zip(wanted, self.spots[note.id], strict=True))
        )


def notes(consultation_id: int) -> list[NoteRow]:
    """Every visible note of all meetings of a consultation, oldest first."""
    votes = select(Vote.note_id, func.count().label("votes")).group_by(Vote.note_id).subquery()
    rows = db.session.execute(
        select(Note, Meeting.voting, votes.c.votes)
        .join(Meeting, Meeting.id == Note.meeting_id)
        .outerjoin(votes, votes.c.note_id == Note.id)
        .where(Meeting.consultation_id == consultation_id, Note.hidden_at.is_(None))
        .order_by(Note.id)
    )
    company = _company(consultation_id)
    return [_row(note, voting, count or 0, company) for note, voting, count in rows]


def hidden_count(consultation_id: int) -> int:
    """How many notes the facilitation has hidden."""
    query = (
        select(func.count())
        .select_from(Note)
        .join(Meeting, Meeting.id == Note.meeting_id)
        .where(Meeting.consultation_id == consultation_id, Note.hidden_at.is_not(None))
    )
    return db.session.scalar(query) or 0


def themes(consultation_id: int, visible: Iterable[NoteRow] | None = None) -> list[ThemeRow]:
    """The themes that still have a visible note, those heard at most tables first."""
    by_id = {note.id: note for note in (notes(consultation_id) if visible is None else visible)}
    found = db.session.scalars(
        select(Theme).where(Theme.consultation_id == consultation_id).order_by(Theme.id)
    ).all()
    members: dict[int, list[NoteRow]] = {theme.id: [] for theme in found}
    spots: dict[int, Spot] = {}
    places = db.session.scalars(
        select(ThemeNote)
        .join(Theme, Theme.id == ThemeNote.theme_id)
        .where(Theme.consultation_id == consultation_id)
    )
    for place in places:
        if place.note_id in by_id:
            members[place.theme_id].append(by_id[place.note_id])
            spots[place.note_id] = (place.commitment, place.track)
    rows = [_theme(theme, members[theme.id], spots) for theme in found if members[theme.id]]
    return sorted(rows, key=lambda row: (-row.tally.tables, -row.tally.notes, row.id))


def without_theme(visible: Iterable[NoteRow], rows: Iterable[ThemeRow]) -> list[NoteRow]:
    """The visible notes that are in no theme."""
    placed = {note.id for row in rows for note in row.notes}
    return [note for note in visible if note.id not in placed]


def grid_rows(
    rows: Iterable[ThemeRow], loose: Iterable[NoteRow] = ()
) -> list[tuple[str | None, str | None, int, int]]:
    """What `domain.coverage.grid` counts: (commitment, track, notes, themes) per theme and spot.

    Notes of a theme whose place a person confirmed count there, other notes where each of them is proposed.
    """
    counted: list[tuple[str | None, str | None, int, int]] = [(None, None, len(list(loose)), 0)]
    for row in rows:
        at = Counter(row.spots[note.id] for note in row.notes)
        counted += [(commitment, track, notes, 1) for (commitment, track), notes in at.items()]
    return counted


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
    )


def _theme(theme: Theme, members: list[NoteRow], proposed: Mapping[int, Spot]) -> ThemeRow:
    spots = {note.id: _spot(theme, *proposed[note.id]) for note in members}
    return ThemeRow(
        id=theme.id,
        label=theme.label,
        pinned=theme.pinned,
        commitment=theme.commitment,
        track=theme.track,
        confidence=theme.confidence,
        confirmed=theme.confirmed,
        statement=theme.statement,
        spots=spots,
        notes=tuple(sorted(members, key=lambda note: (not note.main_point, -(note.votes or 0), note.id))),
    )


def _spot(theme: Theme, commitment: str | None, track: str | None) -> Spot:
    if theme.confirmed:
        return theme.commitment, theme.track
    return commitment or theme.commitment, track or theme.track


def _company(consultation_id: int) -> dict[Place, int]:
    """How many people sat together: those with a seat, or as many as the table host counted."""
    own = select(Meeting.id).where(Meeting.consultation_id == consultation_id)
    place = (Seat.meeting_id, Seat.round_number, Seat.table_number)
    seated = db.session.execute(select(*place, func.count()).where(Seat.meeting_id.in_(own)).group_by(*place))
    found = {(meeting, number, table): people for meeting, number, table, people in seated}
    for row in db.session.scalars(select(HeadCount).where(HeadCount.meeting_id.in_(own))):
        at = (row.meeting_id, row.round_number, row.table_number)
        found[at] = max(found.get(at, 0), row.people)
    return found


def _row(note: Note, voting: str, votes: int, company: Mapping[Place, int]) -> NoteRow:
    together = company.get((note.meeting_id, note.round_number, note.table_number), 0)
    return NoteRow(
        id=note.id,
        meeting_id=note.meeting_id,
        participant_id=note.participant_id,
        table=note.table_number,
        round=note.round_number,
        kind=note.kind,
        text=note.text,
        language=note.language,
        main_point=note.main_point,
        by_proxy=note.by_proxy,
        votes=votes if voting == Voting.CLOSED else None,
        without_place=note.kind == Kind.EXPERIENCE or together < COMPANY,
    )
