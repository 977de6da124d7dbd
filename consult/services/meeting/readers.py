"""Who has the notes of a table on the screen: whoever sits there in that round and has not left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from sqlalchemy import Select, select

from consult.extensions import db
from consult.models import Participant, Seat

# (meeting, round, table)
Place = tuple[int, int, int]


class Reader(NamedTuple):
    """Somebody by number, with the language of their screen and those they speak."""

    id: int
    screen: str
    speaks: list[str]


def ids_at(meeting_id: int, round_number: int, tables: Collection[int]) -> dict[int, set[int]]:
    """The readers of each of these tables, as numbers only."""
    found = _seated(Seat.table_number, Participant.id).where(
        Seat.meeting_id == meeting_id, Seat.round_number == round_number, Seat.table_number.in_(tables)
    )
    readers: dict[int, set[int]] = defaultdict(set)
    for table, one in db.session.execute(found):
        readers[table].add(one)
    return readers


def readers_at(meeting_id: int, round_number: int, tables: Collection[int]) -> dict[int, list[Reader]]:
    """The readers of each of these tables, by number."""
    found = _seated(Seat.table_number, Participant.id, Participant.language, Participant.languages).where(
        Seat.meeting_id == meeting_id, Seat.round_number == round_number, Seat.table_number.in_(tables)
    )
    readers: dict[int, list[Reader]] = defaultdict(list)
    for table, *reader in db.session.execute(found.order_by(Participant.id)):
        readers[table].append(Reader(*reader))
    return readers


def languages_at(places: Iterable[Place]) -> dict[Place, set[str]]:
    """The languages of the screens at these places; others may come along with them."""
    meetings, rounds, tables = (set(numbers) for numbers in zip(*places, strict=True))
    found = _seated(Seat.meeting_id, Seat.round_number, Seat.table_number, Participant.language).where(
        Seat.meeting_id.in_(meetings), Seat.round_number.in_(rounds), Seat.table_number.in_(tables)
    )
    read: dict[Place, set[str]] = defaultdict(set)
    for *place, language in db.session.execute(found.distinct()):
        meeting_id, number, table = place
        read[meeting_id, number, table].add(language)
    return read


def _seated(*columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .join(Participant, Participant.id == Seat.participant_id)
        .where(Participant.left_at.is_(None))
    )
