"""Plan a café, plan it again when things have changed, and find a chair for one person at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

from consult.rotation.board import Board
from consult.rotation.company import befriend
from consult.rotation.measure import at_tables, measure
from consult.rotation.moves import Dice
from consult.rotation.problem import Person, Plan, Problem, Seats, Table, check, pairs
from consult.rotation.search import Limits, improve
from consult.rotation.start import seat_everybody
from consult.rotation.terms import CHANGE

FEWEST_KEPT = 0.75
DEARER_CHANGES = (4 * CHANGE, 16 * CHANGE)
"""Where people have to meet again anyway, there is always something to gain by seating them anew. If fewer than this
share of the announced seats stay, it is planned again, and a changed seat costs more."""


def plan(
    problem: Problem,
    *,
    seed: int,
    steps: int | None = None,
    seconds: float | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Plan:
    """Seat everybody in every round; the past stays as it was, announced seats change as little as possible.

    Aims, in this order: everybody seated, sizes, modes, pins, hosts and pairs; nobody returns to a table;
    everybody shares a language at the table; few repeated meetings; few changes; mixed groups. The same
    problem, seed and steps (looks at a round; by default `default_steps`) give the same plan, unless `seconds`
    of wall clock run out before, which the plan says. `cancelled` is asked now and then; once true, the best
    plan so far is returned. Raises ValueError where `check` does.
    """
    started = time.monotonic()
    check(problem)
    if not problem.tables or problem.rounds == len(problem.past):
        rounds = problem.past + tuple({} for _ in range(problem.rounds - len(problem.past)))
        return Plan(rounds, measure(problem, rounds), 0)
    looks = default_steps(problem) if steps is None else steps
    limits = Limits(started, seconds, cancelled)
    found = _planned(problem, CHANGE, seed, looks, limits)
    for dearer in DEARER_CHANGES:
        if _kept(problem, found) >= FEWEST_KEPT:
            break
        found = _planned(problem, dearer, seed, looks, limits)
    return found


def _planned(problem: Problem, change: float, seed: int, looks: int, limits: Limits) -> Plan:
    """A plan for which a changed seat costs so much."""
    board = Board(problem, change)
    dice = Dice(seed)
    board.fill(seat_everybody(board, dice.choose))
    spent = improve(board, dice, looks, limits)
    if problem.nobody_alone:
        befriend(board)
    rounds = board.result()
    return Plan(rounds, measure(problem, rounds), spent.looks, spent.capped, board.cost)


def _kept(problem: Problem, found: Plan) -> float:
    """The share of announced seats that stay; 1 if none was announced."""
    here = {person.id: person for person in problem.people}
    known = sum(
        one in here and here[one].present(r)
        for r in range(len(problem.past), problem.rounds)
        for one in problem.announced.get(r, {})
    )
    return 1 - found.measures.changes / known if known else 1.0


def default_steps(problem: Problem) -> int:
    """Looks at a round that take about a second; with announced seats a tenth of one in small cafés, where there is
    less to find and nothing to stir for its own sake."""
    people = max(1, len(problem.people))
    if problem.announced:
        return max(1_000, 4 * people)
    return max(2_500, min(7_000, 1_000_000 // people))


def seat_latecomer(
    problem_so_far: Problem,
    seated: Mapping[int, int],
    person: Person,
    round_index: int,
    *,
    opening: bool | None = None,
) -> int | None:
    """The table number for somebody who comes while `seated` (id → table number) sit in this round already.

    At once and without moving anybody. What counts, in this order: the right mode, a free chair, nobody to be kept
    apart from, a table they have not been at, a shared language, the smallest table, few known faces, few of
    their group. Empty tables count while people gather (`opening`, by default before and in the first round);
    later one is opened only when all others are full. If every table is full, the one with the fewest people
    too many; None without tables. A host or pinned person gets their table.
    """
    fixed = person.fixed_table(round_index)
    if fixed in {table.number for table in problem_so_far.tables}:
        return fixed
    if not problem_so_far.tables:
        return None
    people = {one.id: one for one in problem_so_far.people}
    others = {one: number for one, number in seated.items() if one != person.id}
    arrival = _Arrival(
        person,
        people,
        company=at_tables(others),
        minority=_in_minority(person, [people[one] for one in others if one in people]),
        opening=not others or (round_index == 0 if opening is None else opening),
        before=problem_so_far.past[:round_index],
        apart=_others_in(problem_so_far.apart, person.id),
        together=_others_in(problem_so_far.together, person.id),
    )
    return min(problem_so_far.tables, key=lambda table: _rank(table, arrival)).number


class _Arrival(NamedTuple):
    person: Person
    people: Mapping[int, Person]
    company: Mapping[int, list[int]]
    minority: bool
    opening: bool
    before: tuple[Seats, ...]
    apart: set[int]
    together: set[int]


def _rank(table: Table, arrival: _Arrival) -> tuple[int, ...]:
    """Sort key of a table for somebody who arrives; people nobody knows anything about only take a chair."""
    person, me = arrival.person, arrival.person.id
    there = arrival.company.get(table.number, [])
    known = [arrival.people[one] for one in there if one in arrival.people]
    attended = [seats for seats in arrival.before if me in seats]
    return (
        not table.takes(person),
        max(0, len(there) + 1 - table.seats),
        not there and not arrival.opening,
        sum(one in arrival.apart for one in there),
        -sum(one in arrival.together for one in there),
        any(seats[me] == table.number for seats in attended),
        _strangeness(table, person, known, arrival.minority),
        len(there),
        sum(seats.get(one) == seats[me] for seats in attended for one in there),
        sum(bool(person.group) and one.group == person.group for one in known),
        table.number,
    )


def _others_in(given: frozenset[tuple[int, int]], person_id: int) -> set[int]:
    """Those who form one of the given pairs with the person."""
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
