"""Who sits where while the meeting runs: seats for those who come, and what follows when a round opens or closes.

Nothing here searches for long. The rounds to come were planned ahead (`ahead`); here they are kept complete,
and mended where they no longer work.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select

from consult import rotation
from consult.domain import events as e
from consult.domain import seating_events as se
from consult.domain.state import Meeting as LiveMeeting
from consult.domain.words import Phase
from consult.extensions import db
from consult.models import Meeting, Participant, Seat, SeatingReview
from consult.services.meeting.rows import live_meeting, seats_of
from consult.services.seating import steps
from consult.services.seating.problem import (
    SMALLEST_TABLE,
    person_from,
    present,
    problem_from,
    seats_by_round,
    stays,
    steps_for,
    volunteers_done,
)
from consult.services.seating.worth import improves


def follow_up(row: Meeting, meeting: LiveMeeting, events: Sequence[e.Event]) -> list[e.Event]:
    """The seats that follow from a round that opened (mended where needed) or closed (planned)."""
    for event in events:
        if isinstance(event, se.SeatingRestored):
            steps.restore(row, event)
        if isinstance(event, e.RoundOpened):
            steps.forget(row.id)
            return [_settled(row, event.round_number)]
        if isinstance(event, e.RoundClosed) and not event.last:
            steps.forget(row.id)
            _release_volunteers(row, event.round_number)
            _call_back(row, event.round_number)
            return [_settled(row, event.round_number + 1)]
        if isinstance(event, e.HarvestBegun | e.MeetingClosed | e.RoundClosed):
            steps.forget(row.id)
            # A round that is never held has no seats.
            return [se.SeatsGiven(n, {}, frozenset()) for n in _planned_rounds(row)]
    return []


def take_seat(row: Meeting, participant: Participant) -> Seat | None:
    """Seat somebody who has just come (back), in all planned rounds; None in the harvest, when nobody moves.

    The seat of the round that counts now. The caller commits.
    """
    number = live_meeting(row).seated_round
    held = select(Seat).where(Seat.participant_id == participant.id, Seat.round_number == number)
    if (seat := db.session.scalar(held)) is not None:
        return seat
    table = _first_seat(row, live_meeting(row), participant)
    if table is None:
        return None
    seat = _new_seat(row, participant, number, table)
    if row.phase != Phase.WELCOME or row.cards_printed_at is not None:
        # Before the first round the rest is planned again in a moment anyway.
        join_planned(row, participant)
    return seat


def free_seat(row: Meeting, participant: Participant, *, later: bool = True) -> None:
    """Give the chair of the coming round away, with `later` of all planned rounds.

    Who sat where in a round already begun is kept. The caller commits.
    """
    coming = [Seat.participant_id == participant.id, Seat.round_number > row.round_number]
    if not later:
        coming.append(Seat.round_number == live_meeting(row).seated_round)
    db.session.execute(delete(Seat).where(*coming))


def _first_seat(row: Meeting, meeting: LiveMeeting, participant: Participant) -> int | None:
    """The table for somebody who has just joined; None in the harvest, when nobody moves any more."""
    if meeting.phase in (Phase.HARVEST, Phase.CLOSED):
        return None
    number = meeting.seated_round
    if stays(row, number) and participant.id in (before := _last_tables(row, number)):
        return before[participant.id]
    problem = problem_from(row, number)
    here = {one.id for one in problem.people} - {participant.id}
    seated = {one: table for one, table in seats_by_round(row).get(number, {}).items() if one in here}
    person = person_from(row, participant, number)
    # Once people are talking, nobody is put at an empty table alone.
    opening = meeting.phase is Phase.WELCOME
    return rotation.seat_latecomer(problem, seated, person, len(problem.past), opening=opening)


def join_planned(row: Meeting, participant: Participant) -> None:
    """A chair in all rounds that are planned already: nobody else moves."""
    db.session.flush()
    seats = seats_by_round(row)
    mine = {n: here[participant.id] for n, here in seats.items() if participant.id in here}
    for number in sorted(set(seats) - set(mine)):
        if number <= row.round_number:
            continue
        if stays(row, number):
            table = mine.get(number - 1)
        else:
            problem = problem_from(row, number)
            person = person_from(row, participant, number)
            staying = {one.id for one in problem.people}
            seated = {one: at for one, at in seats[number].items() if one in staying}
            table = rotation.seat_latecomer(problem, seated, person, len(problem.past), opening=False)
        if table is not None:
            mine[number] = table
            _new_seat(row, participant, number, table)
            db.session.flush()


def _new_seat(row: Meeting, participant: Participant, number: int, table: int) -> Seat:
    seat = Seat(meeting_id=row.id, round_number=number, participant_id=participant.id, table_number=table)
    seat.is_host = participant.host_table == table
    db.session.add(seat)
    return seat


def _settled(row: Meeting, number: int) -> se.SeatsGiven:
    """The seats of a round as they were planned or shown; changed only where they no longer work."""
    here = [one for one in present(row.id) if not one.sits_out]
    ids = {one.id for one in here}
    kept = [seat for seat in seats_of(row.id, number) if seat.participant_id in ids]
    shown = {seat.participant_id: seat.table_number for seat in kept}
    if stays(row, number):
        return _given(row, number, _staying(row, number, shown, here))
    problem = problem_from(row, number, announced={number: shown})
    pinned = any(seat.pinned for seat in kept)
    if set(shown) == ids and _works(problem, shown, pinned=pinned):
        planned = _prepared(row, number, ids) if row.phase == Phase.MOVING else None
        better = planned and improves(row, seats_by_round(row), {number: planned})
        return _given(row, number, planned if planned and better else shown)
    return _given(row, number, _prepared(row, number, ids) or _mended(problem, row.id, len(problem.past)))


def _mended(problem: rotation.Problem, seed: int, index: int) -> Mapping[int, int]:
    return rotation.plan(problem, seed=seed, steps=steps_for(problem)).rounds[index]


def _prepared(row: Meeting, number: int, ids: set[int]) -> dict[int, int] | None:
    """What was planned ahead and shown to the facilitator, if it is for exactly the people who are here.

    Only at the end of a round, when nobody has been told their next table; not against the facilitator's wish,
    nor against routes on paper.
    """
    review = db.session.scalar(select(SeatingReview).where(SeatingReview.meeting_id == row.id))
    if review is None or review.dismissed or row.cards_printed_at is not None:
        return None
    seats = {int(one): table for one, table in review.plan.get(str(number), {}).items()}
    # Pins and hosts may be newer than the plan.
    fits = set(seats) == ids and _works(problem_from(row, number), seats, pinned=True)
    return seats if fits else None


def _works(problem: rotation.Problem, seats: Mapping[int, int], *, pinned: bool) -> bool:
    """Whether tables are even, large enough for a conversation, and wishes and languages respected.

    A facilitator who moved somebody has seen the tables: uneven or not, that is how they want them.
    """
    found = rotation.measure(problem, [*problem.past, seats])
    if found.moved_hosts or found.mode_violations:
        return False
    if pinned:
        return True
    sizes = Counter(seats.values())
    uneven = bool(sizes) and max(sizes.values()) - min(sizes.values()) > 1
    lonely = len(sizes) > 1 and min(sizes.values()) < SMALLEST_TABLE
    wishes = found.apart_violations + found.together_violations
    return not (uneven or lonely or found.isolated or wishes)


def _staying(
    row: Meeting, number: int, shown: Mapping[int, int], here: Sequence[Participant]
) -> dict[int, int]:
    """Everybody where they were told to sit, else where they sat; whoever is new, at the smallest table."""
    before = {**_last_tables(row, number), **shown}
    seats = {one.id: before[one.id] for one in here if one.id in before}
    sizes = Counter({table.number: 0 for table in row.tables})
    sizes.update(seats.values())
    for one in here:
        if one.id not in seats:
            seats[one.id] = min(sizes, key=lambda table: (sizes[table], table))
            sizes[seats[one.id]] += 1
    return seats


def _last_tables(row: Meeting, number: int) -> dict[int, int]:
    """Where everybody sat last, before this round."""
    held = seats_by_round(row)
    return {one: table for n in sorted(held) if n < number for one, table in held[n].items()}


def _given(row: Meeting, number: int, seats: Mapping[int, int]) -> se.SeatsGiven:
    return se.SeatsGiven(number, dict(seats), hosts_among(row, seats))


def hosts_among(row: Meeting, seats: Mapping[int, int]) -> frozenset[int]:
    """Who is the table host where they sit."""
    return frozenset(
        one.id
        for one in present(row.id)
        if one.host_table is not None and seats.get(one.id) == one.host_table
    )


def _planned_rounds(row: Meeting) -> list[int]:
    return sorted(n for n in seats_by_round(row) if n > row.round_number)


def _release_volunteers(row: Meeting, closed_round: int) -> None:
    """A volunteer hosts the round they volunteered in and the next one, then travels again."""
    for participant_id in volunteers_done(row, closed_round):
        participant = db.session.get(Participant, participant_id)
        if participant is not None:
            participant.host_table = None


def _call_back(row: Meeting, closed_round: int) -> None:
    """Whoever sat that round out has a seat in the next."""
    seated = {seat.participant_id for seat in seats_of(row.id, closed_round)}
    for one in present(row.id):
        one.sits_out = one.sits_out and one.id in seated
