"""When things change on the day."""

from dataclasses import replace
from pathlib import Path

import pytest
from cafes import EN, FR, cafe, table_sizes

from consult.rotation import Measures, Person, Problem, Table, measure, plan, seat_latecomer
from consult.rotation.instance import read_problem

DATA = Path(__file__).parent / "data"


def in_second_round(people: int = 43, tables: int = 9):
    """A café that has played its first of three rounds and shown people the other two."""
    problem = cafe(people, tables, 3)
    rounds = plan(problem, seed=7).rounds
    return replace(problem, past=rounds[:1], announced={1: rounds[1], 2: rounds[2]})


def test_replan_without_any_change_changes_nothing():
    problem = in_second_round()

    found = plan(problem, seed=8)

    assert (found.measures.changes, found.measures.repeat_meetings, found.measures.table_returns) == (0, 0, 0)


def test_replan_after_somebody_left_moves_few():
    problem = in_second_round()
    problem = replace(problem, people=problem.people[1:])

    found = plan(problem, seed=8)

    assert (found.measures.uneven, found.measures.repeat_meetings, found.measures.table_returns) == (0, 0, 0)
    assert found.measures.changes <= 4


def test_replan_with_two_latecomers_moves_few():
    problem = in_second_round()
    late = (Person(200, EN, first_round=1), Person(201, EN, first_round=1))
    problem = replace(problem, people=problem.people + late)

    found = plan(problem, seed=8)

    assert (found.measures.uneven, found.measures.unseated, found.measures.table_returns) == (0, 0, 0)
    assert found.measures.repeat_meetings == 0
    assert found.measures.changes <= 8


def test_replan_moves_people_away_from_a_closed_table():
    problem = in_second_round(40, 9)
    problem = replace(problem, tables=problem.tables[:-1])

    found = plan(problem, seed=8)

    assert [table_sizes(seats) for seats in found.rounds[1:]] == [[5] * 8, [5] * 8]
    assert found.measures.table_returns == 0
    # Those of table 9 have to move, four or five in each round.
    assert found.measures.changes <= 20


def test_people_join_one_by_one_to_level_tables():
    problem, seated = cafe(43, 9, 3), {}

    for person in problem.people:
        seated[person.id] = seat_latecomer(problem, seated, person, 0)
        assert table_sizes(seated, range(1, 10))[0] - table_sizes(seated, range(1, 10))[-1] <= 1

    assert table_sizes(seated) == [5] * 7 + [4] * 2


def test_latecomer_goes_to_the_smallest_table_with_known_tables_and_faces_avoided():
    problem = replace(cafe(9, 3, 3), past=({0: 1, 1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 6: 3},))
    seated = {1: 2, 2: 3, 3: 1, 4: 2, 5: 3, 6: 1, 7: 2}

    # Table 1 was theirs in the first round and person 1 sits at table 2, which is larger, too.
    assert seat_latecomer(problem, seated, problem.people[0], 1) == 3


def test_latecomer_sits_where_somebody_speaks_their_language():
    people = tuple(Person(i, FR if i == 4 else EN) for i in range(5))
    problem = replace(cafe(5, 2, 2), people=people)

    assert seat_latecomer(problem, {0: 1, 1: 1, 2: 2, 3: 2, 4: 2}, Person(9, FR), 1) == 2
    assert seat_latecomer(problem, {0: 1, 1: 1, 2: 2, 3: 2, 4: 2}, Person(9, EN), 1) == 1


def test_latecomer_is_not_sent_to_an_empty_table_during_the_meeting():
    problem = cafe(8, 3, 3)
    seated = {i: i % 2 + 1 for i in range(8)}

    assert seat_latecomer(problem, seated, Person(9, EN), 1) == 1
    assert seat_latecomer(problem, seated, Person(9, EN), 0) == 3
    assert seat_latecomer(problem, {**seated, 20: 1, 21: 2}, Person(9, EN), 1) == 3


def test_latecomer_gets_a_sixth_chair_rather_than_none():
    problem = cafe(10, 2, 2)
    seated = {i: i % 2 + 1 for i in range(10)}

    assert seat_latecomer(problem, seated, Person(20, EN), 0) == 1
    assert seat_latecomer(problem, {**seated, 20: 1}, Person(21, EN), 0) == 2
    assert seat_latecomer(replace(problem, tables=()), {}, Person(20, EN), 0) is None


def test_remote_latecomer_goes_to_a_remote_table():
    tables = (Table(1, mode="onsite"), Table(2, mode="remote"))
    problem = replace(cafe(4, 2, 2), tables=tables)

    assert seat_latecomer(problem, {0: 1, 1: 2, 2: 2}, Person(9, EN, "remote"), 0) == 2
    assert seat_latecomer(problem, {0: 1, 1: 2, 2: 2}, Person(9, EN), 0) == 1


def test_host_who_comes_late_gets_their_table():
    problem = cafe(4, 3, 2)

    assert seat_latecomer(problem, {0: 1}, Person(9, EN, host_table=3), 1) == 3


def test_planning_round_by_round_gives_a_rotation_without_repeats():
    problem, seated = cafe(43, 9, 4), {}
    for person in problem.people:
        seated[person.id] = seat_latecomer(problem, seated, person, 0)

    past = (seated,)
    while len(past) < problem.rounds:
        past = plan(replace(problem, past=past), seed=len(past)).rounds[: len(past) + 1]

    assert measure(problem, past) == Measures()


def test_announced_pin_of_a_new_volunteer_is_kept():
    problem = in_second_round()
    volunteer = replace(problem.people[5], pins={1: 4})
    problem = replace(problem, people=(*problem.people[:5], volunteer, *problem.people[6:]))

    found = plan(problem, seed=8)

    assert found.rounds[1][5] == 4
    assert (found.measures.uneven, found.measures.repeat_meetings) == (0, 0)
    assert found.measures.changes <= 6


def test_person_of_a_rare_language_does_not_open_a_lonely_table():
    problem = replace(cafe(0, 3, 2), people=tuple(Person(i, FR if i == 0 else EN) for i in range(4)))

    assert seat_latecomer(problem, {0: 1, 1: 2, 2: 2}, Person(9, FR), 0) == 1
    assert seat_latecomer(problem, {0: 1, 1: 2, 2: 2}, Person(9, EN), 0) == 3


def with_a_tenth_changed(problem: Problem, played: int) -> tuple[Problem, Measures]:
    """The problem after `played` rounds, when every tenth traveller has left and as many of their kind have come;
    and how good the rest of the old plan was."""
    rounds = plan(problem, seed=1).rounds
    leaving = [person for person in problem.people if person.host_table is None][::10]
    gone = {person.id for person in leaving}
    people = [
        replace(person, last_round=played - 1) if person.id in gone else person for person in problem.people
    ]
    late = [replace(person, id=1_000 + person.id, first_round=played) for person in leaving]
    shown = {r: {i: t for i, t in rounds[r].items() if i not in gone} for r in range(played, problem.rounds)}
    changed = replace(problem, people=(*people, *late), past=rounds[:played], announced=shown)
    return changed, measure(replace(problem, past=rounds[:played]), rounds)


@pytest.mark.parametrize(
    ("problem", "played"),
    [
        (read_problem(DATA / "r24.json"), 1),
        (read_problem(DATA / "r24.json"), 2),
        (read_problem(DATA / "g30.json"), 1),
        (cafe(43, 9, 4), 2),
    ],
)
def test_replan_keeps_nine_seats_of_ten_and_makes_nothing_worse(problem, played):
    changed, before = with_a_tenth_changed(problem, played)

    found = plan(changed, seed=8)

    assert found.rounds[:played] == changed.past
    assert found.measures.changes <= 0.1 * sum(len(seats) for seats in changed.announced.values())
    assert found.measures.table_returns <= before.table_returns
    assert found.measures.without_language <= before.without_language
    assert (
        replace(
            found.measures,
            changes=0,
            table_returns=0,
            repeat_meetings=0,
            same_group_pairs=0,
            without_language=0,
            isolated=0,
        )
        == Measures()
    )


def test_replan_with_languages_stirs_few_when_nothing_has_changed():
    problem = read_problem(DATA / "r24.json")
    rounds = plan(problem, seed=1).rounds
    problem = replace(problem, past=rounds[:1], announced={1: rounds[1], 2: rounds[2]})

    found = plan(problem, seed=8)

    assert found.measures.without_language == 0
    assert found.measures.changes <= 4
