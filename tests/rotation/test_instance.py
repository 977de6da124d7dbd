"""Problems and plans as files."""

import json
from dataclasses import replace
from pathlib import Path

from cafes import cafe

from consult.rotation import Person, Table, plan
from consult.rotation.instance import instance_from_problem, problem_from_instance, read_problem, write_plan

DATA = Path(__file__).parent / "data"


def test_problem_survives_its_file():
    problem = read_problem(DATA / "r24.json")

    again = problem_from_instance(json.loads(json.dumps(instance_from_problem(problem))))

    # A file says when people leave, even if it is the end.
    assert again == problem
    assert problem.people[4].languages == frozenset({"ar"})
    assert problem.tables[0] == Table(0, seats=5, minimum=4, mode="onsite", interpreted=frozenset({"ar"}))


def test_file_of_a_cafe_under_way_keeps_past_and_announced_seats():
    problem = cafe(12, 3, 3)
    problem = replace(problem, tables=tuple(Table(t) for t in range(3)))
    rounds = plan(problem, seed=1).rounds
    problem = replace(
        problem,
        people=tuple(replace(person, last_round=2) for person in problem.people),
        past=rounds[:1],
        announced={1: rounds[1], 2: rounds[2]},
    )

    assert problem_from_instance(instance_from_problem(problem, "under way")) == problem


def test_plan_is_written_by_place(tmp_path):
    problem = replace(cafe(0, 1, 1), people=(Person(7, frozenset(), first_round=1), Person(9, frozenset())))

    write_plan(tmp_path / "plan.json", problem, plan(problem, seed=1))

    written = json.loads((tmp_path / "plan.json").read_text())
    assert written["plan"] == [[-1, 0]]
    assert written["measures"]["unseated"] == 0
