"""What is interpreted in plenary and at each café table, as it is stored; a table of None is the plenary."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from consult.domain import channels as rules
from consult.domain.interpretation import uncovered
from consult.domain.seating_commands import Channels
from consult.extensions import db
from consult.models import Meeting

_PLENARY = 0


def store(row: Meeting, table: int | None, channels: Channels) -> None:
    """What is interpreted there from now on; a table that has gone meanwhile is left out. The caller commits."""
    kept = rules.in_order(channels)
    if table is None:
        row.interpretation = kept
        return
    for cafe_table in row.tables:
        if cafe_table.number == table:
            cafe_table.interpretation = kept


def channels_at(row: Meeting, table: int | None) -> Channels:
    """What is interpreted there now."""
    found = {each.number: each.interpretation for each in row.tables}
    declared = row.interpretation if table is None else found.get(table, [])
    return tuple((one["language"], one.get("how", "")) for one in declared)


def kept(row: Meeting, tables: Collection[int | None]) -> dict[str, Any]:
    """What is interpreted at these tables, as a step that can be taken back keeps it."""
    return {str(_PLENARY if table is None else table): channels_at(row, table) for table in tables}


def as_before(stored: Mapping[str, Any]) -> dict[int | None, Channels]:
    """What `kept` gave, read again from its row."""
    return {
        None if int(table) == _PLENARY else int(table): tuple((language, how) for language, how in channels)
        for table, channels in stored.items()
    }


def covers(meeting_id: int, spoken: Collection[str]) -> bool:
    """Whether somebody who speaks these languages can follow the plenary, as far as anybody has said."""
    row = db.session.get(Meeting, meeting_id)
    return row is None or not uncovered(row.interpretation, spoken)
