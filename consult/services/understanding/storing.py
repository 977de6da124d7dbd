"""What was understood is kept, in one short transaction; what people did meanwhile goes before it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from consult.domain.errors import Refused
from consult.extensions import db
from consult.models import Note, NoteMeaning, Theme, ThemeNote
from consult.services import board, translate
from consult.services.inserting import insert_into
from consult.services.understanding.meanings import Understood

TRIES = 3


def keep(consultation_id: int, found: Sequence[Understood]) -> set[int]:
    """Store it, and tell whoever has the board open; the notes that were kept.

    What was erased, hidden or corrected meanwhile is not; a note that somebody has put into a theme stays there.
    Raises Refused when something is erased again and again in this very moment.
    """
    for tries in range(TRIES):
        try:
            return _keep(consultation_id, found)
        except Refused:
            if tries == TRIES - 1:
                raise
    return set()


def keep_all(found: Sequence[Understood], visible: Collection[int]) -> None:
    """The same for a whole run, which has its own place in the transaction; `visible` are the notes that are there."""
    there = _same(found, {each.note_id: each.language for each in found if each.note_id in visible})
    _meanings([_values(each) for each in found if each.note_id in there])


def _keep(consultation_id: int, found: Sequence[Understood]) -> set[int]:
    with board.changed(consultation_id) as told:
        there = _unchanged(found)
        kept = [each for each in found if each.note_id in there]
        _meanings([_values(each) for each in kept])
        alive = _themes(consultation_id, {each.theme for each in kept if each.theme is not None})
        _places([{"note_id": each.note_id, "theme_id": each.theme} for each in kept if each.theme in alive])
        told.notes |= there
    return there


def _unchanged(found: Sequence[Understood]) -> set[int]:
    """The visible notes that are in the language, and have the English text, in which they were understood."""
    ids = [each.note_id for each in found]
    query = select(Note.id, Note.language).where(Note.id.in_(ids), Note.hidden_at.is_(None))
    languages = dict(db.session.execute(query.with_for_update(read=True)).all())
    return _same(found, languages)


def _same(found: Sequence[Understood], languages: Mapping[int, str]) -> set[int]:
    english = translate.english(each.note_id for each in found)
    return {
        each.note_id
        for each in found
        if languages.get(each.note_id) == each.language
        and (
            each.language == translate.PIVOT_LANGUAGE
            or english.get(each.note_id, (None, ""))[0] == each.english
        )
    }


def _values(each: Understood) -> dict[str, Any]:
    return {
        "note_id": each.note_id,
        "engine": each.engine,
        "vector": each.vector,
        "proposals": each.proposals,
    }


def _meanings(rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    statement = insert_into(NoteMeaning)
    new = {name: statement.excluded[name] for name in ("engine", "vector", "proposals")}
    db.session.execute(statement.on_conflict_do_update(index_elements=["note_id"], set_=new), list(rows))


def _themes(consultation_id: int, ids: Collection[int]) -> set[int]:
    query = select(Theme.id).where(
        Theme.id.in_(ids), Theme.consultation_id == consultation_id, Theme.set_aside.is_(None)
    )
    return set(db.session.scalars(query))


def _places(rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        values = [{**row, "fixed": False} for row in rows]
        db.session.execute(insert_into(ThemeNote).on_conflict_do_nothing(index_elements=["note_id"]), values)
