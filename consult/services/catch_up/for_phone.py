"""The whole truth for one phone: asked for when it opens, reconnects, wakes up or was told of a change.

What it shares with everybody in the hall comes from `services.hall`; only what is its own is read each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from flask import current_app
from sqlalchemy import Row, Select, Table, bindparam, select

from consult.domain.languages import LANGUAGES, in_language
from consult.domain.words import NOTE_LENGTH, Kind, Phase
from consult.extensions import db
from consult.models import Note, Vote
from consult.services.catch_up import at_table, ballots, interpretation
from consult.services.catch_up.reader import recognised, worded
from consult.services.clock import now
from consult.services.hall import Hall, hall_of
from consult.services.hall.read import Sitting
from consult.services.meeting import slower, stances
from consult.services.meeting.wire import StoredNote, Wire, clock_wire, millis, note_wire, table_wire
from consult.services.preparation.planned import planned

NOTE, VOTE = (cast(Table, model.__table__) for model in (Note, Vote))
_OWN: Select[Any] = select(NOTE).where(NOTE.c.participant_id == bindparam("id")).order_by(NOTE.c.id)
_VOTES: Select[Any] = (
    select(VOTE.c.note_id).where(VOTE.c.participant_id == bindparam("id")).order_by(VOTE.c.id)
)


def phone(participant_id: int) -> Wire:
    """What a participant's screen shows now. Raises Refused("not_recognised") for who is not in a meeting any more."""
    # Given back before perhaps waiting for others.
    with db.engine.connect() as connection:
        me = recognised(connection, participant_id)
        own = connection.execute(_OWN, {"id": me.id}).all()
        voting = me.phase in (Phase.HARVEST, Phase.CLOSED)
        votes = list(connection.scalars(_VOTES, {"id": me.id})) if voting else []
        given = stances.of_person(me.id, connection) if voting else []
    return _screen(hall_of(me.meeting_id, me.version), me, own, votes, given)


def _screen(hall: Hall, me: Row[Any], own: Sequence[StoredNote], votes: list[int], given: list[Wire]) -> Wire:
    seat, writing = hall.seats.get(me.id), hall.writing.get(me.id)
    return {
        "version": hall.meeting.version,
        "server_time": millis(now()),
        "meeting": _meeting(hall, me.language),
        "me": _me(hall, me, seat),
        "question": at_table.question(hall, seat, me.language),
        "hand_over": at_table.hand_over(hall, seat, me),
        "my_hand_over": at_table.own_hand_over(hall, writing),
        "heads": hall.heads.get((hall.writing_round, writing.table)) if writing else None,
        "notes": at_table.notes(hall, writing, me),
        "own": [note_wire(note, me.id) for note in own],
        "announcement": at_table.announcement(hall, seat),
        "prompt": at_table.prompt(hall, seat, me.language),
        "interpretation": interpretation.for_reader(hall, me, seat),
        "slower": slower.shown_on_phone(hall.slower, hall.meeting, me.id, seat.table if seat else None),
        "voting": ballots.voting(hall, votes) if hall.harvesting else None,
        "acceptability": ballots.acceptability(hall, given) if hall.harvesting else None,
        "themes": ballots.themes(hall, me.language) if hall.harvesting else None,
    }


def _meeting(hall: Hall, language: str) -> Wire:
    row = hall.meeting
    grace = current_app.config["SETTINGS"].grace_seconds
    closed_at = row.round_closed_at
    return {
        **clock_wire(row, len(hall.rounds)),
        "title": in_language(row.title, language),
        "consultation_title": in_language(row.consultation_title, language),
        "grace_until": millis(closed_at + grace)
        if closed_at is not None and row.phase != Phase.CLOSED
        else None,
        "rounds": [{"number": each.number, "minutes": each.minutes} for each in hall.rounds],
        "planned": _planned(row, language),
        "agenda": worded(row.agenda, language) if row.agenda and row.phase == Phase.WELCOME else None,
        "host_policy": row.host_policy,
        "kinds": [str(kind) for kind in Kind],
        "note_length": NOTE_LENGTH,
        "languages": [code for code in LANGUAGES if code in row.languages],
    }


def _planned(row: Row[Any], language: str) -> Wire | None:
    """When the meeting is to be held, until it is."""
    if row.phase != Phase.WELCOME:
        return None
    zones = row.time_zone, row.second_zone or row.usual_second_zone
    told = planned(row.planned_start, row.planned_minutes, *zones, language)
    return told.wire if told else None


def _me(hall: Hall, me: Row[Any], seat: Sitting | None) -> Wire:
    table = hall.tables.get(seat.table) if seat else None
    return {
        "id": me.id,
        "nickname": me.nickname,
        "language": me.language,
        "languages": me.languages,
        "mode": me.mode,
        "is_host": bool(seat and seat.is_host),
        "hosted_round": hall.hosted_rounds.get(me.id),
        "stays": me.host_table is not None,
        "sits_out": me.sits_out,
        "table": table_wire(table) if table is not None else None,
        "next_round": hall.seated_round,
        "people_at_table": hall.people[seat.table] if seat else 0,
        "table_has_host": bool(seat and seat.table in hall.hosted_tables),
        "calls_help": bool(table is not None and table.calls_help),
    }
