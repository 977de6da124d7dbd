"""Who a phone belongs to, and how that person reads what others wrote."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from sqlalchemy import Connection, Row, Select, Table, bindparam, select

from consult.domain.errors import Refused
from consult.domain.languages import LANGUAGES, in_language
from consult.domain.words import Phase
from consult.extensions import db
from consult.models import Meeting, Participant
from consult.services.hall import Hall, hall_of
from consult.services.meeting.wire import Wire
from consult.services.translating import desk, shown

PERSON, MEETING = (cast(Table, model.__table__) for model in (Participant, Meeting))
_ME: Select[Any] = (
    select(
        PERSON.c.id,
        PERSON.c.meeting_id,
        PERSON.c.nickname,
        PERSON.c.language,
        PERSON.c.languages,
        PERSON.c.mode,
        PERSON.c.host_table,
        PERSON.c.sits_out,
        MEETING.c.version,
        MEETING.c.phase,
    )
    .join(MEETING, MEETING.c.id == PERSON.c.meeting_id)
    .where(PERSON.c.id == bindparam("id"), PERSON.c.left_at.is_(None))
)


def recognised(connection: Connection, participant_id: int) -> Row[Any]:
    """A participant's own row, with the version and the phase of their meeting.

    Raises Refused("not_recognised") for who is not in a meeting any more.
    """
    me = connection.execute(_ME, {"id": participant_id}).one_or_none()
    if me is None:
        raise Refused("not_recognised")
    return me


def in_hall(participant_id: int) -> tuple[Row[Any], Hall]:
    """The same, and the hall they are in. Raises Refused("not_recognised")."""
    # A connection of its own, given back before perhaps waiting for others: a session would cost as much as what it reads.
    with db.engine.connect() as connection:
        me = recognised(connection, participant_id)
    return me, hall_of(me.meeting_id, me.version)


def worded(texts: dict[str, str], language: str) -> Wire:
    """What organisers wrote, in the reader's language or the next best one, and which one it is."""
    if texts.get(language):
        return {"text": texts[language], "language": language}
    other = next((code for code in LANGUAGES if texts.get(code)), language)
    return {"text": in_language(texts, other), "language": other}


def read_by(
    me: Row[Any], kind: str, texts: Iterable[tuple[Wire, shown.Translations]], hall: Hall
) -> list[Wire]:
    """Texts, each with its translation for this reader, if they need one and there is one; the others are wished for."""
    told: list[Wire] = []
    lacking: list[int] = []
    for wire, translations in texts:
        if wire["language"] not in LANGUAGES and "unknown_language" not in wire:
            wire = {**wire, "unknown_language": True}
        if shown.needs(wire["language"], me.language, me.languages):
            found = translations.get(me.language)
            if found is None:
                lacking.append(wire["id"])
            else:
                wire = {**wire, "translation": found}
        told.append(wire)
    if lacking and hall.meeting.phase != Phase.CLOSED:
        desk.lacking(kind, hall.meeting.id, lacking, me.language)
    return told
