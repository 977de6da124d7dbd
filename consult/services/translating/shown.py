"""What screens are told about translations, and who needs one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Protocol, cast

from sqlalchemy import Result, Row, Select, Table, bindparam, select

from consult.models import HandOver, HandOverTranslation, Note, NoteTranslation
from consult.services.meeting.wire import Wire

NOTE, HAND_OVER, OF_NOTE, OF_HAND_OVER = (
    cast(Table, model.__table__) for model in (Note, HandOver, NoteTranslation, HandOverTranslation)
)
# Of one text, by language; and of many, by their ids.
Translations = Mapping[str, Wire]
ByText = Mapping[int, Translations]

_AT_PLACE: Select[Any] = (
    select(OF_NOTE)
    .join(NOTE, NOTE.c.id == OF_NOTE.c.note_id)
    .where(NOTE.c.meeting_id == bindparam("meeting_id"), NOTE.c.round_number == bindparam("round_number"))
    .where(NOTE.c.table_number == bindparam("table_number"), NOTE.c.hidden_at.is_(None))
)
_OF_MAIN_POINTS: Select[Any] = (
    select(OF_NOTE)
    .join(NOTE, NOTE.c.id == OF_NOTE.c.note_id)
    .where(NOTE.c.meeting_id == bindparam("meeting_id"), NOTE.c.main_point, NOTE.c.hidden_at.is_(None))
)
_OF_HAND_OVERS: Select[Any] = (
    select(OF_HAND_OVER)
    .join(HAND_OVER, HAND_OVER.c.id == OF_HAND_OVER.c.hand_over_id)
    .where(HAND_OVER.c.meeting_id == bindparam("meeting_id"))
)


class Reads(Protocol):
    """A session, or a connection."""

    def execute(self, statement: Any, parameters: Any = None, /) -> Result[Any]: ...


def at_place(reads: Reads, of: Mapping[str, int]) -> ByText:
    """Translations of the notes of a table in a round; `of` are its meeting_id, round_number and table_number."""
    return _by_text((row.note_id, row) for row in reads.execute(_AT_PLACE, of))


def of_main_points(reads: Reads, meeting_id: int) -> ByText:
    """Translations of all main points of a meeting."""
    return _by_text((row.note_id, row) for row in reads.execute(_OF_MAIN_POINTS, {"meeting_id": meeting_id}))


def of_hand_overs(reads: Reads, meeting_id: int) -> ByText:
    """Translations of all hand-overs of a meeting."""
    found = reads.execute(_OF_HAND_OVERS, {"meeting_id": meeting_id})
    return _by_text((row.hand_over_id, row) for row in found)


def in_language(reads: Reads, note_ids: Collection[int], language: str) -> dict[int, Wire]:
    """These notes in one language, where there is a translation."""
    wanted = select(OF_NOTE).where(OF_NOTE.c.note_id.in_(note_ids), OF_NOTE.c.language == language)
    return {row.note_id: wire(row) for row in reads.execute(wanted)}


def wire(row: NoteTranslation | Row[Any]) -> Wire:
    """A translation as the screens receive it."""
    return {
        "text": row.text,
        "engine": row.engine,
        "doubtful": row.doubtful,
        "reasons": row.reasons,
        "corrected": getattr(row, "corrected_role", None),
    }


def needs(written_in: str, screen: str, speaks: Collection[str]) -> bool:
    """Whether somebody needs a translation: whoever speaks the language of a text reads it as it was written."""
    return written_in != screen and written_in not in speaks


def _by_text(rows: Iterable[tuple[int, Row[Any]]]) -> ByText:
    found: dict[int, dict[str, Wire]] = defaultdict(dict)
    for text_id, row in rows:
        found[text_id][row.language] = wire(row)
    return dict(found)
