"""What people said, as screens and reports after the meeting may see it: hidden notes are left out here.

What a person has set aside, alone or with its theme, counts nowhere and is given apart. Votes count only where the
meeting has closed its voting; until then they are secret.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import Bundle

from consult.domain.coverage import Placed
from consult.domain.words import Kind, Voting
from consult.extensions import db
from consult.models import HeadCount, Meeting, Note, NoteMark, NoteMeaning, Seat, Theme, ThemeNote, Vote
from consult.services.assessment.evidence_rows import Confirmed, NoteRow, SetAside, Tally, ThemeRow, tally
from consult.services.assessment.placing import Place, Proposals, place, read_proposals
from consult.services.meeting import told

__all__ = [
    "COMPANY",
    "Confirmed",
    "NoteRow",
    "SetAside",
    "Tally",
    "ThemeRow",
    "bare_themes",
    "company_at",
    "confirmed",
    "grid_rows",
    "hidden_count",
    "notes",
    "set_aside",
    "tally",
    "themes",
    "without_theme",
]

_NOTE: Bundle[Any] = Bundle(
    "note",
    Note.id,
    Note.meeting_id,
    Note.participant_id,
    Note.table_number,
    Note.round_number,
    Note.kind,
    Note.text,
    Note.language,
    Note.main_point,
    Note.by_proxy,
)
_MARK: Bundle[Any] = Bundle(
    "mark",
    NoteMark.note_id,
    NoteMark.commitments,
    NoteMark.track,
    NoteMark.confirmed_at,
    NoteMark.tags,
    NoteMark.dissent,
    NoteMark.set_aside,
)
_PLACE: Bundle[Any] = Bundle("place", ThemeNote.theme_id, ThemeNote.commitment, ThemeNote.track)
_THEME: Bundle[Any] = Bundle("theme", Theme.commitment, Theme.also, Theme.track, Theme.confirmed)
# (meeting, round, table)
Company = Mapping[tuple[int, int, int], int]
# A table of one or two people in a round, together with the language of a note, is as good as a name.
COMPANY = 3


def notes(consultation_id: int, *, meeting_id: int | None = None, aside: bool = False) -> list[NoteRow]:
    """Every visible note of all meetings of a consultation, or of one, oldest first; set aside ones if asked for."""
    query = _query(consultation_id)
    if meeting_id is not None:
        query = query.where(Note.meeting_id == meeting_id)
    if not aside:
        query = query.where(NoteMark.set_aside.is_(None), Theme.set_aside.is_(None))
    company, kept = company_at(consultation_id), told.votes(consultation_id=consultation_id)
    return [_row(found, company, kept) for found in db.session.execute(query)]


def set_aside(consultation_id: int) -> SetAside:
    """The notes and themes that a person set aside, each with the reason."""
    query = _query(consultation_id).where(or_(NoteMark.set_aside.is_not(None), Theme.set_aside.is_not(None)))
    company, kept = company_at(consultation_id), told.votes(consultation_id=consultation_id)
    rows = [_row(found, company, kept) for found in db.session.execute(query)]
    found = themes(consultation_id, rows, aside=True) if rows else []
    themes_aside = [theme for theme in found if theme.set_aside is not None]
    with_theme = {note.id for theme in themes_aside for note in theme.notes}
    alone = (note for note in rows if note.id not in with_theme)
    return SetAside(tuple(alone), tuple(themes_aside))


def hidden_count(consultation_id: int) -> int:
    """How many notes the facilitation has hidden."""
    query = (
        select(func.count())
        .select_from(Note)
        .join(Meeting, Meeting.id == Note.meeting_id)
        .where(Meeting.consultation_id == consultation_id, Note.hidden_at.is_not(None))
    )
    return db.session.scalar(query) or 0


def themes(
    consultation_id: int, visible: Iterable[NoteRow] | None = None, *, aside: bool = False
) -> list[ThemeRow]:
    """The themes that have one of the notes, those heard at most tables first; set aside ones if asked for."""
    members: dict[int, list[NoteRow]] = {}
    for note in notes(consultation_id, aside=aside) if visible is None else visible:
        if note.theme_id is not None:
            members.setdefault(note.theme_id, []).append(note)
    query = select(Theme).where(Theme.consultation_id == consultation_id).order_by(Theme.id)
    if not aside:
        query = query.where(Theme.set_aside.is_(None))
    rows = [_theme(theme, members[theme.id]) for theme in db.session.scalars(query) if theme.id in members]
    return sorted(rows, key=lambda row: (-row.tally.tables, -row.tally.notes, row.id))


def bare_themes(consultation_id: int, theme_ids: Iterable[int]) -> list[ThemeRow]:
    """These themes without their notes; not those set aside."""
    query = select(Theme).where(Theme.consultation_id == consultation_id, Theme.id.in_(list(theme_ids)))
    return [_theme(theme, ()) for theme in db.session.scalars(query.where(Theme.set_aside.is_(None)))]


def without_theme(visible: Iterable[NoteRow], rows: Iterable[ThemeRow]) -> list[NoteRow]:
    """The visible notes that are in no theme."""
    placed = {note.id for row in rows for note in row.notes}
    return [note for note in visible if note.id not in placed]


def grid_rows(rows: Iterable[ThemeRow], loose: Iterable[NoteRow] = ()) -> list[Placed]:
    """What `domain.coverage.grid` counts: one entry per note of the themes, and per note without any."""
    return [
        Placed(note.commitments, note.track, theme, note.also)
        for theme, members in (*((row.id, row.notes) for row in rows), (None, loose))
        for note in members
    ]


def confirmed(visible: Iterable[NoteRow]) -> Confirmed:
    """The share of what is proposed that people have confirmed, note by note or by their theme."""
    placed = [note for note in visible if note.is_placed]
    by_note = sum(note.confirmed for note in placed)
    return Confirmed(len(placed), by_note, sum(note.by_theme for note in placed))


def _query(consultation_id: int) -> Select[*tuple[Any, ...]]:
    """Rows of columns: objects would take four times as long, and nobody changes them here."""
    votes = select(Vote.note_id, func.count().label("votes")).group_by(Vote.note_id).subquery()
    return (
        select(_NOTE, Meeting.voting, votes.c.votes, _MARK, NoteMeaning.proposals, _PLACE, _THEME)
        .join(Meeting, Meeting.id == Note.meeting_id)
        .outerjoin(votes, votes.c.note_id == Note.id)
        .outerjoin(NoteMark, NoteMark.note_id == Note.id)
        .outerjoin(NoteMeaning, NoteMeaning.note_id == Note.id)
        .outerjoin(ThemeNote, ThemeNote.note_id == Note.id)
        .outerjoin(Theme, Theme.id == ThemeNote.theme_id)
        .where(Meeting.consultation_id == consultation_id, Note.hidden_at.is_(None))
        .order_by(Note.id)
    )


def _theme(theme: Theme, members: Sequence[NoteRow]) -> ThemeRow:
    return ThemeRow(
        id=theme.id,
        label=theme.label,
        pinned=theme.pinned,
        commitment=theme.commitment,
        also=tuple(theme.also) if theme.confirmed else (),
        track=theme.track,
        confidence=theme.confidence,
        confirmed=theme.confirmed,
        notes=tuple(sorted(members, key=lambda note: (not note.main_point, -(note.votes or 0), note.id))),
        set_aside=theme.set_aside,
    )


def company_at(consultation_id: int) -> Company:
    """How many people sat together: those with a seat, or as many as the table host counted."""
    own = select(Meeting.id).where(Meeting.consultation_id == consultation_id)
    at_table = (Seat.meeting_id, Seat.round_number, Seat.table_number)
    seated = db.session.execute(
        select(*at_table, func.count()).where(Seat.meeting_id.in_(own)).group_by(*at_table)
    )
    found = {(meeting, number, table): people for meeting, number, table, people in seated}
    for row in db.session.scalars(select(HeadCount).where(HeadCount.meeting_id.in_(own))):
        at = (row.meeting_id, row.round_number, row.table_number)
        found[at] = max(found.get(at, 0), row.people)
    return found


def is_without_place(note: Note | Row[Any], company: Company) -> bool:
    """Whether the table and the round of a note are as good as a name, or it tells what somebody lived through."""
    together = company.get((note.meeting_id, note.round_number, note.table_number), 0)
    return bool(note.kind == Kind.EXPERIENCE or together < COMPANY)


def _row(found: Row[*tuple[Any, ...]], company: Company, kept: Mapping[int, int]) -> NoteRow:
    note, voting, votes, mark, meant, theme_note, theme = found
    proposals = read_proposals(meant)
    marked = mark.note_id is not None
    placed = theme_note.theme_id is not None
    at: Place = place(
        mark if marked else None, theme if placed else None, proposals, theme_note if placed else None
    )
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
        votes=kept.get(note.id, votes or 0) if voting == Voting.CLOSED else None,
        without_place=is_without_place(note, company),
        theme_id=theme_note.theme_id,
        commitments=at.commitments,
        track=at.track,
        confirmed=at.confirmed,
        by_theme=at.by_theme,
        also=at.also,
        proposals=proposals or Proposals(),
        tags={kind: tuple(values) for kind, values in mark.tags.items()} if marked else {},
        dissent=mark.dissent if marked else False,
        set_aside=mark.set_aside,
    )
