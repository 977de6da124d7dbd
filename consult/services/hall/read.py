"""A meeting as all its phones see it, from plain rows: an object for each of a thousand seats would take far longer."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from sqlalchemy import BindParameter, Connection, Row, Select, Table, bindparam, func, select

from consult.domain.errors import Refused
from consult.domain.state import Meeting as LiveMeeting
from consult.domain.state import Round as LiveRound
from consult.domain.words import Phase, QuestionPolicy, Seating, Voting
from consult.extensions import db
from consult.models import (
    Announcement,
    CafeTable,
    Consultation,
    HandOver,
    HeadCount,
    Meeting,
    Note,
    Participant,
    Question,
    Round,
    Seat,
)
from consult.services.assessment.coverage import Touched
from consult.services.meeting import harvest, slower
from consult.services.meeting.wire import StoredNote, Wire, note_wire
from consult.services.translating import shown as translating

MEETING, CONSULTATION, ROUND, TABLE, QUESTION, SEAT, PARTICIPANT, NOTE = (
    cast(Table, model.__table__)
    for model in (Meeting, Consultation, Round, CafeTable, Question, Seat, Participant, Note)
)
HAND_OVER, HEAD_COUNT, ANNOUNCEMENT = (
    cast(Table, model.__table__) for model in (HandOver, HeadCount, Announcement)
)
# A table of a round.
Place = tuple[int, int]
Texts = dict[str, str]


class Sitting(NamedTuple):
    """Where somebody sits."""

    table: int
    is_host: bool


class TableNote(NamedTuple):
    """A note as it is stored, as everybody but its author sees it, and in other languages."""

    stored: StoredNote
    shown: Wire
    translations: translating.Translations


@dataclass(frozen=True)
class Hall:
    """Everything about a meeting that does not depend on who looks; `seats` of the round that is seated now, and
    `writing` of the round whose notes are on the screens, by participant.
    """

    meeting: Row[Any]
    rounds: Sequence[Row[Any]]
    tables: Mapping[int, Row[Any]]
    seated_round: int
    writing_round: int
    seats: Mapping[int, Sitting]
    writing: Mapping[int, Sitting]
    hosted_rounds: Mapping[int, int]
    hand_overs: Mapping[Place, Row[Any]]
    heads: Mapping[Place, int]
    announcements: Mapping[Place | None, Row[Any]]
    # The latest to all hosts (None), and to the host of each table, in the seated round.
    prompts: Mapping[int | None, Row[Any]]
    choices: list[Wire]
    # What people are asked whether they can live with it.
    points: list[Wire]
    # Changes with the choices and points: who has seen these need not fetch them again.
    ballot: str
    themes: list[Wire]
    # Of the choices, by note; and of the hand-overs, by their ids.
    choices_translated: translating.ByText
    hand_overs_translated: translating.ByText
    # When each person asked for slower speech last, by table and person.
    slower: Mapping[tuple[int, int], float]
    people: Mapping[int, int] = field(init=False)
    hosted_tables: frozenset[int] = field(init=False)
    # Read when somebody asks for them first; see `keep`.
    notes: dict[Place, list[TableNote]] = field(default_factory=dict)
    touched: list[Touched] = field(default_factory=list)

    def __post_init__(self) -> None:
        object.__setattr__(self, "people", Counter(seat.table for seat in self.seats.values()))
        hosted = frozenset(seat.table for seat in self.seats.values() if seat.is_host)
        object.__setattr__(self, "hosted_tables", hosted)

    @property
    def harvesting(self) -> bool:
        return self.meeting.phase in (Phase.HARVEST, Phase.CLOSED)

    def question(self, table: int | None) -> Texts | None:
        """What is asked in the seated round: the table's own question, else the round's."""
        if self.meeting.question_policy == QuestionPolicy.TABLE:
            asked = self.tables.get(table) if table is not None else None
        else:
            asked = self.round(self.seated_round)
        return asked.question if asked is not None else None

    def round(self, number: int) -> Row[Any] | None:
        return next((each for each in self.rounds if each.number == number), None)


OF_MEETING: BindParameter[int] = bindparam("meeting_id")
IN_ROUND: BindParameter[int] = bindparam("round_number")
_MEETING: Select[Any] = (
    select(
        MEETING,
        CONSULTATION.c.title.label("consultation_title"),
        CONSULTATION.c.languages.label("languages"),
        CONSULTATION.c.framework_id,
        CONSULTATION.c.field,
        CONSULTATION.c.time_zone,
        CONSULTATION.c.second_zone.label("usual_second_zone"),
    )
    .join(CONSULTATION, CONSULTATION.c.id == MEETING.c.consultation_id)
    .where(MEETING.c.id == OF_MEETING)
)
_ROUNDS: Select[Any] = (
    select(ROUND.c.number, ROUND.c.minutes, ROUND.c.seating, QUESTION.c.text.label("question"))
    .outerjoin(QUESTION, QUESTION.c.id == ROUND.c.question_id)
    .where(ROUND.c.meeting_id == OF_MEETING)
    .order_by(ROUND.c.number)
)
_TABLES: Select[Any] = (
    select(
        TABLE.c.number,
        TABLE.c.seats,
        TABLE.c.mode,
        TABLE.c.calls_help,
        TABLE.c.interpretation,
        QUESTION.c.text.label("question"),
    )
    .outerjoin(QUESTION, QUESTION.c.id == TABLE.c.question_id)
    .where(TABLE.c.meeting_id == OF_MEETING)
)
_SEATS: Select[Any] = (
    select(SEAT.c.participant_id, SEAT.c.table_number, SEAT.c.is_host)
    .join(PARTICIPANT, PARTICIPANT.c.id == SEAT.c.participant_id)
    .where(SEAT.c.meeting_id == OF_MEETING, SEAT.c.round_number == IN_ROUND, PARTICIPANT.c.left_at.is_(None))
)
_HOSTED: Select[Any] = (
    select(SEAT.c.participant_id, func.max(SEAT.c.round_number))
    .where(SEAT.c.meeting_id == OF_MEETING, SEAT.c.is_host.is_(True), SEAT.c.round_number <= IN_ROUND)
    .group_by(SEAT.c.participant_id)
)
_HAND_OVERS: Select[Any] = select(HAND_OVER).where(HAND_OVER.c.meeting_id == OF_MEETING)
_HEADS: Select[Any] = select(HEAD_COUNT).where(HEAD_COUNT.c.meeting_id == OF_MEETING)
_ANNOUNCEMENTS: Select[Any] = (
    select(ANNOUNCEMENT)
    .where(ANNOUNCEMENT.c.meeting_id == OF_MEETING, ANNOUNCEMENT.c.prompt.is_(None))
    .order_by(ANNOUNCEMENT.c.id)
)
_PROMPTS: Select[Any] = (
    select(ANNOUNCEMENT)
    .where(ANNOUNCEMENT.c.meeting_id == OF_MEETING, ANNOUNCEMENT.c.prompt.is_not(None))
    .where(ANNOUNCEMENT.c.round_number == IN_ROUND)
    .order_by(ANNOUNCEMENT.c.id)
)
_NOTES: Select[Any] = (
    select(NOTE)
    .where(NOTE.c.meeting_id == OF_MEETING, NOTE.c.round_number == IN_ROUND)
    .where(NOTE.c.table_number == bindparam("table_number"), NOTE.c.hidden_at.is_(None))
    .order_by(NOTE.c.id)
)


def read_hall(meeting_id: int) -> Hall:
    """The meeting as it is stored now, without notes. Raises Refused("not_recognised")."""
    with db.engine.connect() as connection:
        return _read(connection, {"meeting_id": meeting_id})


def read_notes(meeting_id: int, place: Place) -> list[TableNote]:
    """The notes of a table in a round that are not hidden, oldest first."""
    number, table = place
    of = {"meeting_id": meeting_id, "round_number": number, "table_number": table}
    with db.engine.connect() as connection:
        notes = connection.execute(_NOTES, of).all()
        translated = translating.at_place(connection, of) if notes else {}
        return [TableNote(note, note_wire(note), translated.get(note.id, {})) for note in notes]


def _read(connection: Connection, of: Mapping[str, int]) -> Hall:
    meeting = connection.execute(_MEETING, of).one_or_none()
    if meeting is None:
        raise Refused("not_recognised")
    rounds = connection.execute(_ROUNDS, of).all()
    seated = _seated_round(meeting, rounds)
    seats = _seats(connection, of, seated)
    # The open round, or the one that has just ended.
    writing_round = seated if meeting.phase == Phase.ROUND else meeting.round_number or seated
    closing = meeting.phase in (Phase.HARVEST, Phase.CLOSED)
    choices = harvest.choices(meeting) if closing and meeting.voting != Voting.NOT_YET else []
    points = harvest.asked(meeting) if closing else []
    translated = translating.of_main_points(connection, meeting.id) if choices or points else {}
    left = connection.execute(_HAND_OVERS, of).all()
    hosted = connection.execute(_HOSTED, {**of, "round_number": max(meeting.round_number, 1)})
    return Hall(
        meeting=meeting,
        rounds=rounds,
        tables={table.number: table for table in connection.execute(_TABLES, of)},
        seated_round=seated,
        writing_round=writing_round,
        seats=seats,
        writing=seats if writing_round == seated else _seats(connection, of, writing_round),
        hosted_rounds=dict(hosted.all()),
        hand_overs={_place(each): each for each in left},
        heads={_place(each): each.people for each in connection.execute(_HEADS, of)},
        announcements=_announcements(connection.execute(_ANNOUNCEMENTS, of)),
        prompts=_prompts(connection, of, seated) if meeting.phase == Phase.ROUND else {},
        choices=choices,
        points=points,
        ballot=_mark([*choices, *points], translated),
        choices_translated=translated,
        hand_overs_translated=translating.of_hand_overs(connection, meeting.id) if left else {},
        themes=harvest.themes(meeting.consultation_id) if closing else [],
        slower=slower.asked_in(connection, {**of, "round_number": meeting.round_number}),
    )


def _mark(choices: list[Wire], translated: translating.ByText) -> str:
    told = [choices, sorted((one, sorted(texts.items())) for one, texts in translated.items())]
    return hashlib.sha1(json.dumps(told).encode(), usedforsecurity=False).hexdigest()[:10]


def _seats(connection: Connection, of: Mapping[str, int], number: int) -> dict[int, Sitting]:
    found = connection.execute(_SEATS, {**of, "round_number": number})
    return {one: Sitting(table, is_host) for one, table, is_host in found}


def _seated_round(meeting: Row[Any], rounds: Iterable[Row[Any]]) -> int:
    live = LiveMeeting(
        id=meeting.id,
        rounds=tuple(LiveRound(each.number, each.minutes, Seating(each.seating)) for each in rounds),
        tables=(),
        phase=Phase(meeting.phase),
        round_number=meeting.round_number,
    )
    return live.seated_round


def _announcements(rows: Iterable[Row[Any]]) -> dict[Place | None, Row[Any]]:
    """The latest to all (None), and the latest to each table in each round."""
    return {None if each.table_number is None else _place(each): each for each in rows}


def _prompts(connection: Connection, of: Mapping[str, int], number: int) -> dict[int | None, Row[Any]]:
    return {each.table_number: each for each in connection.execute(_PROMPTS, {**of, "round_number": number})}


def _place(row: Row[Any]) -> Place:
    return row.round_number, row.table_number
