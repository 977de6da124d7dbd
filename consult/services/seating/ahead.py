"""Planning ahead: while people talk, the rounds to come are planned in a process beside the server.

What nobody has been told yet is taken as it comes. Where people, their phones or their route cards know
already, a better plan is only a proposal: the facilitator sees it first. A plan belongs to the *fingerprint*
of everything it depends on; when that changes, it is worked out again.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any

from sqlalchemy import select

from consult import metrics, rotation
from consult.domain.errors import Refused
from consult.domain.words import Phase
from consult.extensions import db
from consult.models import Meeting, SeatingReview
from consult.rotation.instance import instance_from_problem, rounds_from_rows
from consult.services import child, leases, neighbours
from consult.services.clock import now
from consult.services.meeting import news
from consult.services.meeting.conduct import conduct
from consult.services.meeting.rows import live_meeting
from consult.services.seating.problem import (
    SeatsByRound,
    first_open_round,
    horizon,
    present,
    problem_from,
    seats_by_round,
    stays,
)
from consult.services.seating.taking import taking

# People come in bursts, and a plan for half of them is of no use.
QUIET_SECONDS = 1.0
# A plan that takes longer than this is not waited for.
PATIENCE_SECONDS = 30.0
FEWEST_PEOPLE = 4


@dataclass
class _Work:
    """A process that plans: what it was asked, and where its answer goes."""

    process: subprocess.Popen[bytes]
    answer: IO[bytes]
    problem: rotation.Problem
    first: int
    fingerprint: str
    begun: float


_working: dict[int, _Work] = {}
_changed_at: dict[int, float] = {}
_begun = False


def keep_ready() -> None:
    """Begin, follow and use the planning of every meeting that is under way. Called about once a second."""
    _note_changes()
    for meeting_id in list(_working):
        _follow(meeting_id)
    for meeting_id, at in list(_changed_at.items()):
        quiet = time.monotonic() - at >= QUIET_SECONDS
        if quiet and meeting_id not in _working and leases.owns(_lease(meeting_id)):
            del _changed_at[meeting_id]
            _begin(meeting_id)
            _let_go(meeting_id)


def planning(meeting_id: int) -> bool:
    """Whether a plan for this meeting is being worked out, here or at another process."""
    return meeting_id in _working or (neighbours.several() and leases.is_taken(_lease(meeting_id)))


def at_work() -> int:
    """How many plans are being worked out."""
    return len(_working)


def cancel(meeting_id: int) -> None:
    """Stop working out a plan of this meeting."""
    _changed_at.pop(meeting_id, None)
    work = _working.pop(meeting_id, None)
    if work is not None:
        work.process.kill()
        work.process.wait()
        work.answer.close()
        metrics.RUNS.labels("planning", "cancelled").inc()
        _let_go(meeting_id)


def review(meeting_id: int) -> SeatingReview | None:
    """What planning ahead has found last."""
    return db.session.scalar(select(SeatingReview).where(SeatingReview.meeting_id == meeting_id))


def current_problem(row: Meeting) -> rotation.Problem:
    """What has to be planned now, with the seats that somebody knows already as announced."""
    first = first_open_round(row)
    seats = seats_by_round(row)
    known = {n: seats[n] for n in seats if n >= first and _is_known(row, n)}
    return problem_from(row, first, announced=known)


def fingerprint_of(problem: rotation.Problem) -> str:
    """Changes with everything a plan depends on."""
    people = [(one.id, sorted(one.pins.items()), sorted(one.absences)) for one in problem.people]
    text = json.dumps([instance_from_problem(problem), people], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def changes(row: Meeting, found: SeatingReview) -> list[tuple[int, int, int, int]]:
    """(round, participant id, table now, table proposed) wherever a plan differs from the seats in force."""
    seats = seats_by_round(row)
    here = {one.id for one in present(row.id)}
    return [
        (int(number), int(one), seats[int(number)][int(one)], table)
        for number, planned in sorted(found.plan.items(), key=lambda each: int(each[0]))
        for one, table in planned.items()
        if int(one) in here and seats.get(int(number), {}).get(int(one), table) != table
    ]


def proposed(row: Meeting, fingerprint: str) -> SeatsByRound | None:
    """The plan with that fingerprint, if it still fits the meeting."""
    found = review(row.id)
    if (
        found is None
        or found.fingerprint != fingerprint
        or fingerprint_of(current_problem(row)) != fingerprint
    ):
        return None
    return {int(n): {int(one): table for one, table in seats.items()} for n, seats in found.plan.items()}


def dismiss(row: Meeting, fingerprint: str) -> None:
    """The facilitator keeps the seats as they are. The caller commits."""
    found = review(row.id)
    if found is not None and found.fingerprint == fingerprint:
        found.dismissed = True


def _lease(meeting_id: int) -> str:
    return f"planning {meeting_id}"


def _let_go(meeting_id: int) -> None:
    """Another process may plan this meeting, unless this one is still at it."""
    if neighbours.several() and meeting_id not in _working:
        leases.release(_lease(meeting_id))


def _note_changes() -> None:
    global _begun
    if not _begun:
        # After a start of the server every meeting that is under way is looked at once.
        _begun = True
        under_way = select(Meeting.id).where(Meeting.phase.in_((Phase.WELCOME, Phase.ROUND, Phase.MOVING)))
        _changed_at.update(dict.fromkeys(db.session.scalars(under_way), time.monotonic()))
    for meeting_id in news.to_plan():
        _changed_at[meeting_id] = time.monotonic()


def _is_known(row: Meeting, number: int) -> bool:
    """Whether somebody counts on the seats of this round: phones, route cards, or the facilitator."""
    shown = number <= live_meeting(row).seated_round
    return shown or row.phase != Phase.WELCOME or row.cards_printed_at is not None


def _begin(meeting_id: int) -> None:
    row = db.session.get(Meeting, meeting_id, populate_existing=True)
    if row is None or row.phase not in (Phase.WELCOME, Phase.ROUND, Phase.MOVING):
        return
    problem = current_problem(row)
    found = review(meeting_id)
    fingerprint = fingerprint_of(problem)
    if _too_small(problem) or (found is not None and found.fingerprint == fingerprint):
        return
    first = first_open_round(row)
    _working[meeting_id] = _Work(*_start(problem, meeting_id), problem, first, fingerprint, time.monotonic())
    news.touch(meeting_id, row.version)


def _too_small(problem: rotation.Problem) -> bool:
    nothing_left = problem.rounds <= len(problem.past)
    return nothing_left or len(problem.people) < FEWEST_PEOPLE or len(problem.tables) < 2


def _start(problem: rotation.Problem, seed: int) -> tuple[subprocess.Popen[bytes], IO[bytes]]:
    """The planning process. What it reads and writes has no name on the disk: numbers, languages, groups."""
    command = ["rotate", "-", "--advice", "--seed", str(seed)]
    if any(problem.announced.values()):
        command.append("--replan")
    answer = tempfile.TemporaryFile()  # noqa: SIM115 - read and closed when the process has ended
    with tempfile.TemporaryFile() as question:
        question.write(json.dumps(instance_from_problem(problem)).encode())
        question.seek(0)
        return child.begin(command, stdin=question, stdout=answer), answer


def _follow(meeting_id: int) -> None:
    work = _working[meeting_id]
    status = work.process.poll()
    if status is None:
        if time.monotonic() - work.begun > PATIENCE_SECONDS or not leases.owns(_lease(meeting_id)):
            cancel(meeting_id)
        return
    try:
        _take_in(meeting_id, work, status)
    finally:
        _working.pop(meeting_id, None)
        _let_go(meeting_id)


def _take_in(meeting_id: int, work: _Work, status: int) -> None:
    """Use what a planning process has found."""
    metrics.RUNS.labels("planning", "failed" if status else "done").inc()
    with work.answer:
        work.answer.seek(0)
        content = work.answer.read()
    row = db.session.get(Meeting, meeting_id, populate_existing=True)
    if row is None or status != 0:
        return
    if fingerprint_of(current_problem(row)) != work.fingerprint:
        # Somebody came or went meanwhile.
        _changed_at[meeting_id] = time.monotonic()
        return
    _use(row, work, json.loads(content))
    news.touch(row.id, row.version)


def _use(row: Meeting, work: _Work, answer: dict[str, Any]) -> None:
    """Keep what was found, and put in force what nobody has been told otherwise."""
    planned = _seats(row, work.problem, work.first, answer["plan"])
    _keep(row, work.fingerprint, planned, {k: v for k, v in answer.items() if k != "plan"})
    in_force = seats_by_round(row)
    complete = {one.id for one in present(row.id)}
    fresh = {
        n: seats
        for n, seats in planned.items()
        if n > live_meeting(row).seated_round
        and in_force.get(n) != seats
        and (not _is_known(row, n) or not complete & set(in_force.get(n, {})))
    }
    if fresh:
        with suppress(Refused):
            conduct(row.id, lambda meeting, _: taking(meeting, fresh))
        # Taking it has changed what the plan depends on, and nothing else.
        _keep(
            row,
            fingerprint_of(current_problem(row)),
            planned,
            {k: v for k, v in answer.items() if k != "plan"},
        )


def _seats(row: Meeting, problem: rotation.Problem, first: int, plan: list[list[int]]) -> SeatsByRound:
    """The rows of a plan as seats by round number; rounds in which people stay repeat the one before."""
    rounds = zip(horizon(row), rounds_from_rows(problem, plan), strict=True)
    found = {number: dict(seats) for number, seats in rounds if number >= first}
    for number in range(first, len(row.rounds) + 1):
        if stays(row, number) and number - 1 in found:
            found[number] = found[number - 1]
    return dict(sorted(found.items()))


def _keep(row: Meeting, fingerprint: str, planned: SeatsByRound, found: dict[str, Any]) -> None:
    kept = review(row.id)
    if kept is None:
        kept = SeatingReview(meeting_id=row.id)
        db.session.add(kept)
    kept.fingerprint, kept.found, kept.worked_at, kept.dismissed = fingerprint, found, now(), False
    kept.plan = {str(n): {str(one): table for one, table in seats.items()} for n, seats in planned.items()}
    db.session.commit()
