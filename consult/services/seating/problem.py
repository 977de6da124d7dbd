"""The rows of a meeting as a rotation problem.

Rounds in which people keep their tables are no rounds of the problem: nobody moves, and meeting the same
people again is what they are for. So the problem counts the rounds of the *horizon* from 0.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from consult import rotation
from consult.domain.interpretation import languages_of
from consult.domain.words import HostPolicy, Phase, Seating
from consult.extensions import db
from consult.models import Meeting, Participant, Seat, SeatingWish
from consult.services.meeting.rows import live_meeting, seats_of

# Rather three at a table than a table too many, and rather one table fewer than two people alone at theirs.
SMALLEST_TABLE = 3

SeatsByRound = dict[int, dict[int, int]]
"""Round number → {participant id: table number}."""


def horizon(row: Meeting) -> list[int]:
    """The numbers of the rounds in which people change tables, the first one included."""
    return [r.number for r in row.rounds if r.number == 1 or r.seating == Seating.ROTATE]


def first_open_round(row: Meeting) -> int:
    """The first round whose seats can still be planned."""
    return row.round_number + 1 if row.phase == Phase.ROUND else live_meeting(row).seated_round


def stays(row: Meeting, number: int) -> bool:
    """Whether people keep their table in this round."""
    return number not in horizon(row)


def present(meeting_id: int) -> list[Participant]:
    """Everybody who has not left, in the order in which they came."""
    found = select(Participant).where(Participant.meeting_id == meeting_id, Participant.left_at.is_(None))
    return list(db.session.scalars(found.order_by(Participant.id)))


def seats_by_round(row: Meeting) -> SeatsByRound:
    """All seats, of rounds held and planned, also of people who have left since."""
    found: SeatsByRound = {}
    columns = select(Seat.round_number, Seat.participant_id, Seat.table_number)
    for number, person_id, table in db.session.execute(columns.where(Seat.meeting_id == row.id)):
        found.setdefault(number, {})[person_id] = table
    return found


def problem_from(
    row: Meeting, number: int, *, announced: Mapping[int, Mapping[int, int]] | None = None
) -> rotation.Problem:
    """The problem of planning round `number` and those after it; the rounds before it are its past.

    `announced`: seats (by round number) which people, or the facilitator, have seen.
    """
    numbers = horizon(row)
    people = present(row.id)
    known = {one.id for one in people}
    seats = seats_by_round(row)
    pins = _pins(row, number)
    done = _done_hosting(row)
    return rotation.Problem(
        people=tuple(_person(row, one, number, numbers, done, pins.get(one.id, {})) for one in people),
        tables=tuple(
            rotation.Table(
                t.number,
                seats=t.seats,
                minimum=min(SMALLEST_TABLE, t.seats),
                mode=t.mode,
                interpreted=frozenset(languages_of(t.interpretation)),
            )
            for t in row.tables
        ),
        rounds=len(numbers),
        past=tuple(seats.get(n, {}) for n in numbers if n < number),
        announced={
            numbers.index(n): {one: table for one, table in shown.items() if one in known}
            for n, shown in (announced or {}).items()
            if n in numbers and n >= number
        },
        apart=_pairs(row, known, together=False),
        together=_pairs(row, known, together=True),
        fresh_tables=row.fresh_tables,
        mix_groups=row.mix_groups,
        nobody_alone=True,
    )


def person_from(row: Meeting, participant: Participant, number: int) -> rotation.Person:
    """Somebody from round `number` on."""
    return _person(row, participant, number, horizon(row), _done_hosting(row), {})


def _person(
    row: Meeting,
    participant: Participant,
    number: int,
    numbers: Sequence[int],
    done: Collection[int],
    pins: Mapping[int, int],
) -> rotation.Person:
    """`numbers`: the horizon; `done`: volunteers who travel again; `pins`: round → table chosen by the facilitator."""
    first = sum(n < number for n in numbers)
    held = {index: pins[n] for index, n in enumerate(numbers) if n in pins}
    hosted = participant.host_table
    if hosted is not None and row.host_policy == HostPolicy.VOLUNTEER and participant.id not in done:
        held.setdefault(first, hosted)
    fixed = hosted if row.host_policy == HostPolicy.FIXED else None
    return rotation.Person(
        id=participant.id,
        languages=frozenset(participant.languages),
        mode=participant.mode,
        group=participant.group_key,
        host_table=fixed if fixed is not None else participant.kept_table,
        first_round=first,
        absences=frozenset({first}) if rests(row, participant, number) else frozenset(),
        pins=held,
    )


def rests(row: Meeting, participant: Participant, number: int) -> bool:
    """Whether somebody sits this round out: the one that counts now, or the next if they have a chair in this one."""
    if not participant.sits_out:
        return False
    if row.phase != Phase.ROUND:
        return number == live_meeting(row).seated_round
    seated = {seat.participant_id for seat in seats_of(row.id, row.round_number)}
    return number == row.round_number + (participant.id in seated)


def volunteers_done(row: Meeting, closing: int) -> list[int]:
    """Who volunteered for the round before `closing` already, and so travels again after it."""
    if row.host_policy != HostPolicy.VOLUNTEER or closing < 2:
        return []
    before = {s.participant_id: s.table_number for s in seats_of(row.id, closing - 1) if s.is_host}
    return [
        s.participant_id
        for s in seats_of(row.id, closing)
        if s.is_host and before.get(s.participant_id) == s.table_number
    ]


def _done_hosting(row: Meeting) -> list[int]:
    """The volunteers who do not host the coming round; while a round is open, its end is what counts."""
    return volunteers_done(row, row.round_number) if row.phase == Phase.ROUND else []


def _pins(row: Meeting, number: int) -> dict[int, dict[int, int]]:
    """Participant id → {round number: table number} where the facilitator put somebody."""
    pinned = select(Seat).where(Seat.meeting_id == row.id, Seat.round_number >= number, Seat.pinned.is_(True))
    found: dict[int, dict[int, int]] = {}
    for seat in db.session.scalars(pinned):
        found.setdefault(seat.participant_id, {})[seat.round_number] = seat.table_number
    return found


def _pairs(row: Meeting, known: set[int], *, together: bool) -> frozenset[tuple[int, int]]:
    wishes = db.session.scalars(select(SeatingWish).where(SeatingWish.meeting_id == row.id))
    return frozenset(
        (wish.one_id, wish.other_id)
        for wish in wishes
        if wish.together is together and {wish.one_id, wish.other_id} <= known
    )


def steps_for(problem: rotation.Problem) -> int:
    """How long to search while everybody waits: a tenth of a second for 60 people, a fifth for 500."""
    return max(100, min(700, 50_000 // max(1, len(problem.people))))
