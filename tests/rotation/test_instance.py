"""Problems and plans as files."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from cafes import cafe, problems
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.rotation import Person, Table, measure, plan
from consult.rotation.instance import (
    instance_from_problem,
    plan_as_data,
    problem_from_instance,
    read_problem,
    rounds_from_rows,
)
from consult.rotation.wellformed import Malformed, parse

DATA = Path(__file__).parent / "data"
ROUNDS = range(4)


def there_and_back(problem):
    return problem_from_instance(json.loads(json.dumps(instance_from_problem(problem))))


def test_problem_survives_its_file():
    problem = read_problem(DATA / "r24.json")

    # A file says when people leave, even if it is the end.
    assert there_and_back(problem) == problem
    assert problem.people[4].languages == frozenset({"ar"})
    assert problem.tables[0] == Table(0, seats=5, minimum=4, mode="onsite", interpreted=frozenset({"ar"}))


def test_file_of_a_cafe_under_way_keeps_past_and_announced_seats():
    problem = replace(cafe(12, 3, 3), tables=tuple(Table(t) for t in range(3)))
    rounds = plan(problem, seed=1).rounds
    problem = replace(
        problem,
        people=tuple(replace(person, last_round=2) for person in problem.people),
        past=rounds[:1],
        announced={1: rounds[1], 2: rounds[2]},
    )

    assert there_and_back(problem) == problem


def test_file_keeps_what_organisers_wish():
    people = (
        Person(0, frozenset(), pins={1: 1}, last_round=2),
        Person(1, frozenset({"en"}), absences=frozenset({0, 2}), last_round=2),
    )
    problem = replace(cafe(0, 0, 3), people=people, tables=(Table(0), Table(1)))

    for fresh, mixed in ((True, False), (False, True)):
        wished = replace(problem, fresh_tables=fresh, mix_groups=mixed, nobody_alone=mixed)
        assert there_and_back(wished) == wished


def test_file_remembers_who_met_at_a_table_closed_since():
    people = tuple(Person(i, frozenset({"en"})) for i in (5, 6))
    problem = replace(cafe(0, 0, 2), people=people, tables=(Table(3),), past=({5: 8, 6: 8},))

    again = there_and_back(problem)

    assert again.past == ({0: 1, 1: 1},)
    assert plan(again, seed=1).measures.repeat_meetings == 1
    assert plan_as_data(again, plan(again, seed=1))["plan"] == [[1, 1], [0, 0]]


@settings(max_examples=60, deadline=None)
@given(problems())
def test_file_means_the_same_problem(problem):
    if not problem.rounds:
        return
    known = {person.id for person in problem.people}
    gone = [{i: t for i, t in seats.items() if i in known} for seats in problem.past]
    tables = tuple(replace(table, minimum=min(table.minimum, table.seats)) for table in problem.tables)
    problem = replace(problem, past=tuple(gone), tables=tables)

    again = there_and_back(problem)
    rounds = plan(problem, seed=1, steps=200).rounds

    assert [[p.present(r) for r in ROUNDS[: problem.rounds]] for p in again.people] == [
        [p.present(r) for r in ROUNDS[: problem.rounds]] for p in problem.people
    ]
    rows = plan_as_data(problem, plan(problem, seed=1, steps=200))["plan"]
    assert rounds_from_rows(problem, rows) == rounds
    assert measure(again, rounds_from_rows(again, rows)) == measure(problem, rounds)


def test_plan_is_written_by_place():
    problem = replace(cafe(0, 1, 1), people=(Person(7, frozenset(), first_round=1), Person(9, frozenset())))

    written = plan_as_data(problem, plan(problem, seed=1))

    assert written["plan"] == [[-1, 0]]
    # Whose languages nobody knows counts as not understood in a file.
    assert {name: n for name, n in written["measures"].items() if n} == {
        "size_viol": 2,
        "no_language": 1,
        "isolated": 1,
    }


def instance(**more):
    data = instance_from_problem(
        replace(
            cafe(0, 0, 2),
            people=tuple(Person(i, frozenset({"en"}), group="city") for i in range(4)),
            tables=(Table(0), Table(1)),
            past=({0: 0, 1: 0, 2: 1, 3: 1},),
            apart=frozenset({(0, 1)}),
        )
    )
    return data | more


def changed(path, value):
    """The instance with one field changed; `...` takes it away."""
    data = instance()
    *way, last = path
    place = data
    for step in way:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return data


WRONG = [
    (("rounds",), ..., "rounds: missing"),
    (("rounds",), True, "rounds: must be a whole number from 1 to 50"),
    (("rounds",), 10**9, "rounds: must be a whole number from 1 to 50"),
    (("rounds",), 2.0, "rounds: must be a whole number from 1 to 50"),
    (("rounds",), "2", "rounds: must be a whole number from 1 to 50"),
    (("rounds",), 0, "rounds: must be a whole number from 1 to 50"),
    (("past",), 3, "past: must be a whole number from 0 to 2"),
    (("past",), -1, "past: must be a whole number from 0 to 50"),
    (("langs",), "en", "langs: must be a list"),
    (("langs",), ["en", "en"], "langs[1]: the same as langs[0]"),
    (("langs", 0), 7, "langs[0]: must be a text"),
    (("tables",), [], "tables: must have 1 to 1000 entries, not 0"),
    (("tables", 1), None, "tables[1]: must be an object"),
    (("tables", 1, "max"), ..., "tables[1].max: missing"),
    (("tables", 1, "max"), 0, "tables[1].max: must be a whole number from 1 to 5000"),
    (("tables", 1, "min"), 9, "tables[1].min: greater than max"),
    (("tables", 1, "mode"), "hybrid", "tables[1].mode: not one of onsite, remote, mixed"),
    (("tables", 1, "mode"), ["onsite"], "tables[1].mode: not one of onsite, remote, mixed"),
    (("tables", 1, "interp"), ["xx"], "tables[1].interp[0]: not one of langs"),
    (("tables", 1, "id"), "0", "tables[1].id: the same as tables[0].id"),
    (("people",), {}, "people: must be a list"),
    (("people", 3, "id"), "1", "people[3].id: the same as people[1].id"),
    (("people", 3, "langs"), ["xx"], "people[3].langs[0]: not one of langs"),
    (("people", 3, "langs"), [{}], "people[3].langs[0]: not one of langs"),
    (("people", 3, "mode"), "mixed", "people[3].mode: not one of onsite, remote"),
    (("people", 3, "group"), "choir", "people[3].group: not one of groups"),
    (("people", 3, "host"), 2, "people[3].host: must be a whole number from 0 to 1"),
    (("people", 3, "host"), False, "people[3].host: must be a whole number from 0 to 1"),
    (("people", 3, "from"), -1, "people[3].from: must be a whole number from 0 to 2"),
    (("people", 3, "to"), 3, "people[3].to: must be a whole number from 0 to 2"),
    (("people", 3), instance()["people"][3] | {"from": 2, "to": 1}, "people[3].from: greater than to"),
    (("people", 3, "pins"), {"x": 1}, "people[3].pins: its keys must be whole numbers from 0 to 1"),
    (("people", 3, "pins"), {"٣": 1}, "people[3].pins: its keys must be whole numbers from 0 to 1"),
    (("people", 3, "pins"), {"1": 2}, "people[3].pins.1: must be a whole number from 0 to 1"),
    (("people", 3, "pins"), [1], "people[3].pins: must be an object"),
    (("people", 3, "absences"), [2], "people[3].absences[0]: must be a whole number from 0 to 1"),
    (("apart", 0), [1, 1], "apart[0]: names the same person twice"),
    (("apart", 0), [1, 4], "apart[0][1]: must be a whole number from 0 to 3"),
    (("apart", 0), [1, 2, 3], "apart[0]: must have 2 entries, not 3"),
    (("together",), {"0": 1}, "together: must be a list"),
    (("plan0",), ..., "plan0: missing, though rounds have been played"),
    (("plan0",), [[0, 0, 1, 1]], "plan0: must have 2 entries, not 1"),
    (("plan0", 0), [0, 0, 1], "plan0[0]: must have 4 entries, not 3"),
    (("plan0", 1, 2), 2, "plan0[1][2]: must be a whole number from -1 to 1"),
    (("plan0", 1, 2), -2, "plan0[1][2]: must be a whole number from -1 to 1"),
    (("fresh_tables",), 1, "fresh_tables: must be true or false"),
    (("closed",), -1, "closed: must be a whole number from 0 to 1000"),
    (("name",), None, "name: must be a text"),
]


@pytest.mark.parametrize(("path", "value", "reason"), WRONG, ids=[reason for _, _, reason in WRONG])
def test_wrong_field_is_named(path, value, reason):
    with pytest.raises(Malformed) as refused:
        problem_from_instance(changed(path, value))

    assert str(refused.value) == reason


@pytest.mark.parametrize("data", [None, [], 3, "text", True])
def test_data_that_is_no_object_is_refused(data):
    with pytest.raises(Malformed, match=r"^problem: must be an object$"):
        problem_from_instance(data)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "problem: not JSON at line 1, column 1: Expecting value"),
        (b"\xff\xfe", "problem: not UTF-8 at byte 0"),
        (b'{"rounds": NaN}', "problem: NaN is not a number that JSON knows"),
        (b"-Infinity", "problem: -Infinity is not a number that JSON knows"),
        (b"[" * 200_000, "problem: lists or objects nested too deeply"),
        (b"9" * 5_000, "problem: a number with too many digits"),
        (b" " * 32_000_001, "problem: longer than 32 MB"),
    ],
    ids=["empty", "not UTF-8", "NaN", "infinite", "nested", "digits", "long"],
)
def test_content_that_is_no_json_is_refused(content, reason):
    with pytest.raises(Malformed) as refused:
        parse(content)

    assert str(refused.value) == reason


def places(data, way=()):
    """Every path in the data."""
    yield way
    keys = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in keys:
        yield from places(value, (*way, key))


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 60) | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([way for way in places(instance()) if way]), ANY_JSON)
def test_any_damage_is_refused_or_makes_a_problem_that_can_be_planned(way, value):
    try:
        problem = problem_from_instance(changed(way, value))
    except Malformed:
        return

    assert len(plan_as_data(problem, plan(problem, seed=1, steps=20))["plan"]) == problem.rounds
