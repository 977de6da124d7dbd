"""The whole truth for a facilitator's console."""

from __future__ import annotations

from collections import Counter, defaultdict

from flask_babel import gettext as _
from sqlalchemy import func, select

from consult.domain import silence
from consult.domain.languages import LANGUAGES, in_language
from consult.domain.suppression import count_or_none
from consult.extensions import db
from consult.locales import current_language
from consult.models import HeadCount, Meeting, Participant, Seat, Stance
from consult.services import engines, seating
from consult.services.assessment import assess, coverage
from consult.services.catch_up import console_notes, interpretation
from consult.services.catch_up.seating_change import proposal
from consult.services.clock import now
from consult.services.meeting import harvest, presence, rows, slower, voices
from consult.services.meeting.wire import (
    Wire,
    clock_wire,
    join_address,
    millis,
    table_wire,
)
from consult.services.preparation.questions import question_at
from consult.services.seating import ahead
from consult.services.translating import pausing


def console(row: Meeting) -> Wire:
    """What a facilitator's console shows. It does not say who wrote which note."""
    live = rows.live_meeting(row)
    number = live.seated_round
    people = _people(row)
    seats = rows.taken_seats(row.id, number)
    quality = seating.quality(row, number)
    seated = {s.participant_id for s in seats}
    hosts = {s.participant_id for s in seats if s.is_host}
    before = {s.participant_id: s.table_number for s in rows.taken_seats(row.id, number - 1)}
    wires = {i: _person(p, i in hosts, before.get(i)) for i, p in people.items()}
    return {
        "version": row.version,
        "server_time": millis(now()),
        "meeting": _console_meeting(row),
        "tables": _console_tables(row, seats, people, wires),
        "unseated": [wire for i, wire in wires.items() if i not in seated],
        "left": _count_left(row.id),
        "slower": slower.shown_on_console(row, Counter(s.table_number for s in seats), len(people)),
        "notes": console_notes.latest(row),
        "totals": _totals(row.id, wires, seated),
        "plan": quality
        and {
            "round": quality.round_number,
            "repeat_meetings": quality.repeat_meetings,
            "table_returns": quality.table_returns,
            "without_language": quality.without_language,
            "proposal": (proposal(row, ahead.review(row.id)) or {}).get("count", 0),
            "planning": ahead.planning(row.id),
        },
        "translation": pausing.state(),
        "interpretation": interpretation.for_facilitator(row, people.values()),
        "coverage": _coverage(row),
        "voices": voices.of_meeting(row, current_language()),
        "acceptability": {"answers": _answers(row), "points": harvest.asked(row)},
        "analysis": _analysis(row.consultation_id),
        "themes": harvest.themes(row.consultation_id),
    }


def _console_meeting(row: Meeting) -> Wire:
    language = current_language()
    live = rows.live_meeting(row)
    expected = live.expected_end(now())
    return {
        **clock_wire(row),
        "id": row.id,
        "title": in_language(row.title, language),
        "consultation_id": row.consultation_id,
        "consultation_title": in_language(row.consultation.title, language),
        "format": row.format,
        "rounds": [
            {
                "number": r.number,
                "minutes": r.minutes,
                "seating": r.seating,
                "question": r.question.text if r.question else None,
            }
            for r in row.rounds
        ],
        "promised_end": millis(row.promised_end),
        "expected_end": millis(expected),
        "silent_after": silence.silent_after(live),
        "opened_at": millis(row.opened_at),
        "join_code": row.join_code,
        "join_url": join_address(row),
        "projector_url": f"/projector/{row.projector_key}",
        "host_policy": row.host_policy,
        "question_policy": row.question_policy,
        "languages": [code for code in LANGUAGES if code in row.consultation.languages],
        "view": row.projector_view,
        "voting": row.voting,
        "votes_each": row.votes_each,
        "acceptability": row.acceptability,
        "speaking_table": row.speaking_table,
        "speaking_ends_at": millis(row.speaking_ends_at),
        "tables_heard": row.tables_heard,
        "groups": [{"key": g.key, "name": in_language(g.name, language)} for g in row.consultation.groups],
    }


def _people(row: Meeting) -> dict[int, Participant]:
    found = db.session.scalars(
        select(Participant)
        .where(Participant.meeting_id == row.id, Participant.left_at.is_(None))
        .order_by(Participant.id)
    )
    return {p.id: p for p in found}


def _person(participant: Participant, is_host: bool, from_table: int | None) -> Wire:
    """What running the meeting takes. Not the group: it was given for the counts of the report."""
    return {
        "id": participant.id,
        "name": participant.nickname or _("Guest %(number)s", number=participant.id),
        "language": participant.language,
        "languages": participant.languages,
        "mode": participant.mode,
        "state": presence.state(participant.id, now()),
        "is_host": is_host,
        "sits_out": participant.sits_out,
        "from_table": from_table,
    }


def _console_tables(
    row: Meeting, seats: list[Seat], people: dict[int, Participant], wires: dict[int, Wire]
) -> list[Wire]:
    live = rows.live_meeting(row)
    number = live.seated_round
    at = {s.participant_id: s.table_number for s in seats}
    lonely = seating.without_language(at, people, seating.interpreted_at(row))
    heads = _head_counts(row.id, row.round_number or 1)
    handed = console_notes.hand_overs(row)
    written = console_notes.by_table(row.id, row.round_number or 1)
    points = console_notes.main_points(row)
    at_table = defaultdict(list)
    for seat in seats:
        at_table[seat.table_number].append(seat)
    tables = []
    for table in row.tables:
        here = at_table[table.number]
        notes = written.get(table.number, console_notes.OfTable())
        question = question_at(row, table.number, number)
        languages = Counter(code for s in here for code in people[s.participant_id].languages)
        tables.append(
            {
                **table_wire(table),
                "question": question.text if question else None,
                "people": [wires[s.participant_id] for s in here],
                "notes": notes.notes,
                "main_points": len(points[table.number]),
                "languages": dict(languages.most_common()),
                "host": next((s.participant_id for s in here if s.is_host), None),
                "head_count": heads.get(table.number),
                "calls_help": table.calls_help,
                "quiet_since": millis(silence.quiet_since(live, notes.last_at)) if here else None,
                "interpretation": table.interpretation,
                "no_shared_language": table.number in lonely,
                "hand_over": handed.get(table.number),
                "points": points[table.number],
            }
        )
    return tables


def _head_counts(meeting_id: int, round_number: int) -> dict[int, int]:
    found = db.session.execute(
        select(HeadCount.table_number, HeadCount.people).where(
            HeadCount.meeting_id == meeting_id, HeadCount.round_number == round_number
        )
    )
    return dict(found.all())


def _totals(meeting_id: int, wires: dict[int, Wire], seated: set[int]) -> Wire:
    states = Counter(wire["state"] for wire in wires.values())
    return {
        "people": len(wires),
        "connected": states["connected"],
        "away": states["away"],
        "offline": states["offline"],
        "seated": len(seated),
        **console_notes.counted(meeting_id),
    }


def _coverage(row: Meeting) -> Wire:
    """What people have spoken about so far, at each table of this round too, and what could be asked."""
    language = current_language()
    found = coverage.touched(row.id, row.consultation.framework_id)
    number = row.round_number or 1
    return {
        **coverage.told(found, language),
        "tables": {str(table.number): found.tracks_at(table.number, [number]) for table in row.tables},
        "prompts": coverage.offered(row.consultation, language),
    }


def _answers(row: Meeting) -> int | None:
    """How many people have said whether they can live with the main points; None for one to four."""
    asked = select(func.count(Stance.participant_id.distinct())).where(Stance.note_id.in_(row.asked_points))
    return count_or_none(db.session.scalar(asked) or 0) if row.asked_points else 0


def _analysis(consultation_id: int) -> Wire | None:
    """The last run; its engine as a sentence, because the console says honestly how themes were found."""
    state = assess.state(consultation_id)
    return {**state, "engine": engines.said(state["engine"])} if state else None


def _count_left(meeting_id: int) -> int:
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Participant)
            .where(Participant.meeting_id == meeting_id, Participant.left_at.is_not(None))
        )
        or 0
    )
