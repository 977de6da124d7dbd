"""Seating problems and plans as JSON, for the command line, for planning ahead and for benchmarks.

A problem file: `name`, `rounds`, `langs`, `groups`; `tables` with `id`, `min`, `max`, `mode`, `interp`;
`people` with `id`, `langs`, `mode`, `group`, `host` (table index or null), `from` and `to` (first round,
and one past the last); `apart` and `together` as pairs of people; `past`: rounds already played; `plan0`:
an earlier plan, the first `past` rows of it frozen. People and tables are named by their place in the
lists; a plan is a list of rounds, each with a table index per person or -1.

May be left out: `name`; `plan0` before the first round; a person's `pins` ({round: table index}) and `absences` (rounds);
`fresh_tables` and `mix_groups` (true); `nobody_alone` (false); `closed`: how many tables of `plan0` exist no
more, their indices following those of the tables that do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from consult.rotation.advice import Advice
from consult.rotation.figures import figures, renamed
from consult.rotation.problem import Person, Plan, Problem, Seats, Table
from consult.rotation.wellformed import check_instance, parse


def problem_from_instance(data: Any) -> Problem:
    """The problem in a file's data, people and tables numbered by place.

    Raises `wellformed.Malformed`, which names the field, if the data is not of that form.
    """
    check_instance(data)
    tables = tuple(
        Table(i, table["max"], table["min"], table["mode"], frozenset(table["interp"]))
        for i, table in enumerate(data["tables"])
    )
    rows = [{i: t for i, t in enumerate(row) if t >= 0} for row in data.get("plan0", [])]
    past = data["past"]
    return Problem(
        people=tuple(_person(i, person) for i, person in enumerate(data["people"])),
        tables=tables,
        rounds=data["rounds"],
        past=tuple(rows[:past]),
        announced={r: row for r, row in enumerate(rows) if r >= past and row},
        apart=frozenset((i, j) for i, j in data["apart"]),
        together=frozenset((i, j) for i, j in data["together"]),
        fresh_tables=data.get("fresh_tables", True),
        mix_groups=data.get("mix_groups", True),
        nobody_alone=data.get("nobody_alone", False),
    )


def _person(place: int, data: Mapping[str, Any]) -> Person:
    return Person(
        id=place,
        languages=frozenset(data["langs"]),
        mode=data["mode"],
        group=data["group"],
        host_table=data["host"],
        first_round=data["from"],
        last_round=data["to"] - 1,
        absences=frozenset(data.get("absences", [])),
        pins={int(r): table for r, table in data.get("pins", {}).items()},
    )


def instance_from_problem(problem: Problem, name: str = "") -> dict[str, Any]:
    """The data of a problem. People and tables are named by place; who is known no longer is left out.

    A table that wants more people than it has chairs for is content with all chairs taken.
    """
    place, index = _places(problem), {person.id: i for i, person in enumerate(problem.people)}
    tables = [
        {
            "id": str(t.number),
            "min": min(t.minimum, t.seats),
            "max": t.seats,
            "mode": t.mode,
            "interp": sorted(t.interpreted),
        }
        for t in problem.tables
    ]
    spoken = [one.languages for one in problem.people] + [one.interpreted for one in problem.tables]
    data: dict[str, Any] = {
        "name": name,
        "rounds": problem.rounds,
        "langs": sorted(frozenset().union(*spoken)),
        "groups": sorted({person.group for person in problem.people if person.group is not None}),
        "past": len(problem.past),
        "tables": tables,
        "closed": len(place) - len(tables),
        "people": [_person_data(problem, person, place) for person in problem.people],
        "fresh_tables": problem.fresh_tables,
        "mix_groups": problem.mix_groups,
        "nobody_alone": problem.nobody_alone,
    }
    for key, given in (("apart", problem.apart), ("together", problem.together)):
        data[key] = sorted([index[i], index[j]] for i, j in given if i in index and j in index)
    shown = [*problem.past, *(problem.announced.get(r, {}) for r in range(len(problem.past), problem.rounds))]
    if any(shown) or problem.past:
        data["plan0"] = _rows(problem, shown)
    return data


def _person_data(problem: Problem, person: Person, place: Mapping[int, int]) -> dict[str, Any]:
    """A person; what they do in rounds that do not exist is left out."""
    last = problem.rounds - 1 if person.last_round is None else person.last_round
    to = min(max(last + 1, 0), problem.rounds)
    data: dict[str, Any] = {
        "id": str(person.id),
        "langs": sorted(person.languages),
        "mode": person.mode,
        "group": person.group,
        "host": None if person.host_table is None else place[person.host_table],
        "from": min(person.first_round, to),
        "to": to,
    }
    rounds, tables = range(problem.rounds), len(problem.tables)
    pins = {str(r): place.get(t, tables) for r, t in sorted(person.pins.items()) if r in rounds}
    # A pin of a past round may name a table that was closed since; it has done its duty.
    if pins := {r: t for r, t in pins.items() if t < tables}:
        data["pins"] = pins
    if absences := sorted(r for r in person.absences if r in rounds):
        data["absences"] = absences
    return data


def plan_as_data(problem: Problem, plan: Plan) -> dict[str, Any]:
    """The plan as rounds of table indices (-1: no seat), with its measures under the names of the files.

    `figures` defines them; changes are counted against the announced seats of `problem`.
    """
    return {
        "plan": _rows(problem, plan.rounds),
        "measures": figures(problem, plan.rounds),
        "steps": plan.steps,
        "capped": plan.capped,
    }


def advice_as_data(problem: Problem, advice: Advice) -> dict[str, Any]:
    """Advice with codes and numbers as in `advice`, measures named as in files, a table by its index."""
    place = _places(problem)
    return {
        "impossible": [{"code": fact.code, **fact.about} for fact in advice.impossible],
        "suggestions": [
            {
                "code": each.code,
                **{k: place[v] if k == "table" and isinstance(v, int) else v for k, v in each.about.items()},
                "before": renamed(each.before),
                "after": renamed(each.after),
            }
            for each in advice.suggestions
        ],
        "question": advice.question,
        "outcomes": [
            {
                "fresh_tables": each.fresh_tables,
                "repeat_tables": each.table_returns,
                "repeat_pairs": each.repeat_meetings,
            }
            for each in advice.outcomes
        ],
        "complete": advice.complete,
    }


def rounds_from_rows(problem: Problem, rows: Sequence[Sequence[int]]) -> tuple[Seats, ...]:
    """The seats (id → table number) that the rows of a plan mean for the problem it was made for."""
    numbers = {index: number for number, index in _places(problem).items()}
    return tuple(
        {person.id: numbers[t] for person, t in zip(problem.people, row, strict=True) if t >= 0}
        for row in rows
    )


def unannounced(problem: Problem) -> Problem:
    """The same problem as if nobody had been told a seat yet: what is planned then is planned afresh."""
    return replace(problem, announced={})


def read_problem(path: str | Path) -> Problem:
    """The problem in a file. Raises OSError, or `wellformed.Malformed`."""
    return problem_from_instance(parse(Path(path).read_bytes()))


def _places(problem: Problem) -> dict[int, int]:
    """Table number → index: the tables in their order, then those that only earlier seats still name."""
    numbers = [table.number for table in problem.tables]
    shown = {number for seats in (*problem.past, *problem.announced.values()) for number in seats.values()}
    return {number: i for i, number in enumerate([*numbers, *sorted(shown - set(numbers))])}


def _rows(problem: Problem, rounds: Sequence[Seats]) -> list[list[int]]:
    place = _places(problem)
    return [[place[row[p.id]] if p.id in row else -1 for p in problem.people] for row in rounds]
