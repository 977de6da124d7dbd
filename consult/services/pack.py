"""The pack for the hall from what is stored: who sits where in the rounds that have seats, or numbered places.

Numbered places are for a café on paper alone: as many as people are expected, planned without knowing anybody,
handed out at the door. They are never stored.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select, update

from consult import rotation
from consult.domain.errors import Refused
from consult.domain.languages import in_language
from consult.domain.words import HostPolicy, Mode, Phase, QuestionPolicy, Seating, TableMode
from consult.extensions import db
from consult.models import CafeTable, Meeting, Participant, Question, Round, Seat
from consult.places import FONTS
from consult.reports import pack as p
from consult.rotation.paper import paper_rule
from consult.services import child, seating
from consult.services.clock import now
from consult.services.publish import File
from consult.services.wire import join_address, public_address

PACK_SECONDS = 60
SMALLEST_TABLE = 3
ALL = "all"


@dataclass(frozen=True)
class Readiness:
    """What a pack can show now: people with a seat, rounds that have seats and rounds that have none."""

    people: int
    seated: tuple[int, ...]
    missing: tuple[int, ...]
    by_number: bool  # whether numbered places are offered: only before the first round
    rule: bool  # whether people change tables at all

    def offers(self, part: str, *, by_number: bool) -> bool:
        """Whether there is something on the pages of that part."""
        if part == p.RULE:
            return self.rule
        return part in (p.TENTS, ALL) or bool(self.seated) or (by_number and self.by_number)


def readiness(row: Meeting) -> Readiness:
    """What the page can offer to print."""
    found = {held.number: held for held in _held_rounds(row)}
    people = {one for held in found.values() for one in held.seats}
    numbers = [one.number for one in row.rounds]
    return Readiness(
        people=len(people),
        seated=tuple(number for number in numbers if number in found),
        missing=tuple(number for number in numbers if number not in found),
        by_number=row.phase == Phase.WELCOME,
        rule=_rule(row) is not None,
    )


def note_printed(row: Meeting) -> None:
    """Remember when the route cards of the people who joined were printed first; commits."""
    unprinted = update(Meeting).where(Meeting.id == row.id, Meeting.cards_printed_at.is_(None))
    db.session.execute(unprinted.values(cards_printed_at=now()))
    db.session.commit()


def pack_aside(row: Meeting, part: str, language: str, *, by_number: bool = False) -> File:
    """The PDF of one part or of `ALL`, made in a process of its own.

    Refused "unknown_format" for another part, "nothing_to_print" where the part has nothing to show, and
    "pack_failed" when it ends badly or takes longer than a minute.
    """
    if part not in (*p.PARTS, ALL):
        raise Refused("unknown_format")
    if not readiness(row).offers(part, by_number=by_number):
        raise Refused("nothing_to_print")
    options = {"meeting": str(row.id), "part": part, "language": language, "address": public_address()}
    with TemporaryDirectory(prefix="consult-") as folder:
        output = Path(folder) / "pack.pdf"
        arguments = [f"--{name}={value}" for name, value in options.items()]
        arguments += ["--numbered"] if by_number else []
        if (
            not child.finished(["pack", *arguments, f"--output={output}"], PACK_SECONDS)
            or not output.exists()
        ):
            raise Refused("pack_failed")
        content = output.read_bytes()
    return File(content, "application/pdf", f"{part}-{row.join_code.lower()}-{language}.pdf")


def write(meeting_id: int, part: str, language: str, *, by_number: bool = False) -> bytes:
    """The PDF, made here; ValueError when the part has nothing to show. Up to 5 s for 500 people."""
    from consult.reports.pack_pdf import write_pack

    parts: Collection[str] = p.PARTS if part == ALL else (part,)
    made = pack(db.session.get_one(Meeting, meeting_id), language, by_number=by_number)
    return write_pack(made, parts, FONTS if FONTS.is_dir() else None)


def pack(row: Meeting, language: str, *, by_number: bool = False) -> p.Pack:
    """Everything for the hall of a meeting; `language` is the facilitator's."""
    by_number = by_number and readiness(row).by_number
    plan = _numbered_plan(row) if by_number else None
    rounds = _held_rounds(row) if plan is None else _numbered_rounds(row, plan)
    return p.Pack(
        language=language,
        languages=tuple(row.consultation.languages),
        title=in_language(row.title, language),
        join_link=join_address(row),
        join_code=row.join_code,
        address=public_address(),
        made_at=datetime.fromtimestamp(now(), UTC),
        guests=_numbered_guests(row, language) if by_number else _guests(row, rounds),
        tables=tuple(_table(row, table) for table in row.tables),
        rounds=rounds,
        rounds_total=len(row.rounds),
        figures=_figures(row, rounds) if plan is None else _planned_figures(plan),
        rule=_rule(row),
        by_number=by_number,
    )


# ── Who has joined ───────────────────────────────────────────────────────────


def _held_rounds(row: Meeting) -> tuple[p.Round, ...]:
    """The rounds that have seats, held or planned, without whoever has left."""
    staying = select(Participant.id).where(Participant.meeting_id == row.id, Participant.left_at.is_(None))
    found = select(Seat).where(Seat.meeting_id == row.id, Seat.participant_id.in_(staying))
    seats: dict[int, dict[int, int]] = {}
    hosts: dict[int, set[int]] = {}
    for seat in db.session.scalars(found.order_by(Seat.participant_id)):
        seats.setdefault(seat.round_number, {})[seat.participant_id] = seat.table_number
        if seat.is_host:
            hosts.setdefault(seat.round_number, set()).add(seat.participant_id)
    return _rounds(row, seats, {number: frozenset(ids) for number, ids in hosts.items()})


def _rounds(
    row: Meeting, seats: Mapping[int, Mapping[int, int]], hosts: Mapping[int, frozenset[int]]
) -> tuple[p.Round, ...]:
    return tuple(
        p.Round(
            number=one.number,
            minutes=one.minutes,
            seats=seats[one.number],
            hosts=hosts.get(one.number, frozenset()),
            question=_text(one.question),
        )
        for one in row.rounds
        if seats.get(one.number)
    )


def _guests(row: Meeting, rounds: tuple[p.Round, ...]) -> tuple[p.Guest, ...]:
    """Everybody with a seat. Whoever takes part from afar has no use for a card on paper."""
    wanted = {one for held in rounds for one in held.seats}
    people = select(Participant).where(Participant.meeting_id == row.id).order_by(Participant.id)
    return tuple(
        p.Guest(one.id, one.nickname, one.language, card=one.mode == Mode.ONSITE)
        for one in db.session.scalars(people)
        if one.id in wanted
    )


def _figures(row: Meeting, rounds: tuple[p.Round, ...]) -> p.Figures:
    """The rounds in which people change tables, together; in the others they are meant to meet again."""
    moving = {one.number for one in row.rounds if _moves(one)}
    found = [seating.quality(row, held.number) for held in rounds if held.number in moving]
    known = [one for one in found if one is not None]
    return p.Figures(
        sum(one.repeat_meetings for one in known),
        sum(one.table_returns for one in known),
        sum(one.without_language for one in known),
    )


# ── Numbered places ──────────────────────────────────────────────────────────


def _numbered_rounds(row: Meeting, plan: rotation.Plan) -> tuple[p.Round, ...]:
    """Places 1 to N; where table hosts stay, the first ones are theirs. In a round that stays, nobody moves."""
    planned = iter(plan.rounds)
    hosts = frozenset(range(1, _hosts(row) + 1))
    seats: dict[int, Mapping[int, int]] = {}
    for one in row.rounds:
        seats[one.number] = next(planned) if _moves(one) else seats[one.number - 1]
    return _rounds(row, seats, {one.number: hosts for one in row.rounds})


def _numbered_plan(row: Meeting) -> rotation.Plan:
    """The same for the same numbers, so that cards and sheets printed apart fit together."""
    tables = _tables_for(row, row.expected_people)
    hosts = _hosts(row)
    people = tuple(
        rotation.Person(
            number, frozenset(), host_table=tables[number - 1].number if number <= hosts else None
        )
        for number in range(1, row.expected_people + 1)
    )
    chairs = -(-row.expected_people // len(tables))
    problem = rotation.Problem(
        people=people,
        tables=tuple(
            rotation.Table(one.number, seats=max(one.seats, chairs), minimum=min(SMALLEST_TABLE, one.seats))
            for one in tables
        ),
        rounds=_moving_rounds(row),
        fresh_tables=row.fresh_tables,
    )
    return rotation.plan(problem, seed=row.id)


def _numbered_guests(row: Meeting, language: str) -> tuple[p.Guest, ...]:
    return tuple(p.Guest(number, "", language) for number in range(1, row.expected_people + 1))


def _planned_figures(plan: rotation.Plan) -> p.Figures:
    return p.Figures(plan.measures.repeat_meetings, plan.measures.table_returns, None)


def _hosts(row: Meeting) -> int:
    """How many table hosts stay: one for each table that is used, where that is the way of the meeting."""
    stay = row.host_policy == HostPolicy.FIXED and len(row.rounds) > 1
    return min(len(_tables_for(row, row.expected_people)), row.expected_people) if stay else 0


# ── The rule on paper ────────────────────────────────────────────────────────


def _rule(row: Meeting) -> p.Rule | None:
    """For whoever is in the hall, or expected there; None where nobody changes tables."""
    people = _people_in_hall(row)
    tables = tuple(table.number for table in _tables_for(row, people))
    rounds, hosts = _moving_rounds(row), row.host_policy == HostPolicy.FIXED
    if len(tables) < 2 or rounds < 2 or people < len(tables) * 2:
        return None
    found = paper_rule(people, len(tables), rounds, hosts=hosts)
    return p.Rule(people, tables, found.moves, found.starts, hosts, found.repeats, found.returns)


def _people_in_hall(row: Meeting) -> int:
    """Before the meeting at least those who are expected; later those who are there."""
    found = db.session.scalar(
        select(func.count()).where(
            Participant.meeting_id == row.id, Participant.left_at.is_(None), Participant.mode == Mode.ONSITE
        )
    )
    here = int(found or 0)
    return max(here, row.expected_people) if row.phase == Phase.WELCOME else here


# ── Tables ───────────────────────────────────────────────────────────────────


def _hall_tables(row: Meeting) -> list[CafeTable]:
    """The tables that stand in the hall; all of them where every table is remote."""
    return [table for table in row.tables if table.mode != TableMode.REMOTE] or list(row.tables)


def _tables_for(row: Meeting, people: int) -> list[CafeTable]:
    """The first tables of the hall, as many as so many people fill with three or more."""
    return _hall_tables(row)[: max(1, people // SMALLEST_TABLE)]


def _table(row: Meeting, table: CafeTable) -> p.Table:
    own = _text(table.question) if row.question_policy == QuestionPolicy.TABLE else {}
    return p.Table(table.number, own, paper=table in _hall_tables(row))


def _text(question: Question | None) -> p.Texts:
    return dict(question.text) if question else {}


def _moves(one: Round) -> bool:
    """Whether people change tables before this round; they all find one for the first."""
    return one.number == 1 or one.seating == Seating.ROTATE


def _moving_rounds(row: Meeting) -> int:
    return sum(map(_moves, row.rounds))
