"""The whole truth for a facilitator's console."""

from __future__ import annotations

from collections import Counter

from flask_babel import gettext as _
from sqlalchemy import func, select

from consult.domain.languages import LANGUAGES, in_language
from consult.domain.words import Voting
from consult.extensions import db
from consult.locales import current_language
from consult.models import HandOver, HeadCount, Meeting, Note, Participant, Seat
from consult.services import assess, engines, harvest, presence, rows, seating
from consult.services.catch_up.seating_change import proposal
from consult.services.clock import now
from consult.services.questions import question_at
from consult.services.seating import ahead
from consult.services.wire import (
    Wire,
    clock_wire,
    join_address,
    millis,
    note_wire,
    table_wire,
)

NOTES_SHOWN = 200


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
    notes = _all_notes(row.id)
    return {
        "version": row.version,
        "server_time": millis(now()),
        "meeting": _console_meeting(row),
        "tables": _console_tables(row, seats, people, wires, notes),
        "unseated": [wire for i, wire in wires.items() if i not in seated],
        "left": _count_left(row.id),
        "notes": _console_notes(row, notes),
        "totals": _totals(wires, seated, notes),
        "plan": quality
        and {
            "round": quality.round_number,
            "repeat_meetings": quality.repeat_meetings,
            "table_returns": quality.table_returns,
            "without_language": quality.without_language,
            "proposal": (proposal(row, ahead.review(row.id)) or {}).get("count", 0),
            "planning": ahead.planning(row.id),
        },
        "analysis": _analysis(row.consultation_id),
        "themes": harvest.themes(row.consultation_id),
    }


def _console_meeting(row: Meeting) -> Wire:
    language = current_language()
    expected = rows.live_meeting(row).expected_end(now())
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
        "opened_at": millis(row.opened_at),
        "join_code": row.join_code,
        "join_url": join_address(row),
        "projector_url": f"/projector/{row.projector_key}",
        "host_policy": row.host_policy,
        "question_policy": row.question_policy,
        "languages": [code for code in LANGUAGES if code in row.consultation.languages],
        "view": row.projector_view,
        "voting": row.voting,
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
    row: Meeting,
    seats: list[Seat],
    people: dict[int, Participant],
    wires: dict[int, Wire],
    notes: list[Note],
) -> list[Wire]:
    number = rows.live_meeting(row).seated_round
    lonely = seating.without_language({s.participant_id: s.table_number for s in seats}, people)
    heads = _head_counts(row.id, row.round_number or 1)
    handed = _hand_overs(row.id)
    votes = harvest.votes_by_note(row.id) if row.voting == Voting.CLOSED else None
    tables = []
    for table in row.tables:
        here = [s for s in seats if s.table_number == table.number]
        shown = [n for n in notes if n.table_number == table.number and n.hidden_at is None]
        question = question_at(row, table.number, number)
        languages = Counter(code for s in here for code in people[s.participant_id].languages)
        tables.append(
            {
                **table_wire(table),
                "question": question.text if question else None,
                "people": [wires[s.participant_id] for s in here],
                "notes": sum(1 for n in shown if n.round_number == max(row.round_number, 1)),
                "main_points": sum(1 for n in shown if n.main_point),
                "languages": dict(languages.most_common()),
                "host": next((s.participant_id for s in here if s.is_host), None),
                "head_count": heads.get(table.number),
                "calls_help": table.calls_help,
                "no_shared_language": table.number in lonely,
                "hand_over": handed.get(table.number),
                "points": [_with_votes(n, votes) for n in shown if n.main_point],
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


def _hand_overs(meeting_id: int) -> dict[int, Wire]:
    """The latest hand-over of each table."""
    found = db.session.scalars(
        select(HandOver).where(HandOver.meeting_id == meeting_id).order_by(HandOver.round_number)
    )
    return {h.table_number: {"text": h.text, "language": h.language} for h in found}


def _all_notes(meeting_id: int) -> list[Note]:
    return list(
        db.session.scalars(select(Note).where(Note.meeting_id == meeting_id).order_by(Note.id.desc()))
    )


def _console_notes(row: Meeting, notes: list[Note]) -> list[Wire]:
    votes = harvest.votes_by_note(row.id) if row.voting == Voting.CLOSED else None
    return [
        {
            **_with_votes(note, votes),
            "hidden": note.hidden_at is not None,
            "hidden_reason": note.hidden_reason,
        }
        for note in notes[:NOTES_SHOWN]
    ]


def _with_votes(note: Note, votes: Counter[int] | None) -> Wire:
    """A note and its votes; None while they are secret."""
    return {**note_wire(note), "votes": votes[note.id] if votes is not None else None}


def _totals(wires: dict[int, Wire], seated: set[int], notes: list[Note]) -> Wire:
    visible = [n for n in notes if n.hidden_at is None]
    return {
        "people": len(wires),
        "connected": sum(1 for wire in wires.values() if wire["state"] == "connected"),
        "seated": len(seated),
        "notes": len(visible),
        "kinds": dict(Counter(n.kind for n in visible)),
        "languages": dict(Counter(n.language for n in visible)),
    }


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
