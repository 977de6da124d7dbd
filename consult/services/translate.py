"""English pivots of notes for grouping. What readers have been given already, and people corrected, is not made again;
what is made here is never shown, never in a report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import select

from consult.domain.words import Kind
from consult.extensions import db
from consult.models import Note, NotePivot, NoteTranslation
from consult.services.inserting import insert_into
from consult.translation.base import Translator

PIVOT_LANGUAGE = "en"
# Small enough that stopping takes no longer than a moment.
BATCH = 16
# More ids are not named in a query.
FEW = 500


class Written(Protocol):
    """What has to be known of a note."""

    @property
    def id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def language(self) -> str: ...


@dataclass(frozen=True)
class Pivots:
    """English texts by note id, the engines that made them, and the notes that have none."""

    texts: dict[int, str]
    engine: str
    missing: tuple[int, ...]


def pivots(
    notes: Sequence[Written], progress: Callable[[float], None], engine: Translator | None = None
) -> Pivots:
    """English for every note that is not in English, translated now where there is none yet. Commits.

    `progress` hears the share done, 0-1, before each batch and may raise to stop; what is done stays stored. Without
    an `engine` those of the settings are begun, and ended again.
    """
    foreign = [note for note in notes if note.language != PIVOT_LANGUAGE]
    stored = english(note.id for note in foreign)
    db.session.commit()
    waiting = [note for note in foreign if note.id not in stored]
    progress(0.0)
    if waiting:
        _translate(waiting, progress, engine)
        stored = english(note.id for note in foreign)
        db.session.commit()
    progress(1.0)
    return Pivots(
        texts={note_id: text for note_id, (text, _engine) in stored.items()},
        engine="+".join(sorted({engine for _text, engine in stored.values() if engine})),
        missing=tuple(note.id for note in foreign if note.id not in stored),
    )


def english(note_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Text and engine ("" for a person's) of those of these notes that have been translated; the caller's transaction."""
    wanted = set(note_ids)
    few = len(wanted) <= FEW
    made = select(NotePivot.note_id, NotePivot.text, NotePivot.engine)
    read = select(
        NoteTranslation.note_id, NoteTranslation.text, NoteTranslation.engine, NoteTranslation.corrected_at
    ).where(NoteTranslation.language == PIVOT_LANGUAGE)
    if few:
        made, read = (
            made.where(NotePivot.note_id.in_(wanted)),
            read.where(NoteTranslation.note_id.in_(wanted)),
        )
    found = {note_id: (text, engine) for note_id, text, engine in db.session.execute(made)}
    for note_id, text, engine, corrected_at in db.session.execute(read):
        found[note_id] = (text, "" if corrected_at is not None else engine)
    return {note_id: pivot for note_id, pivot in found.items() if note_id in wanted}


def _translate(notes: Sequence[Written], progress: Callable[[float], None], lent: Translator | None) -> None:
    # An experience may have to stay on this machine.
    alike: dict[tuple[str, bool], list[Written]] = defaultdict(list)
    for note in notes:
        alike[note.language, note.kind == Kind.EXPERIENCE].append(note)
    engine, done = lent or own_engine(), 0
    try:
        for (language, private), rows in sorted(alike.items(), key=lambda each: each[0]):
            for start in range(0, len(rows), BATCH):
                progress(done / len(notes))
                batch = rows[start : start + BATCH]
                _translate_batch(engine, batch, language, private)
                done += len(batch)
    finally:
        if lent is None:
            engine.close()


def _translate_batch(engine: Translator, batch: Sequence[Written], language: str, private: bool) -> None:
    texts = [note.text for note in batch]
    answers = engine.translate_many(texts, language, PIVOT_LANGUAGE, private=private)
    there = _still_in(language, [note.id for note in batch])
    rows = [
        {"note_id": note.id, "text": answer.text, "engine": answer.engine}
        for note, answer in zip(batch, answers, strict=True)
        if answer.engine and note.id in there
    ]
    if rows:
        # Another process may have made it meanwhile.
        db.session.execute(insert_into(NotePivot).on_conflict_do_nothing(index_elements=["note_id"]), rows)
    db.session.commit()


def _still_in(language: str, note_ids: Collection[int]) -> set[int]:
    """Those that have not been erased, nor recognised as being in another language; nobody erases them until the commit."""
    query = select(Note.id).where(Note.id.in_(note_ids), Note.language == language)
    return set(db.session.scalars(query.with_for_update(read=True)))


def own_engine() -> Translator:
    """The engines of the settings; whoever asks for them closes them."""
    from consult.config import EngineSettings
    from consult.translation.chain import engine_from

    return engine_from(EngineSettings.from_environment())
