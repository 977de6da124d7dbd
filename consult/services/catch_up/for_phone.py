"""The whole truth for one phone: asked for when it opens, reconnects, wakes up or was told of a change."""

from __future__ import annotations

from flask import current_app
from sqlalchemy import func, select

from consult.domain.languages import LANGUAGES, in_language
from consult.domain.words import NOTE_LENGTH, VOTES_EACH, Kind, Phase, Seating, Voting
from consult.extensions import db
from consult.models import (
    Announcement,
    CafeTable,
    HandOver,
    HeadCount,
    Meeting,
    Note,
    Participant,
    Seat,
    Vote,
)
from consult.services import harvest, rows
from consult.services.clock import now
from consult.services.join import own_notes
from consult.services.questions import question_at
from consult.services.wire import Wire, clock_wire, millis, note_wire, table_wire


def phone(participant: Participant) -> Wire:
    """What a participant's screen shows now."""
    row = db.session.get(Meeting, participant.meeting_id)
    assert row is not None
    live = rows.live_meeting(row)
    number = live.seated_round
    seats = rows.taken_seats(row.id, number)
    mine = next((s for s in seats if s.participant_id == participant.id), None)
    writing = _writing_seat(row, participant, mine)
    language = participant.language
    return {
        "version": row.version,
        "server_time": millis(now()),
        "meeting": _meeting(row, language),
        "me": _me(row, participant, mine, seats, number),
        "question": _question(row, mine, language),
        "hand_over": _hand_over(row, mine),
        "my_hand_over": _own_hand_over(writing),
        "heads": _heads(writing),
        "notes": _table_notes(writing, participant),
        "own": [note_wire(note, participant.id) for note in own_notes(participant)],
        "announcement": _announcement(row, mine),
        "voting": _voting(row, participant),
        "themes": _themes(row, language),
    }


def _meeting(row: Meeting, language: str) -> Wire:
    grace = current_app.config["SETTINGS"].grace_seconds
    closed_at = row.round_closed_at
    return {
        **clock_wire(row),
        "title": in_language(row.title, language),
        "consultation_title": in_language(row.consultation.title, language),
        "grace_until": millis(closed_at + grace)
        if closed_at is not None and row.phase != Phase.CLOSED
        else None,
        "rounds": [{"number": r.number, "minutes": r.minutes} for r in row.rounds],
        "host_policy": row.host_policy,
        "kinds": [str(kind) for kind in Kind],
        "note_length": NOTE_LENGTH,
        "languages": [code for code in LANGUAGES if code in row.consultation.languages],
    }


def _me(row: Meeting, participant: Participant, seat: Seat | None, seats: list[Seat], number: int) -> Wire:
    table = _cafe_table(row, seat)
    at_table = [s for s in seats if seat is not None and s.table_number == seat.table_number]
    return {
        "id": participant.id,
        "nickname": participant.nickname,
        "language": participant.language,
        "languages": participant.languages,
        "mode": participant.mode,
        "is_host": bool(seat and seat.is_host),
        "hosted_round": _hosted_round(row, participant),
        "stays": participant.host_table is not None,
        "sits_out": participant.sits_out,
        "table": table_wire(table) if table is not None else None,
        "next_round": number,
        "people_at_table": len(at_table),
        "table_has_host": any(s.is_host for s in at_table),
        "calls_help": bool(table and table.calls_help),
    }


def _hosted_round(row: Meeting, participant: Participant) -> int | None:
    """The last round begun in which this person was the table host."""
    return db.session.scalar(
        select(func.max(Seat.round_number)).where(
            Seat.participant_id == participant.id,
            Seat.is_host.is_(True),
            Seat.round_number <= max(row.round_number, 1),
        )
    )


def _cafe_table(row: Meeting, seat: Seat | None) -> CafeTable | None:
    return next((t for t in row.tables if seat is not None and t.number == seat.table_number), None)


def _writing_seat(row: Meeting, participant: Participant, seat: Seat | None) -> Seat | None:
    """The seat whose notes are on the screen: of the open round, or of the one that has just ended."""
    if row.phase == Phase.ROUND or row.round_number == 0:
        return seat
    return db.session.scalar(
        select(Seat).where(Seat.participant_id == participant.id, Seat.round_number == row.round_number)
    )


def _question(row: Meeting, seat: Seat | None, language: str) -> Wire | None:
    if row.phase in (Phase.HARVEST, Phase.CLOSED):
        return None
    question = question_at(row, seat.table_number if seat else None, rows.live_meeting(row).seated_round)
    if question is None:
        return None
    text = question.text.get(language)
    if text:
        return {"text": text, "language": language}
    other = next((code for code in LANGUAGES if question.text.get(code)), language)
    return {"text": in_language(question.text, other), "language": other}


def _hand_over(row: Meeting, seat: Seat | None) -> Wire | None:
    """What the previous group left at this table."""
    if seat is None or row.phase in (Phase.HARVEST, Phase.CLOSED) or seat.round_number < 2:
        return None
    coming = next((r for r in row.rounds if r.number == seat.round_number), None)
    if coming is not None and coming.seating == Seating.STAY:
        return None
    left = db.session.scalar(
        select(HandOver).where(
            HandOver.meeting_id == row.id,
            HandOver.round_number == seat.round_number - 1,
            HandOver.table_number == seat.table_number,
        )
    )
    return (
        {"text": left.text, "language": left.language, "round": left.round_number}
        if left and left.text
        else None
    )


def _own_hand_over(seat: Seat | None) -> str | None:
    if seat is None or not seat.is_host:
        return None
    return db.session.scalar(
        select(HandOver.text).where(
            HandOver.meeting_id == seat.meeting_id,
            HandOver.round_number == seat.round_number,
            HandOver.table_number == seat.table_number,
        )
    )


def _heads(seat: Seat | None) -> int | None:
    if seat is None:
        return None
    return db.session.scalar(
        select(HeadCount.people).where(
            HeadCount.meeting_id == seat.meeting_id,
            HeadCount.round_number == seat.round_number,
            HeadCount.table_number == seat.table_number,
        )
    )


def _table_notes(seat: Seat | None, participant: Participant) -> list[Wire]:
    if seat is None:
        return []
    notes = db.session.scalars(
        select(Note)
        .where(
            Note.meeting_id == seat.meeting_id,
            Note.round_number == seat.round_number,
            Note.table_number == seat.table_number,
            Note.hidden_at.is_(None),
        )
        .order_by(Note.id)
    )
    return [note_wire(note, participant.id) for note in notes]


def _announcement(row: Meeting, seat: Seat | None) -> Wire | None:
    table, number = (seat.table_number, seat.round_number) if seat else (None, None)
    latest = db.session.scalar(
        select(Announcement)
        .where(Announcement.meeting_id == row.id)
        # What was said to the group that sat here before is not for this one.
        .where(
            Announcement.table_number.is_(None)
            | ((Announcement.table_number == table) & (Announcement.round_number == number))
        )
        .order_by(Announcement.id.desc())
        .limit(1)
    )
    return {"text": latest.text, "at": millis(latest.made_at)} if latest else None


def _voting(row: Meeting, participant: Participant) -> Wire | None:
    if row.phase not in (Phase.HARVEST, Phase.CLOSED):
        return None
    mine = db.session.scalars(select(Vote.note_id).where(Vote.participant_id == participant.id))
    return {
        "state": row.voting,
        "votes_each": VOTES_EACH,
        "mine": list(mine),
        "choices": harvest.choices(row) if row.voting != Voting.NOT_YET else [],
    }


def _themes(row: Meeting, language: str) -> list[Wire] | None:
    if row.phase not in (Phase.HARVEST, Phase.CLOSED):
        return None
    return [
        {"label": in_language(theme["label"], language), "notes": theme["notes"]}
        for theme in harvest.themes(row.consultation_id)
    ]
