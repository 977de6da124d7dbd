"""What the process is to be asked, from what somebody wished to read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import InstrumentedAttribute as Attribute

from consult.domain.words import Kind, Phase
from consult.extensions import db
from consult.models import (
    Consultation,
    HandOver,
    HandOverTranslation,
    Meeting,
    Note,
    NoteTranslation,
)
from consult.services.meeting import readers
from consult.services.meeting.readers import Place
from consult.services.translating.desk import HAND_OVER, NOTE, Job, Wish


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
    there = _translated(NoteTranslation.note_id, NoteTranslation.language, wished)
    more = (Note.round_number, Note.table_number, Note.kind, Note.language_by_person)
    notes = db.session.execute(_texts(Note, wished, *more).where(Note.hidden_at.is_(None))).all()
    fresh = {_place(note) for note in notes if any(wish.language is None for wish in wished[note.id])}
    read_at = readers.languages_at(fresh) if fresh else {}
    for note in notes:
        here = read_at.get(_place(note), set())
        yield from _job(
            NOTE, note, wished[note.id], here, there[note.id], private=note.kind == Kind.EXPERIENCE
        )


def _of_hand_overs(wished: dict[int, list[Wish]]) -> Iterable[Job]:
    if not wished:
        return
    there = _translated(HandOverTranslation.hand_over_id, HandOverTranslation.language, wished)
    for row in db.session.execute(_texts(HandOver, wished).where(HandOver.text != "")):
        yield from _job(HAND_OVER, row, wished[row.id], set(row.languages), there[row.id])


def _translated(owner: Attribute[int], language: Attribute[str], ids: Iterable[int]) -> dict[int, set[str]]:
    """The languages in which each of these texts can be read already."""
    there: dict[int, set[str]] = defaultdict(set)
    for one, code in db.session.execute(select(owner, language).where(owner.in_(ids))):
        there[one].add(code)
    return there


def _texts(
    model: type[Note | HandOver], ids: Iterable[int], *more: Attribute[Any]
) -> Select[*tuple[Any, ...]]:
    """What a job has to know of these texts; nothing is made of a meeting that is over."""
    return (
        select(model.id, model.meeting_id, model.text, model.language, *more, Consultation.languages)
        .join(Meeting, Meeting.id == model.meeting_id)
        .join(Consultation, Consultation.id == Meeting.consultation_id)
        .where(model.id.in_(ids), Meeting.phase != Phase.CLOSED)
    )


def _place(note: Row[*tuple[Any, ...]]) -> Place:
    return note.meeting_id, note.round_number, note.table_number


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
