"""The whole truth for one phone: asked for when it opens, reconnects, wakes up or was told of a change.

What it shares with everybody in the hall comes from `services.hall`; only what is its own is read each time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from flask import current_app
from sqlalchemy import Row, Select, Table, bindparam, select

from consult.domain.errors import Refused
from consult.domain.languages import LANGUAGES, in_language
from consult.domain.words import NOTE_LENGTH, OBJECTION_LENGTH, Kind, Phase, Seating, Voting
from consult.extensions import db
from consult.models import Meeting, Note, Participant, Seat, Vote
from consult.services import coverage as covering
from consult.services import slower, stances
from consult.services.catch_up import interpretation
from consult.services.clock import now
from consult.services.hall import Hall, hall_of, notes_at
from consult.services.hall.read import Sitting
from consult.services.planned import planned
from consult.services.translating import desk, shown
from consult.services.wire import StoredNote, Wire, clock_wire, millis, note_wire, sign_wire, table_wire

PERSON, MEETING, NOTE, VOTE, SEAT = (
    cast(Table, model.__table__) for model in (Participant, Meeting, Note, Vote, Seat)
)
_ME: Select[Any] = (
    select(
        PERSON.c.id,
        PERSON.c.meeting_id,
        PERSON.c.nickname,
        PERSON.c.language,
        PERSON.c.languages,
        PERSON.c.mode,
        PERSON.c.host_table,
        PERSON.c.sits_out,
        MEETING.c.version,
        MEETING.c.phase,
    )
    .join(MEETING, MEETING.c.id == PERSON.c.meeting_id)
    .where(PERSON.c.id == bindparam("id"), PERSON.c.left_at.is_(None))
)
_OWN: Select[Any] = select(NOTE).where(NOTE.c.participant_id == bindparam("id")).order_by(NOTE.c.id)
_VOTES: Select[Any] = (
    select(VOTE.c.note_id).where(VOTE.c.participant_id == bindparam("id")).order_by(VOTE.c.id)
)
_SEATS: Select[Any] = (
    select(SEAT.c.round_number, SEAT.c.table_number)
    .where(SEAT.c.participant_id == bindparam("id"))
    .order_by(SEAT.c.round_number.desc())
)


def phone(participant_id: int) -> Wire:
    """What a participant's screen shows now. Raises Refused("not_recognised") for who is not in a meeting any more."""
    # A connection of its own, given back before perhaps waiting for others: a session would cost as much as what it reads.
    with db.engine.connect() as connection:
        me = connection.execute(_ME, {"id": participant_id}).one_or_none()
        if me is None:
            raise Refused("not_recognised")
        own = connection.execute(_OWN, {"id": me.id}).all()
        voting = me.phase in (Phase.HARVEST, Phase.CLOSED)
        votes = list(connection.scalars(_VOTES, {"id": me.id})) if voting else []
        given = stances.of_person(me.id, connection) if voting else []
    return _screen(hall_of(me.meeting_id, me.version), me, own, votes, given)


def ballot(participant_id: int) -> Wire:
    """What a participant can vote for, or what was voted for, the points they are asked to live with, and the mark of both.
    Raises Refused("not_recognised")."""
    with db.engine.connect() as connection:
        me = connection.execute(_ME, {"id": participant_id}).one_or_none()
    if me is None:
        raise Refused("not_recognised")
    hall = hall_of(me.meeting_id, me.version)
    texts = [(each, hall.choices_translated.get(each["id"], {})) for each in hall.choices]
    points = [
        (_point(each, me.language), hall.choices_translated.get(each["id"], {})) for each in hall.points
    ]
    return {
        "ballot": hall.ballot,
        "choices": _read_by(me, desk.NOTE, texts, hall),
        "points": _read_by(me, desk.NOTE, points, hall),
    }


def _point(point: Wire, language: str) -> Wire:
    return {**point, "by": [name and in_language(name, language) for name in point["by"]]}


def coverage(participant_id: int) -> Wire:
    """For a table host: what the whole meeting has touched, what this table has (`here`: notes by track), and prompts for
    the tracks it has not. Raises Refused("not_recognised" or "hosts_only")."""
    with db.engine.connect() as connection:
        me = connection.execute(_ME, {"id": participant_id}).one_or_none()
    if me is None:
        raise Refused("not_recognised")
    hall = hall_of(me.meeting_id, me.version)
    seat = hall.seats.get(me.id)
    if seat is None or not seat.is_host or hall.meeting.phase != Phase.ROUND:
        raise Refused("hosts_only")
    found = covering.touched(hall.meeting.id, hall.meeting.framework_id)
    here = found.tracks_at(seat.table, _rounds_of_group(hall))
    empty = [track for track, notes in here.items() if not notes]
    return {
        **covering.told(found, me.language),
        "here": here,
        "prompts": covering.offered(hall.meeting, me.language, empty),
    }


def _rounds_of_group(hall: Hall) -> range:
    """The rounds in which the same group has sat together until now."""
    first = hall.seated_round
    while first > 1 and (one := hall.round(first)) is not None and one.seating == Seating.STAY:
        first -= 1
    return range(first, hall.seated_round + 1)


def past_notes(participant_id: int) -> Wire:
    """What the others wrote at the tables where a participant sat, the latest round first: `places` with round, table
    and notes. Raises Refused("not_recognised")."""
    with db.engine.connect() as connection:
        me = connection.execute(_ME, {"id": participant_id}).one_or_none()
        seats = connection.execute(_SEATS, {"id": participant_id}).all()
    if me is None:
        raise Refused("not_recognised")
    hall = hall_of(me.meeting_id, me.version)
    sat = [(number, table) for number, table in seats if number <= hall.meeting.round_number]
    return {"places": [place for at in sat if (place := _past_place(hall, at, me))["notes"]]}


def _past_place(hall: Hall, at: tuple[int, int], me: Row[Any]) -> Wire:
    others = [each for each in notes_at(hall, at) if each.stored.participant_id != me.id]
    texts = [(note.shown, note.translations) for note in others]
    number, table = at
    return {"round": number, **sign_wire(table), "notes": _read_by(me, desk.NOTE, texts, hall)}


def _screen(hall: Hall, me: Row[Any], own: Sequence[StoredNote], votes: list[int], given: list[Wire]) -> Wire:
    seat, writing = hall.seats.get(me.id), hall.writing.get(me.id)
    return {
        "version": hall.meeting.version,
        "server_time": millis(now()),
        "meeting": _meeting(hall, me.language),
        "me": _me(hall, me, seat),
        "question": _question(hall, seat, me.language),
        "hand_over": _hand_over(hall, seat, me),
        "my_hand_over": _own_hand_over(hall, writing),
        "heads": hall.heads.get((hall.writing_round, writing.table)) if writing else None,
        "notes": _table_notes(hall, writing, me),
        "own": [note_wire(note, me.id) for note in own],
        "announcement": _announcement(hall, seat),
        "prompt": _prompt(hall, seat, me.language),
        "interpretation": interpretation.for_reader(hall, me, seat),
        "slower": slower.shown_on_phone(hall.slower, hall.meeting, me.id, seat.table if seat else None),
        "voting": _voting(hall, votes) if hall.harvesting else None,
        "acceptability": _acceptability(hall, given) if hall.harvesting else None,
        "themes": _themes(hall, me.language) if hall.harvesting else None,
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
        "agenda": _worded(row.agenda, language) if row.agenda and row.phase == Phase.WELCOME else None,
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


def _question(hall: Hall, seat: Sitting | None, language: str) -> Wire | None:
    if hall.harvesting:
        return None
    texts = hall.question(seat.table if seat else None)
    return None if texts is None else _worded(texts, language)


def _worded(texts: dict[str, str], language: str) -> Wire:
    """What organisers wrote, in the reader's language or the next best one, and which one it is."""
    if texts.get(language):
        return {"text": texts[language], "language": language}
    other = next((code for code in LANGUAGES if texts.get(code)), language)
    return {"text": in_language(texts, other), "language": other}


def _hand_over(hall: Hall, seat: Sitting | None, me: Row[Any]) -> Wire | None:
    """What the previous group left at this table."""
    if seat is None or hall.harvesting or hall.seated_round < 2:
        return None
    coming = hall.round(hall.seated_round)
    if coming is not None and coming.seating == Seating.STAY:
        return None
    left = hall.hand_overs.get((hall.seated_round - 1, seat.table))
    if left is None or not left.text:
        return None
    told = {"text": left.text, "language": left.language, "round": left.round_number}
    # For whoever lacks it, it has an id; the screen needs none.
    texts = [({**told, "id": left.id}, hall.hand_overs_translated.get(left.id, {}))]
    (read,) = _read_by(me, desk.HAND_OVER, texts, hall)
    return {name: value for name, value in read.items() if name != "id"}


def _own_hand_over(hall: Hall, seat: Sitting | None) -> str | None:
    if seat is None or not seat.is_host:
        return None
    left = hall.hand_overs.get((hall.writing_round, seat.table))
    return str(left.text) if left is not None else None


def _table_notes(hall: Hall, seat: Sitting | None, me: Row[Any]) -> list[Wire]:
    if seat is None:
        return []
    notes = notes_at(hall, (hall.writing_round, seat.table))
    # Whoever wrote a note needs nobody to tell them what it says.
    others = [(note.shown, note.translations) for note in notes if note.stored.participant_id != me.id]
    read = iter(_read_by(me, desk.NOTE, others, hall))
    return [
        note_wire(note.stored, me.id) if note.stored.participant_id == me.id else next(read) for note in notes
    ]


def _read_by(
    me: Row[Any], kind: str, texts: Iterable[tuple[Wire, shown.Translations]], hall: Hall
) -> list[Wire]:
    """Texts, each with its translation for this reader, if they need one and there is one; the others are wished for."""
    told: list[Wire] = []
    lacking: list[int] = []
    for wire, translations in texts:
        if wire["language"] not in LANGUAGES and "unknown_language" not in wire:
            wire = {**wire, "unknown_language": True}
        if shown.needs(wire["language"], me.language, me.languages):
            found = translations.get(me.language)
            if found is None:
                lacking.append(wire["id"])
            else:
                wire = {**wire, "translation": found}
        told.append(wire)
    if lacking and hall.meeting.phase != Phase.CLOSED:
        desk.lacking(kind, hall.meeting.id, lacking, me.language)
    return told


def _announcement(hall: Hall, seat: Sitting | None) -> Wire | None:
    # What was said to the group that sat here before is not for this one.
    here = hall.announcements.get((hall.seated_round, seat.table)) if seat else None
    heard = [each for each in (hall.announcements.get(None), here) if each is not None]
    if not heard:
        return None
    latest = max(heard, key=lambda each: int(each.id))
    return {"text": latest.text, "at": millis(latest.made_at)}


def _prompt(hall: Hall, seat: Sitting | None, language: str) -> Wire | None:
    """The latest question that the facilitator put to this table host, in their language."""
    if seat is None or not seat.is_host:
        return None
    sent = [hall.prompts[table] for table in (None, seat.table) if table in hall.prompts]
    if not sent:
        return None
    latest = max(sent, key=lambda each: int(each.id))
    found = covering.prompt(hall.meeting, latest.prompt)
    if found is None:
        return None
    return {"key": found.key, "text": found.text[language], "at": millis(latest.made_at)}


def _acceptability(hall: Hall, given: list[Wire]) -> Wire | None:
    """Whether people are asked what they can live with, and what this person has answered."""
    state = hall.meeting.acceptability
    if state == Voting.NOT_YET:
        return None
    return {"state": state, "mine": given, "objection_length": OBJECTION_LENGTH}


def _voting(hall: Hall, votes: list[int]) -> Wire:
    return {
        "state": hall.meeting.voting,
        "votes_each": hall.meeting.votes_each,
        "mine": votes,
        # A hall of a thousand has hundreds of main points: fetched once, not with every snapshot.
        "ballot": hall.ballot,
    }


def _themes(hall: Hall, language: str) -> list[Wire]:
    return [
        {"label": in_language(theme["label"], language), "notes": theme["notes"]} for theme in hall.themes
    ]
