"""Two searches side by side: the better plan, the same for the same seed."""

from __future__ import annotations

from pathlib import Path

from cafes import cafe

from consult.rotation import Person, Problem, plan
from consult.rotation.instance import read_problem
from consult.rotation.problem import Table
from consult.rotation.side_by_side import OTHER_SEED, plan_twice

R24 = Path(__file__).parent / "data" / "r24.json"


def test_the_better_of_two_plans_is_taken():
    problem = read_problem(R24)

    found = plan_twice(problem, seed=3)

    first, second = plan(problem, seed=3), plan(problem, seed=3 + OTHER_SEED)
    assert found == min(first, second, key=lambda each: each.cost)


def test_same_seed_same_plan():
    problem = read_problem(R24)

    assert plan_twice(problem, seed=5) == plan_twice(problem, seed=5)


def test_a_search_that_is_cancelled_still_gives_a_plan():
    problem = read_problem(R24)

    found = plan_twice(problem, seed=1, cancelled=lambda: True)

    assert found.measures.unseated == 0


def test_known_seats_are_planned_again_by_one_search():
    people = tuple(Person(i, frozenset({"en"})) for i in range(8))
    tables = (Table(1), Table(2))
    shown = {i: 1 + i % 2 for i in range(8)}
    problem = Problem(people, tables, rounds=1, announced={0: shown})

    assert plan_twice(problem, seed=1) == plan(problem, seed=1)


def test_a_plain_cafe_needs_no_second_search():
    problem = cafe(30, 7, 4)

    found = plan_twice(problem, seed=1)

    assert (found.cost, found.measures.repeat_meetings, found.capped) == (0, 0, False)
