"""Requests to speak slower: kept for each person and place, and told as numbers or as a moment, never as a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from sqlalchemy import Connection, Select, Table, bindparam, func, select

from consult.domain import events as e
from consult.domain import slower as rules
from consult.domain.words import Phase
from consult.extensions import db
from consult.models import Meeting, Participant, Seat, SlowerRequest
from consult.services.clock import now
from consult.services.meeting.wire import Wire, millis

ASKED = cast(Table, SlowerRequest.__table__)
_OF_ROUND: Select[Any] = select(ASKED.c.table_number, ASKED.c.participant_id, ASKED.c.asked_at).where(
    ASKED.c.meeting_id == bindparam("meeting_id"), ASKED.c.round_number == bindparam("round_number")
)


class Asked(NamedTuple):
    """How often somebody asked at a place in a round, how many people, and when last."""

    times: int
    people: int
    last_at: float


def record(meeting_id: int, event: e.SlowerAsked) -> None:
    """Count it: one row for a person, a round and a table, however often they ask."""
    stored = db.session.scalar(
        select(SlowerRequest).where(
            SlowerRequest.participant_id == event.participant_id,
            SlowerRequest.round_number == event.round_number,
            SlowerRequest.table_number == event.table,
        )
    )
    if stored is None:
        stored = SlowerRequest(meeting_id=meeting_id, participant_id=event.participant_id, times=0)
        stored.round_number, stored.table_number = event.round_number, event.table
        db.session.add(stored)
    stored.times += 1
    stored.asked_at = event.at


def asked_by(participant_id: int) -> dict[tuple[int, int], float]:
    """When somebody asked last, by round and table (0: in plenary)."""
    found = db.session.scalars(select(SlowerRequest).where(SlowerRequest.participant_id == participant_id))
    return {(one.round_number, one.table_number): one.asked_at for one in found}


def asked_in(connection: Connection, of: Mapping[str, int]) -> dict[tuple[int, int], float]:
    """When each person asked last in a round of a meeting, by table and person."""
    return {(table, one): at for table, one, at in connection.execute(_OF_ROUND, of)}


def shown_on_phone(
    asked: Mapping[tuple[int, int], float], row: Any, who: int, seated_at: int | None
) -> Wire | None:
    """What a phone shows: where a wish of its own would go, when it asked there itself, and when others did.

    `asked` as from `asked_in`; `row`: the meeting's phase and speaking table. None where nobody speaks to them.
    """
    table = rules.place(Phase(row.phase), seated_at)
    if table is None:
        return None
    instant, own = now(), asked.get((table, who))
    last = max((at for (place, _one), at in asked.items() if place == table), default=None)
    speaks = table != rules.PLENARY or (seated_at is not None and seated_at == row.speaking_table)
    return {
        "table": table,
        "asked_at": millis(own) if _within(own, rules.AGAIN_AFTER_SECONDS, instant) else None,
        "heard_at": millis(last) if speaks and _within(last, rules.SHOWN_SECONDS, instant) else None,
    }


def shown_on_console(row: Meeting, seated: Counter[int], people: int) -> list[Wire]:
    """Where people asked in this round, or in this plenary, newest first; `seated`: how many sit at each table."""
    phase = Phase(row.phase)
    found = {table: asked for table, asked in _by_table(row).items() if rules.place(phase, table) == table}
    newest = sorted(found.items(), key=lambda item: -item[1].last_at)
    return [_counted(table, asked, seated[table] if table else people) for table, asked in newest]


def shown_on_projector(row: Meeting) -> Wire | None:
    """When somebody asked in plenary last, while the hall is shown it."""
    if rules.place(Phase(row.phase), None) != rules.PLENARY:
        return None
    asked = _by_table(row).get(rules.PLENARY)
    if asked is None or not _within(asked.last_at, rules.SHOWN_SECONDS, now()):
        return None
    return {"at": millis(asked.last_at)}


def news(row: Meeting, event: e.SlowerAsked) -> tuple[Wire, Wire]:
    """What those who speak are told, and what consoles are told: only there are numbers."""
    counted = _counted(event.table, _by_table(row)[event.table], _listeners(row.id, event))
    return {"table": event.table, "at": millis(event.at)}, counted


def _by_table(row: Meeting) -> dict[int, Asked]:
    found = db.session.execute(
        select(
            SlowerRequest.table_number,
            func.sum(SlowerRequest.times),
            func.count(),
            func.max(SlowerRequest.asked_at),
        )
        .where(SlowerRequest.meeting_id == row.id, SlowerRequest.round_number == row.round_number)
        .group_by(SlowerRequest.table_number)
    )
    return {table: Asked(int(times), people, last_at) for table, times, people, last_at in found}


def _counted(table: int, asked: Asked, listeners: int) -> Wire:
    many = listeners >= rules.FEWEST_COUNTED
    return {
        "table": table,
        "at": millis(asked.last_at),
        "count": asked.times if many else None,
        "people": asked.people if many else None,
    }


def _listeners(meeting_id: int, event: e.SlowerAsked) -> int:
    """How many people are at that table, or in the meeting."""
    here = select(func.count()).select_from(Participant).where(Participant.left_at.is_(None))
    if event.table != rules.PLENARY:
        seated = Seat.round_number == event.round_number, Seat.table_number == event.table
        here = here.join(Seat, Seat.participant_id == Participant.id).where(*seated)
    return db.session.scalar(here.where(Participant.meeting_id == meeting_id)) or 0


def _within(at: float | None, seconds: float, instant: float) -> bool:
    return at is not None and instant - at < seconds
