"""What the others wrote where somebody sat before: to read it once more, and to correct a translation."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import Row, Select, Table, bindparam, select

from consult.extensions import db
from consult.models import Seat
from consult.services.catch_up.reader import read_by, recognised
from consult.services.hall import Hall, hall_of, notes_at
from consult.services.meeting.wire import Wire, sign_wire
from consult.services.translating import desk

SEAT = cast(Table, Seat.__table__)
_SEATS: Select[Any] = (
    select(SEAT.c.round_number, SEAT.c.table_number)
    .where(SEAT.c.participant_id == bindparam("id"))
    .order_by(SEAT.c.round_number.desc())
)


def past_notes(participant_id: int) -> Wire:
    """What the others wrote at the tables where a participant sat, the latest round first: `places` with round, table
    and notes. Raises Refused("not_recognised")."""
    with db.engine.connect() as connection:
        me = recognised(connection, participant_id)
        seats = connection.execute(_SEATS, {"id": participant_id}).all()
    hall = hall_of(me.meeting_id, me.version)
    sat = [(number, table) for number, table in seats if number <= hall.meeting.round_number]
    return {"places": [place for at in sat if (place := _past_place(hall, at, me))["notes"]]}


def _past_place(hall: Hall, at: tuple[int, int], me: Row[Any]) -> Wire:
    others = [each for each in notes_at(hall, at) if each.stored.participant_id != me.id]
    texts = [(note.shown, note.translations) for note in others]
    number, table = at
    return {"round": number, **sign_wire(table), "notes": read_by(me, desk.NOTE, texts, hall)}
