"""English pivots of notes, made by machine for grouping only: never shown, never in a report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from consult.extensions import db
from consult.models import Note, NotePivot
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
    """English for every note that is not in English, translated now where it is not stored yet.

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
        engine="+".join(sorted({engine for _text, engine in stored.values()})),
        missing=tuple(note.id for note in foreign if note.id not in stored),
    )


def _translate(notes: Sequence[NoteRow], progress: Callable[[float], None]) -> None:
    by_language: dict[str, list[NoteRow]] = defaultdict(list)
    for note in notes:
        by_language[note.language].append(note)
    engine, done = _engine(), 0
    try:
        for language, rows in sorted(by_language.items()):
            for start in range(0, len(rows), BATCH):
                progress(done / len(notes))
                batch = rows[start : start + BATCH]
                _translate_batch(engine, batch, language)
                done += len(batch)
    finally:
        engine.close()


def _translate_batch(engine: Translator, batch: Sequence[NoteRow], language: str) -> None:
    answers = engine.translate_many([note.text for note in batch], language, PIVOT_LANGUAGE)
    there = set(db.session.scalars(select(Note.id).where(Note.id.in_([note.id for note in batch]))))
    db.session.add_all(
        NotePivot(note_id=note.id, text=answer.text, engine=answer.engine)
        for note, answer in zip(batch, answers, strict=True)
        if answer.engine and note.id in there
    )
    db.session.commit()


def _engine() -> Translator:
    from consult.translation.apertium import Apertium
    from consult.translation.untranslated import Untranslated

    engine = Apertium()
    return engine if engine.available() else Untranslated()


def _stored(note_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    wanted = set(note_ids)
    rows = db.session.execute(select(NotePivot.note_id, NotePivot.text, NotePivot.engine))
    found = {note_id: (text, engine) for note_id, text, engine in rows if note_id in wanted}
    db.session.commit()
    return found
