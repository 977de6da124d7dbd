"""What a rehearsal showed, counted in the database and on the phones."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import Any

from sqlalchemy import func, select

from consult.extensions import db
from consult.models import Meeting, Note, Participant, Seat
from consult.rehearsal.phone import Phone
from consult.services import harvest


def measure(row: Meeting, phones: list[Phone], planned: int, seconds: float, analysis: Any) -> dict[str, Any]:
    """The figures of the report.

    `stranded_seats`: seats at which somebody shares no language with anybody else at the table.
    """
    seats = list(db.session.scalars(select(Seat).where(Seat.meeting_id == row.id)))
    people = {
        p.id: p for p in db.session.scalars(select(Participant).where(Participant.meeting_id == row.id))
    }
    played = [s for s in seats if s.round_number <= row.round_number]
    themes = harvest.themes(row.consultation_id)
    waits = sorted(second for phone in phones for second in phone.tally.seconds_to_answer)
    refusals = Counter(refusal for phone in phones for refusal in phone.tally.refusals)
    return {
        "people": len(people),
        "people_seated": len({s.participant_id for s in played}),
        "seats_without_table": sum(
            1 for p in people for number in range(2, row.round_number + 1) if not _seated(played, p, number)
        ),
        "notes_planned": planned,
        "notes_acknowledged": sum(phone.tally.acknowledged for phone in phones),
        "notes_stored": db.session.scalar(
            select(func.count()).select_from(Note).where(Note.meeting_id == row.id)
        ),
        "notes_waiting": sum(len(phone.outbox) for phone in phones),
        "sent_twice": sum(phone.tally.sent_twice for phone in phones),
        "reconnections": sum(phone.tally.reconnected for phone in phones),
        "repeated_meetings": _repeats(played),
        "table_returns": _returns(played),
        "stranded_seats": _stranded(played, people),
        "answer_ms_median": round(waits[len(waits) // 2] * 1000, 1) if waits else None,
        "answer_ms_worst": round(waits[-1] * 1000, 1) if waits else None,
        "refusals": dict(refusals),
        "themes": len(themes),
        "themes_mixing_languages": sum(1 for theme in themes if len(theme["languages"]) > 1),
        "analysis": analysis,
        "seconds": round(seconds, 1),
    }


def _seated(seats: list[Seat], participant_id: int, number: int) -> bool:
    return any(s.participant_id == participant_id and s.round_number == number for s in seats)


def _tables(seats: list[Seat]) -> dict[tuple[int, int], list[int]]:
    tables: dict[tuple[int, int], list[int]] = {}
    for seat in seats:
        tables.setdefault((seat.round_number, seat.table_number), []).append(seat.participant_id)
    return tables


def _repeats(seats: list[Seat]) -> int:
    met = Counter(pair for ids in _tables(seats).values() for pair in combinations(sorted(ids), 2))
    return sum(times - 1 for times in met.values())


def _returns(seats: list[Seat]) -> int:
    hosts = {s.participant_id for s in seats if s.is_host}
    visits = Counter((s.participant_id, s.table_number) for s in seats if s.participant_id not in hosts)
    return sum(times - 1 for times in visits.values())


def _stranded(seats: list[Seat], people: dict[int, Participant]) -> int:
    stranded = 0
    for ids in _tables(seats).values():
        for one in ids:
            spoken = set(people[one].languages)
            alone = not any(spoken & set(people[other].languages) for other in ids if other != one)
            stranded += int(alone and len(ids) > 1)
    return stranded
