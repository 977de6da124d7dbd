"""Who hears of a change of the board: everybody who has it open, once it is stored."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from consult.extensions import db, socketio
from consult.models import Meeting, ThemeChange
from consult.services import understanding
from consult.services.board import reading
from consult.services.board.images import Image
from consult.services.meeting import news, rooms

Wire = dict[str, Any]


def prepared(row: ThemeChange, made: Image, key: str, turned: list[int]) -> Wire:
    """What will be told about a step; read before the commit, so that it is of this very version."""
    db.session.flush()
    themes = made.get("themes", {})
    gone = {theme_id for theme_id, values in themes.items() if values is None}
    notes = {*made.get("places", {}), *made.get("marks", {})}
    return {
        "version": row.board_version,
        "key": key or None,
        "step": reading.step_wire(row, reading.names([row.user_id])),
        "turned": reading.steps(row.consultation_id, ids=turned) if turned else [],
        **reading.changes(row.consultation_id, set(themes) - gone, gone, notes),
    }


def tell(consultation_id: int, told: Wire) -> None:
    """To everybody who has the board open; consoles and projectors fetch themes as they always do."""
    socketio.emit("board.changed", told, to=rooms.board(consultation_id))
    _touch_meetings(consultation_id)


def tell_version(consultation_id: int, version: int) -> None:
    """Whoever has an older version fetches the whole board."""
    socketio.emit("board.version", {"version": version}, to=rooms.board(consultation_id))
    _touch_meetings(consultation_id)


def learn(consultation_id: int) -> None:
    """Somebody has confirmed a place: what nobody has confirmed may be proposed better now."""
    understanding.learn(consultation_id)


def _touch_meetings(consultation_id: int) -> None:
    for meeting_id in db.session.scalars(
        select(Meeting.id).where(Meeting.consultation_id == consultation_id)
    ):
        news.touch(meeting_id)
