"""English pivots of notes for grouping. What readers have been given already, and people corrected, is not made again;
what is made here is never shown, never in a report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from consult.domain.words import Kind
from consult.extensions import db
from consult.models import Note, NotePivot, NoteTranslation
from consult.services.evidence import NoteRow
from consult.translation.base import Translator

PIVOT_LANGUAGE = "en"
# Small enough that stopping takes no longer than a moment.
BATCH = 16


@dataclass(frozen=True)
class Pivots:
    """English texts by note id, the engines that made them, and the notes that have none."""

    texts: dict[int, str]
    engine: str
    missing: tuple[int, ...]


def pivots(notes: Sequence[NoteRow], progress: Callable[[float], None]) -> Pivots:
    """English for every note that is not in English, translated now where there is none yet.

    `progress` hears the share done, 0-1, before each batch and may raise to stop; what is done stays stored.
    """
    foreign = [note for note in notes if note.language != PIVOT_LANGUAGE]
    stored = _stored(note.id for note in foreign)
    waiting = [note for note in foreign if note.id not in stored]
    progress(0.0)
    if waiting:
        _translate(waiting, progress)
        stored = _stored(note.id for note in foreign)
    progress(1.0)
    return Pivots(
        texts={note_id: text for note_id, (text, _engine) in stored.items()},
        engine="+".join(sorted({engine for _text, engine in stored.values() if engine})),
        missing=tuple(note.id for note in foreign if note.id not in stored),
    )


def _translate(notes: Sequence[NoteRow], progress: Callable[[float], None]) -> None:
    # An experience may have to stay on this machine.
    alike: dict[tuple[str, bool], list[NoteRow]] = defaultdict(list)
    for note in notes:
        alike[note.language, note.kind == Kind.EXPERIENCE].append(note)
    engine, done = _engine(), 0
    try:
        for (language, private), rows in sorted(alike.items(), key=lambda each: each[0]):
            for start in range(0, len(rows), BATCH):
                progress(done / len(notes))
                batch = rows[start : start + BATCH]
                _translate_batch(engine, batch, language, private)
                done += len(batch)
    finally:
        engine.close()


def _translate_batch(engine: Translator, batch: Sequence[NoteRow], language: str, private: bool) -> None:
    texts = [note.text for note in batch]
    answers = engine.translate_many(texts, language, PIVOT_LANGUAGE, private=private)
    there = set(db.session.scalars(select(Note.id).where(Note.id.in_([note.id for note in batch]))))
    db.session.add_all(
        NotePivot(note_id=note.id, text=answer.text, engine=answer.engine)
        for note, answer in zip(batch, answers, strict=True)
        if answer.engine and note.id in there
    )
    db.session.commit()


def _engine() -> Translator:
    from consult.config import EngineSettings
    from consult.translation.chain import engine_from

    return engine_from(EngineSettings.from_environment())


def _stored(note_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Text and engine (none of a person's) of the notes that have been translated."""
    wanted = set(note_ids)
    made = select(NotePivot.note_id, NotePivot.text, NotePivot.engine)
    read = select(
        NoteTranslation.note_id, NoteTranslation.text, NoteTranslation.engine, NoteTranslation.corrected_at
    )
    found = {note_id: (text, engine) for note_id, text, engine in db.session.execute(made)}
    for note_id, text, engine, corrected_at in db.session.execute(
        read.where(NoteTranslation.language == PIVOT_LANGUAGE)
    ):
        found[note_id] = (text, "" if corrected_at is not None else engine)
    db.session.commit()
    return {note_id: pivot for note_id, pivot in found.items() if note_id in wanted}
