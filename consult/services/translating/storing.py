"""What the process has answered is kept, and its readers are told."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import Connection, Table, case, delete, select, update

from consult import metrics
from consult.extensions import db
from consult.models import HandOver, HandOverTranslation, Note, NoteTranslation
from consult.services.inserting import insert_into
from consult.services.translating import telling
from consult.services.translating.desk import HAND_OVER, NOTE, Job
from consult.services.understanding import lacking

_NOTE, _HAND_OVER, _OF_NOTE, _OF_HAND_OVER = (
    cast(Table, model.__table__) for model in (Note, HandOver, NoteTranslation, HandOverTranslation)
)


@dataclass
class Answer:
    """What the process has said about a job; `translations` by language, with text, engine, doubtful and reasons."""

    job: Job
    language: str | None = None
    translations: dict[str, Mapping[str, Any]] = field(default_factory=dict)


def take_in(answers: Sequence[Answer]) -> None:
    """Store all of it in one short transaction, and tell. What was erased or hidden meanwhile, is nobody's any more."""
    kept: dict[int, set[str]] = {}
    changed: set[int] = set()
    with _connection() as connection:
        notes = _notes_there(connection, [each.job.id for each in answers if each.job.kind == NOTE])
        texts = _hand_overs_there(connection, [each.job.id for each in answers if each.job.kind == HAND_OVER])
        for each in answers:
            if each.job.kind == NOTE and each.job.id in notes:
                if _recognised(connection, _NOTE, _OF_NOTE, each, notes[each.job.id]):
                    changed.add(each.job.id)
                _keep(connection, _OF_NOTE, "note_id", each)
                kept.setdefault(each.job.id, set()).update(each.translations)
            if each.job.kind == HAND_OVER and texts.get(each.job.id) == each.job.text:
                _recognised(connection, _HAND_OVER, _OF_HAND_OVER, each, each.job.source)
                _keep(connection, _OF_HAND_OVER, "hand_over_id", each)
        connection.commit()
    telling.notes_changed(changed)
    telling.notes_translated(kept)
    telling.hand_overs_translated(
        [each.job.id for each in answers if each.job.kind == HAND_OVER and each.translations]
    )
    _count(answers)


@contextmanager
def _connection() -> Iterator[Connection]:
    """One whose commits on SQLite do not wait for the disk: all this can be made again."""
    with db.engine.connect() as connection:
        ours = connection.dialect.name == "sqlite"
        if ours:
            _pragma(connection, "synchronous=NORMAL")
        try:
            yield connection
        finally:
            connection.rollback()
            if ours:
                _pragma(connection, "synchronous=FULL")


def _pragma(connection: Connection, text: str) -> None:
    """Outside of a transaction, where alone it counts."""
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA {text}")
    cursor.close()


def _notes_there(connection: Connection, ids: Sequence[int]) -> dict[int, str | None]:
    """The language of each of these notes that can still be seen, None where a person has said it; none of them is
    erased until the commit."""
    if not ids:
        return {}
    found = connection.execute(
        select(_NOTE.c.id, case((_NOTE.c.language_by_person, None), else_=_NOTE.c.language))
        .where(_NOTE.c.id.in_(ids), _NOTE.c.hidden_at.is_(None))
        .with_for_update(read=True)
    )
    return dict(found.all())


def _hand_overs_there(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    if not ids:
        return {}
    found = connection.execute(
        select(_HAND_OVER.c.id, _HAND_OVER.c.text).where(_HAND_OVER.c.id.in_(ids)).with_for_update(read=True)
    )
    return dict(found.all())


def _recognised(
    connection: Connection, texts: Table, translations: Table, answer: Answer, was: str | None
) -> bool:
    """Whether it is written in another language than was believed; then that is what is kept."""
    language = answer.language
    if language is None or was is None or language == was:
        return False
    connection.execute(update(texts).where(texts.c.id == answer.job.id).values(language=language))
    owner = next(iter(translations.foreign_keys)).parent
    connection.execute(
        delete(translations).where(owner == answer.job.id, translations.c.language == language)
    )
    if texts is _NOTE:
        lacking.forget([answer.job.id], connection)
    return True


def _keep(connection: Connection, table: Table, owner: str, answer: Answer) -> None:
    """What a person has corrected stays."""
    rows = [
        {
            owner: answer.job.id,
            "language": language,
            "text": made["text"],
            "engine": made["engine"],
            "doubtful": made["doubtful"],
            "reasons": made["reasons"],
        }
        for language, made in answer.translations.items()
    ]
    if not rows:
        return
    statement = insert_into(table)
    new = {name: statement.excluded[name] for name in ("text", "engine", "doubtful", "reasons")}
    machine = table.c.corrected_at.is_(None) if "corrected_at" in table.c else None
    connection.execute(
        statement.on_conflict_do_update(index_elements=[owner, "language"], set_=new, where=machine), rows
    )


def _count(answers: Iterable[Answer]) -> None:
    instant = time.monotonic()
    for each in answers:
        for made in each.translations.values():
            metrics.TRANSLATIONS.labels("doubtful" if made["doubtful"] else "made").inc()
        if each.translations and each.job.targets and each.job.allowed:
            # Just written: its author was told that it is saved when the job was wished for.
            metrics.TRANSLATION_SECONDS.observe(instant - each.job.since)
