"""Who sits where: the rows of a meeting as a rotation problem, and its plan as seats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from consult import rotation
from consult.domain import events as e
from consult.domain.state import Meeting as LiveMeeting
from consult.domain.words import HostPolicy, Phase, Seating
from consult.extensions import db
from consult.models import Meeting, Participant, Seat
from consult.services.rows import live_meeting, seats_of, taken_seats

# Rather three at a table than a table too many, and rather one table fewer than two people alone at theirs.
SMALLEST_TABLE = 3

# A handful of people need few steps, and in a large room a step costs more: so many keep the search below about
# half a second, that it never holds the room up. The construction it starts from does most of the work.
MOST_STEPS = 20_000
STEPS_FOR_EACH = 400
STEPS_TIMES_PEOPLE = 1_200_000


@dataclass(frozen=True)
class Quality:
    """How good the seating of a round is, given all rounds before it."""

    round_number: int
    repeat_meetings: int
    table_returns: int
    without_language: int


def follow_up(row: Meeting, meeting: LiveMeeting, events: Sequence[e.Event]) -> list[e.Event]:
    """The seats that follow from a round that opened (mended where needed) or closed (planned)."""
    for event in events:
        if isinstance(event, e.RoundOpened):
            return [_settled(row, event.round_number)]
        if isinstance(event, e.RoundClosed) and not event.last:
            _release_volunteers(row, event.round_number)
            return [_planned(row, event.round_number + 1)]
        if isinstance(event, e.HarvestBegun | e.MeetingClosed):
            # A round that is never held has no seats.
            return [e.SeatsGiven(row.round_number + 1, {}, frozenset())]
    return []


def take_seat(row: Meeting, participant: Participant) -> Seat | None:
    """Seat somebody who has just come (back); None in the harvest, when nobody moves. The caller commits."""
    number = live_meeting(row).seated_round
    for seat in seats_of(row.id, number):
        if seat.participant_id == participant.id:
            return seat
    table = first_seat(row, live_meeting(row), participant)
    if table is None:
        return None
    seat = Seat(meeting_id=row.id, round_number=number, participant_id=participant.id, table_number=table)
    seat.is_host = participant.host_table == table
    db.session.add(seat)
    return seat


def free_seat(row: Meeting, participant: Participant) -> None:
    """Give the chair of the coming round away; who sat where in a round already begun is kept.

    The caller commits.
    """
    number = live_meeting(row).seated_round
    if number > row.round_number:
        db.session.execute(
            delete(Seat).where(Seat.participant_id == participant.id, Seat.round_number == number)
        )


def first_seat(row: Meeting, meeting: LiveMeeting, participant: Participant) -> int | None:
    """The table for somebody who has just joined; None in the harvest, when nobody moves any more."""
    if meeting.phase in (Phase.HARVEST, Phase.CLOSED):
        return None
    number = meeting.seated_round
    if _stays(row, number) and participant.id in (before := _last_tables(row, number)):
        return before[participant.id]
    seated = {seat.participant_id: seat.table_number for seat in taken_seats(row.id, number)}
    seated.pop(participant.id, None)
    problem = _problem(row, number, announced={}, by_hand={})
    person = _person(row, participant, number)
    # Once people are talking, nobody is put at an empty table alone.
    opening = meeting.phase is Phase.WELCOME
    return rotation.seat_latecomer(problem, seated, person, number - 1, opening=opening)


def quality(row: Meeting, round_number: int) -> Quality | None:
    """Measured against the rounds before; None while nobody has a seat."""
    taken = taken_seats(row.id, round_number)
    seats = {seat.participant_id: seat.table_number for seat in taken}
    if not seats:
        return None
    past = _past(row, round_number)
    before = _pairs(past)
    repeats = sum(1 for pair in _pairs([seats]) if pair in before)
    people = {p.id: p for p in _everybody(row.id)}
    hosts = {seat.participant_id for seat in taken if seat.is_host}
    returns = sum(
        1
        for person_id, table in seats.items()
        if person_id not in hosts and any(earlier.get(person_id) == table for earlier in past)
    )
    lonely = sum(len(_without_language(ids, people)) for ids in _by_table(seats).values())
    return Quality(round_number, repeats, returns, lonely)


def without_language(seats: Mapping[int, int], people: Mapping[int, Participant]) -> set[int]:
    """Tables (numbers) at which somebody shares no language with anybody else."""
    return {table for table, ids in _by_table(seats).items() if _without_language(ids, people)}


def _settled(row: Meeting, number: int) -> e.SeatsGiven:
    """The seats people have already been shown; changed only where they no longer work."""
    present = {p.id: p for p in _present(row.id)}
    kept = [seat for seat in seats_of(row.id, number) if seat.participant_id in present]
    shown = {seat.participant_id: seat.table_number for seat in kept}
    by_hand = {seat.participant_id: seat.table_number for seat in kept if seat.pinned}
    # A facilitator who moved somebody has seen the tables: uneven or not, that is how they want them.
    if set(shown) == set(present) and (by_hand or _works(shown, present)):
        return _given(row, number, shown)
    return _given(row, number, _plan(row, number, announced=shown, by_hand=by_hand))


def _planned(row: Meeting, number: int) -> e.SeatsGiven:
    return _given(row, number, _plan(row, number, announced={}, by_hand={}))


def _plan(
    row: Meeting, number: int, announced: Mapping[int, int], by_hand: Mapping[int, int]
) -> Mapping[int, int]:
    if _stays(row, number):
        return _staying(row, number, announced)
    problem = _problem(row, number, announced, by_hand)
    plan = rotation.plan(problem, seed=row.id, steps=_steps(problem))
    return plan.rounds[number - 1]


def _stays(row: Meeting, number: int) -> bool:
    """Whether people keep their table in this round."""
    return number > 1 and any(r.number == number and r.seating == Seating.STAY for r in row.rounds)


def _staying(row: Meeting, number: int, announced: Mapping[int, int]) -> dict[int, int]:
    """Everybody where they were told to sit, else where they sat; whoever is new, at the smallest table."""
    before = {**_last_tables(row, number), **announced}
    people = _present(row.id)
    seats = {p.id: before[p.id] for p in people if p.id in before}
    sizes = Counter({t.number: 0 for t in row.tables})
    sizes.update(seats.values())
    for person in people:
        if person.id not in seats:
            seats[person.id] = min(sizes, key=lambda table: (sizes[table], table))
            sizes[seats[person.id]] += 1
    return seats


def _last_tables(row: Meeting, number: int) -> dict[int, int]:
    """Where everybody sat last, before this round."""
    return {person: table for seats in _past(row, number) for person, table in seats.items()}


def _steps(problem: rotation.Problem) -> int:
    people = max(1, len(problem.people))
    return min(MOST_STEPS, STEPS_FOR_EACH * people, STEPS_TIMES_PEOPLE // people)


def _given(row: Meeting, number: int, seats: Mapping[int, int]) -> e.SeatsGiven:
    hosts = {p.id for p in _present(row.id) if p.host_table is not None and seats.get(p.id) == p.host_table}
    return e.SeatsGiven(number, dict(seats), frozenset(hosts))


def _works(seats: Mapping[int, int], present: Mapping[int, Participant]) -> bool:
    """Whether tables are even, large enough for a conversation, and nobody is without a shared language."""
    sizes = Counter(seats.values())
    if sizes and max(sizes.values()) - min(sizes.values()) > 1:
        return False
    if len(sizes) > 1 and min(sizes.values()) < SMALLEST_TABLE:
        return False
    return not without_language(seats, present)


def _release_volunteers(row: Meeting, closed_round: int) -> None:
    """A volunteer hosts the round they volunteered in and the next one, then travels again."""
    if row.host_policy != HostPolicy.VOLUNTEER or closed_round < 2:
        return
    before = {s.participant_id: s.table_number for s in seats_of(row.id, closed_round - 1) if s.is_host}
    for seat in seats_of(row.id, closed_round):
        if seat.is_host and before.get(seat.participant_id) == seat.table_number:
            participant = db.session.get(Participant, seat.participant_id)
            if participant is not None:
                participant.host_table = None


def _problem(
    row: Meeting, number: int, announced: Mapping[int, int], by_hand: Mapping[int, int]
) -> rotation.Problem:
    people = tuple(_person(row, p, number, by_hand.get(p.id)) for p in _present(row.id))
    known = {person.id for person in people}
    return rotation.Problem(
        people=people,
        tables=tuple(
            rotation.Table(t.number, seats=t.seats, minimum=min(SMALLEST_TABLE, t.seats), mode=t.mode)
            for t in row.tables
        ),
        rounds=max(len(row.rounds), number),
        past=tuple(_past(row, number)),
        announced={number - 1: {i: t for i, t in announced.items() if i in known}},
    )


def _person(
    row: Meeting, participant: Participant, number: int, by_hand: int | None = None
) -> rotation.Person:
    hosted = participant.host_table
    fixed = row.host_policy == HostPolicy.FIXED
    stays = by_hand if by_hand is not None else None if fixed else hosted
    return rotation.Person(
        id=participant.id,
        languages=frozenset(participant.languages),
        mode=participant.mode,
        group=participant.group_key,
        host_table=hosted if fixed else None,
        first_round=number - 1,
        pins={number - 1: stays} if stays is not None else {},
    )


def _past(row: Meeting, number: int) -> list[dict[int, int]]:
    rounds: list[dict[int, int]] = [{} for _ in range(number - 1)]
    for seat in db.session.scalars(select(Seat).where(Seat.meeting_id == row.id, Seat.round_number < number)):
        rounds[seat.round_number - 1][seat.participant_id] = seat.table_number
    return rounds


def _present(meeting_id: int) -> list[Participant]:
    return [p for p in _everybody(meeting_id) if p.left_at is None and not p.sits_out]


def _everybody(meeting_id: int) -> list[Participant]:
    return list(
        db.session.scalars(
            select(Participant).where(Participant.meeting_id == meeting_id).order_by(Participant.id)
        )
    )


def _by_table(seats: Mapping[int, int]) -> dict[int, list[int]]:
    tables: dict[int, list[int]] = {}
    for person_id, table in seats.items():
        tables.setdefault(table, []).append(person_id)
    return tables


def _without_language(ids: Sequence[int], people: Mapping[int, Participant]) -> list[int]:
    """People at one table who share no language with anybody else there; alone at a table is not lonely."""
    if len(ids) < 2:
        return []
    spoken = {i: set(people[i].languages) for i in ids if i in people}
    return [i for i in spoken if not any(spoken[i] & spoken[k] for k in spoken if k != i)]


def _pairs(rounds: Sequence[Mapping[int, int]]) -> Counter[tuple[int, int]]:
    pairs: Counter[tuple[int, int]] = Counter()
    for seats in rounds:
        for ids in _by_table(seats).values():
            ordered = sorted(ids)
            pairs.update((a, b) for i, a in enumerate(ordered) for b in ordered[i + 1 :])
    return pairs
