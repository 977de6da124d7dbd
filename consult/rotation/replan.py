"""Plan a café, plan it again when things have changed, and find a chair for one person at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from consult.rotation.board import Board
from consult.rotation.measure import at_tables, measure
from consult.rotation.problem import Person, Plan, Problem, Table, check, pairs
from consult.rotation.search import Dice, improve
from consult.rotation.start import seat_everybody


def plan(
    problem: Problem, *, seed: int, steps: int = 20_000, cancelled: Callable[[], bool] | None = None
) -> Plan:
    """Seat everybody in every round; the past stays as it was, announced seats change as little as possible.

    Aims, in this order: everybody seated, sizes, modes, pins, hosts and pairs; nobody returns to a table;
    everybody shares a language at the table; few repeated meetings; mixed groups; few changes. The same
    problem, seed and steps give the same plan. `cancelled` is asked now and then; once true, the best plan
    so far is returned. Raises ValueError where `check` does.
    """
    check(problem)
    if not problem.tables or problem.rounds == len(problem.past):
        rounds = problem.past + tuple({} for _ in range(problem.rounds - len(problem.past)))
        return Plan(rounds, measure(problem, rounds), 0)
    dice = Dice(seed)
    board = Board(problem)
    board.fill(seat_everybody(board, dice.choose))
    used = improve(board, dice, steps, cancelled)
    rounds = board.result()
    return Plan(rounds, measure(problem, rounds), used)


def seat_latecomer(
    problem_so_far: Problem,
    seated: Mapping[int, int],
    person: Person,
    round_index: int,
    *,
    opening: bool | None = None,
) -> int | None:
    """The table number for somebody who joins while `seated` (person id → table number) already sit in this
    round.

    At once and without moving anybody. In this order: the right mode, a free chair, nobody to be kept apart
    from, a table they have not been at, a shared language, the smallest table, few known faces, few of
    their group. Empty tables count while people gather (`opening`, by default before and in the first
    round); later one is opened only when all others are full. If every table is full, the one with the
    fewest people too many; None without tables. A host or pinned person gets their table. People nobody
    knows anything about take up a chair.
    """
    numbers = {table.number for table in problem_so_far.tables}
    fixed = person.fixed_table(round_index)
    if fixed in numbers:
        return fixed
    if not numbers:
        return None
    opening = round_index == 0 if opening is None else opening
    others = {person_id: number for person_id, number in seated.items() if person_id != person.id}
    company = at_tables(others)
    before = problem_so_far.past[:round_index]
    been = {seats[person.id] for seats in before if person.id in seats}
    faces = Counter(
        other for seats in before if person.id in seats for other in seats if seats[other] == seats[person.id]
    )
    known = {one.id: one for one in problem_so_far.people}
    wishes = {name: _others_in(getattr(problem_so_far, name), person.id) for name in ("apart", "together")}
    minority = _in_minority(person, [known[i] for i in others if i in known])

    def rank(table: Table) -> tuple[int, ...]:
        there = company.get(table.number, [])
        return (
            not table.takes(person),
            max(0, len(there) + 1 - table.seats),
            not there and not opening and bool(others),
            sum(i in wishes["apart"] for i in there),
            -sum(i in wishes["together"] for i in there),
            table.number in been,
            _strangeness(table, person, [known[i] for i in there if i in known], minority),
            len(there),
            sum(faces[i] for i in there),
            sum(bool(person.group) and known[i].group == person.group for i in there if i in known),
            table.number,
        )

    return min(problem_so_far.tables, key=rank).number


def _others_in(given: frozenset[tuple[int, int]], person_id: int) -> set[int]:
    return {one if other == person_id else other for one, other in pairs(given) if person_id in (one, other)}


def _in_minority(person: Person, others: list[Person]) -> bool:
    """Whether fewer than half of those seated share a language: an empty table may stay lonely then."""
    speaking = [other for other in others if other.languages]
    return bool(person.languages) and 2 * sum(
        bool(person.languages & other.languages) for other in speaking
    ) < len(speaking)


def _strangeness(table: Table, person: Person, company: list[Person], minority: bool) -> int:
    """0: the person will be understood, 1: empty table, little hope, 2: nobody there shares a language."""
    speaking = [other for other in company if other.languages]
    if not person.languages or person.languages & table.interpreted:
        return 0
    if not speaking:
        return int(minority)
    return 0 if any(person.languages & other.languages for other in speaking) else 2
