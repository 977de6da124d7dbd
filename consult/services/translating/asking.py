"""What the process is to be asked, from what somebody wished to read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Row, select

from consult.domain.words import Kind, Phase
from consult.extensions import db
from consult.models import (
    Consultation,
    HandOver,
    HandOverTranslation,
    Meeting,
    Note,
    NoteTranslation,
    Participant,
    Seat,
)
from consult.services.translating.desk import HAND_OVER, NOTE, Job, Wish

# (meeting, round, table)
Place = tuple[int, int, int]


def jobs(wishes: Sequence[Wish]) -> list[Job]:
    """A job for each text that is still there and lacks a translation which was wished for, or its language."""
    by_kind: dict[str, dict[int, list[Wish]]] = {NOTE: defaultdict(list), HAND_OVER: defaultdict(list)}
    for wish in wishes:
        by_kind[wish.kind][wish.id].append(wish)
    made = [*_of_notes(by_kind[NOTE]), *_of_hand_overs(by_kind[HAND_OVER])]
    db.session.commit()
    return made


def _of_notes(wished: dict[int, list[Wish]]) -> Iterable[Job]:
    if not wished:
        return
    there: dict[int, set[str]] = defaultdict(set)
    translated = select(NoteTranslation.note_id, NoteTranslation.language)
    for note_id, language in db.session.execute(translated.where(NoteTranslation.note_id.in_(wished))):
        there[note_id].add(language)
    notes = db.session.execute(
        select(
            Note.id,
            Note.meeting_id,
            Note.round_number,
            Note.table_number,
            Note.text,
            Note.language,
            Note.kind,
            Note.language_by_person,
            Consultation.languages,
        )
        .join(Meeting, Meeting.id == Note.meeting_id)
        .join(Consultation, Consultation.id == Meeting.consultation_id)
        .where(Note.id.in_(wished), Note.hidden_at.is_(None), Meeting.phase != Phase.CLOSED)
    ).all()
    fresh = [note for note in notes if any(wish.language is None for wish in wished[note.id])]
    read_at = _languages_read(fresh)
    for note in notes:
        here = read_at.get((note.meeting_id, note.round_number, note.table_number), set())
        yield from _job(
            NOTE, note, wished[note.id], here, there[note.id], private=note.kind == Kind.EXPERIENCE
        )


def _of_hand_overs(wished: dict[int, list[Wish]]) -> Iterable[Job]:
    if not wished:
        return
    there: dict[int, set[str]] = defaultdict(set)
    translated = select(HandOverTranslation.hand_over_id, HandOverTranslation.language)
    for one, language in db.session.execute(translated.where(HandOverTranslation.hand_over_id.in_(wished))):
        there[one].add(language)
    texts = db.session.execute(
        select(
            HandOver.id,
            HandOver.meeting_id,
            HandOver.text,
            HandOver.language,
            Consultation.languages,
        )
        .join(Meeting, Meeting.id == HandOver.meeting_id)
        .join(Consultation, Consultation.id == Meeting.consultation_id)
        .where(HandOver.id.in_(wished), HandOver.text != "", Meeting.phase != Phase.CLOSED)
    )
    for row in texts:
        yield from _job(HAND_OVER, row, wished[row.id], set(row.languages), there[row.id])


def _job(
    kind: str,
    row: Row[*tuple[Any, ...]],
    wishes: Sequence[Wish],
    read_here: Collection[str],
    there: Collection[str],
    private: bool = False,
) -> Iterable[Job]:
    """First what is read at its table, then the other languages of the consultation."""
    fresh = any(wish.language is None for wish in wishes)
    offered = list(row.languages)
    wanted = {wish.language for wish in wishes} | (set(read_here) if fresh else set())
    # Nobody has looked which language it is, as long as nothing of it is stored and no person has said it.
    unknown = (fresh or not there) and not getattr(row, "language_by_person", False)
    targets = tuple(
        code for code in offered if code in wanted - set(there) and (unknown or code != row.language)
    )
    later = tuple(code for code in offered if code not in {*targets, *there}) if fresh else ()
    if targets or later or fresh:
        yield Job(
            kind=kind,
            meeting_id=row.meeting_id,
            id=row.id,
            text=row.text,
            source=row.language,
            targets=targets,
            later=later,
            allowed=tuple(offered) if unknown else (),
            private=private,
            since=min(wish.since for wish in wishes),
        )


def _languages_read(notes: Sequence[Row[*tuple[Any, ...]]]) -> dict[Place, set[str]]:
    """The languages of the screens at the tables of these notes, in their rounds."""
    if not notes:
        return {}
    found = db.session.execute(
        select(Seat.meeting_id, Seat.round_number, Seat.table_number, Participant.language)
        .join(Participant, Participant.id == Seat.participant_id)
        .where(
            Seat.meeting_id.in_({note.meeting_id for note in notes}),
            Seat.round_number.in_({note.round_number for note in notes}),
            Seat.table_number.in_({note.table_number for note in notes}),
            Participant.left_at.is_(None),
        )
        .distinct()
    )
    places: dict[Place, set[str]] = defaultdict(set)
    for meeting_id, number, table, language in found:
        places[meeting_id, number, table].add(language)
    return places
