"""Seating problems and plans as JSON, for the command line and for benchmarks.

A problem file: `name`, `rounds`, `langs`, `groups`; `tables` with `id`, `min`, `max`, `mode`, `interp`;
`people` with `id`, `langs`, `mode`, `group`, `host` (table index or null), `from` and `to` (first round,
and one past the last); `apart` and `together` as pairs of people; `past`: rounds already played; `plan0`:
an earlier plan, the first `past` rows of it frozen. People and tables are named by their place in the
lists; a plan is a list of rounds, each with a table index per person or -1.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from consult.rotation.problem import Person, Plan, Problem, Table


def problem_from_instance(data: Mapping[str, Any]) -> Problem:
    """The problem in a file's data. Raises KeyError or TypeError if it is not of that form."""
    tables = tuple(
        Table(i, table["max"], table["min"], table["mode"], frozenset(table["interp"]))
        for i, table in enumerate(data["tables"])
    )
    people = tuple(
        Person(
            id=i,
            languages=frozenset(person["langs"]),
            mode=person["mode"],
            group=person["group"],
            host_table=person["host"],
            first_round=person["from"],
            last_round=person["to"] - 1,
        )
        for i, person in enumerate(data["people"])
    )
    rows = [{i: t for i, t in enumerate(row) if t >= 0} for row in data.get("plan0", [])]
    past = data.get("past", 0)
    return Problem(
        people=people,
        tables=tables,
        rounds=data["rounds"],
        past=tuple(rows[:past]),
        announced={r: row for r, row in enumerate(rows) if r >= past},
        apart=frozenset((i, j) for i, j in data.get("apart", [])),
        together=frozenset((i, j) for i, j in data.get("together", [])),
    )


def instance_from_problem(problem: Problem, name: str = "") -> dict[str, Any]:
    """The data of a problem; people and tables by place, so ids, numbers and pins are not kept."""
    place = {table.number: t for t, table in enumerate(problem.tables)}
    index = {person.id: i for i, person in enumerate(problem.people)}
    shown = [*problem.past, *(problem.announced.get(r, {}) for r in range(len(problem.past), problem.rounds))]
    data: dict[str, Any] = {
        "name": name,
        "rounds": problem.rounds,
        "langs": sorted({language for person in problem.people for language in person.languages}),
        "groups": sorted({person.group for person in problem.people if person.group}),
        "past": len(problem.past),
        "tables": [
            {
                "id": str(t.number),
                "min": t.minimum,
                "max": t.seats,
                "mode": t.mode,
                "interp": sorted(t.interpreted),
            }
            for t in problem.tables
        ],
        "people": [
            {
                "id": str(person.id),
                "langs": sorted(person.languages),
                "mode": person.mode,
                "group": person.group,
                "host": None if person.host_table is None else place[person.host_table],
                "from": person.first_round,
                "to": problem.rounds if person.last_round is None else person.last_round + 1,
            }
            for person in problem.people
        ],
    }
    for key, given in (("apart", problem.apart), ("together", problem.together)):
        data[key] = sorted([index[i], index[j]] for i, j in given if i in index and j in index)
    if any(shown):
        data["plan0"] = [[place.get(row.get(p.id, -1), -1) for p in problem.people] for row in shown]
    return data


def plan_as_data(problem: Problem, plan: Plan) -> dict[str, Any]:
    """The plan as rounds of table indices (-1: no seat), with its measures and the steps it took."""
    place = {table.number: t for t, table in enumerate(problem.tables)}
    return {
        "plan": [[place.get(row.get(p.id, -1), -1) for p in problem.people] for row in plan.rounds],
        "measures": asdict(plan.measures),
        "steps": plan.steps,
    }


def read_problem(path: str | Path) -> Problem:
    """The problem in a JSON file. Raises OSError or json.JSONDecodeError if there is none."""
    return problem_from_instance(json.loads(Path(path).read_text(encoding="utf-8")))


def write_plan(path: str | Path, problem: Problem, plan: Plan) -> None:
    """Write the plan as JSON."""
    Path(path).write_text(json.dumps(plan_as_data(problem, plan)) + "\n", encoding="utf-8")
