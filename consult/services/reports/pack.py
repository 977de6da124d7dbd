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

from sqlalchemy import select, update

from consult.domain.errors import Refused
from consult.domain.languages import in_language
from consult.domain.words import Mode, Phase, QuestionPolicy
from consult.extensions import db
from consult.models import CafeTable, Meeting, Participant, Question, Seat
from consult.places import FONTS
from consult.reports import pack as p
from consult.services import child, seating
from consult.services.clock import now
from consult.services.meeting.wire import join_address, public_address
from consult.services.reports import on_paper
from consult.services.reports.publish import File

PACK_SECONDS = 60
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
        rule=on_paper.rule(row) is not None,
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
    numbered = on_paper.numbered_places(row) if by_number else None
    rounds = _rounds(row, numbered.seats, numbered.hosts) if numbered else _held_rounds(row)
    return p.Pack(
        language=language,
        languages=tuple(row.consultation.languages),
        title=in_language(row.title, language),
        join_link=join_address(row),
        join_code=row.join_code,
        address=public_address(),
        made_at=datetime.fromtimestamp(now(), UTC),
        guests=_numbered_guests(row, language) if numbered else _guests(row, rounds),
        tables=tuple(_table(row, table) for table in row.tables),
        rounds=rounds,
        rounds_total=len(row.rounds),
        figures=numbered.figures if numbered else _figures(row, rounds),
        rule=on_paper.rule(row),
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
    moving = {one.number for one in row.rounds if on_paper.moves(one)}
    found = [seating.quality(row, held.number) for held in rounds if held.number in moving]
    known = [one for one in found if one is not None]
    return p.Figures(
        sum(one.repeat_meetings for one in known),
        sum(one.table_returns for one in known),
        sum(one.without_language for one in known),
    )


def _numbered_guests(row: Meeting, language: str) -> tuple[p.Guest, ...]:
    return tuple(p.Guest(number, "", language) for number in range(1, row.expected_people + 1))


def _table(row: Meeting, table: CafeTable) -> p.Table:
    own = _text(table.question) if row.question_policy == QuestionPolicy.TABLE else {}
    return p.Table(table.number, own, paper=table in on_paper.hall_tables(row))


def _text(question: Question | None) -> p.Texts:
    return dict(question.text) if question else {}
