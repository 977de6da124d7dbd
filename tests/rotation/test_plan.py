"""Cafés as they come."""

from dataclasses import replace
from pathlib import Path

import pytest
from cafes import EN, ES, FR, PT, cafe, table_sizes

from consult.rotation import Measures, Person, Problem, Table, plan
from consult.rotation.instance import read_problem

DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize(("people", "tables", "rounds"), [(43, 9, 3), (30, 7, 3), (24, 6, 5), (500, 100, 4)])
def test_plain_cafe_has_no_returns_and_no_repeats(people, tables, rounds):
    found = plan(cafe(people, tables, rounds), seed=7)

    assert found.measures == Measures()


def test_hosts_stay_and_nobody_meets_twice():
    hosts = tuple(Person(100 + t, EN, host_table=t) for t in range(1, 9))
    problem = cafe(30, 8, 3)
    problem = replace(problem, people=problem.people + hosts)

    found = plan(problem, seed=7)

    assert found.measures == Measures()
    assert [seats[103] for seats in found.rounds] == [3, 3, 3]


def test_hosts_of_one_round_sit_where_they_host():
    people = tuple(Person(i, EN, pins={i // 8: i % 8 + 1} if i < 24 else {}) for i in range(38))
    problem = replace(cafe(38, 8, 3), people=people)

    found = plan(problem, seed=7)

    assert found.measures == Measures()
    assert [found.rounds[i // 8][i] for i in range(24)] == [1, 2, 3, 4, 5, 6, 7, 8] * 3


def four_languages() -> Problem:
    spoken = [EN, EN | FR, EN | ES, EN | PT, FR, ES, PT, ES | PT, FR | ES, EN, EN | FR, ES | EN] * 2
    people = tuple(Person(i, languages) for i, languages in enumerate(spoken))
    return Problem(people, tuple(Table(number) for number in range(1, 6)), rounds=3)


def test_four_languages_leave_nobody_isolated():
    found = plan(four_languages(), seed=7)

    assert found.measures.isolated == 0
    assert found.measures.table_returns == 0
    assert found.measures.uneven == 0


def test_interpreted_language_lets_people_sit_anywhere_it_is_offered():
    people = tuple(Person(i, PT if i < 4 else EN) for i in range(16))
    tables = tuple(Table(number, interpreted=PT) for number in range(1, 5))

    found = plan(Problem(people, tables, rounds=3), seed=7)

    assert (found.measures.isolated, found.measures.without_language) == (0, 0)


def test_pairs_stay_together_and_apart():
    problem = replace(cafe(30, 7, 3), together=frozenset({(0, 1)}), apart=frozenset({(2, 3)}))

    found = plan(problem, seed=7)

    assert (found.measures.together_violations, found.measures.apart_violations) == (0, 0)
    assert found.measures.table_returns == 0
    assert [seats[0] == seats[1] for seats in found.rounds] == [True, True, True]


def test_groups_mix():
    people = tuple(Person(i, EN, group="residents" if i < 15 else None) for i in range(30))

    found = plan(Problem(people, cafe(0, 7, 3).tables, rounds=3), seed=7)

    assert (found.measures.repeat_meetings, found.measures.table_returns) == (0, 0)
    # 15 residents on 7 tables: six pairs of two and one of three in the best of rounds is 9.
    assert found.measures.same_group_pairs <= 27 + 3


@pytest.mark.parametrize(
    ("people", "tables", "sizes"),
    [
        (1, 9, [1]),
        (2, 9, [2]),
        (8, 9, [4, 4]),
        (12, 9, [4, 4, 4]),
        (14, 5, [5, 5, 4]),
        (15, 5, [3, 3, 3, 3, 3]),
        (26, 9, [5, 5, 4, 4, 4, 4]),
        (27, 9, [3] * 9),
        (9, 2, [5, 4]),
        (23, 4, [6, 6, 6, 5]),
    ],
)
def test_tables_in_use(people, tables, sizes):
    found = plan(cafe(people, tables, 2), seed=1, steps=500)

    assert [table_sizes(seats) for seats in found.rounds] == [sizes, sizes]


def test_host_keeps_their_table_in_use():
    problem = cafe(8, 9, 2)
    problem = replace(problem, people=(*problem.people, Person(50, EN, host_table=9)))

    found = plan(problem, seed=1, steps=500)

    assert [seats[50] for seats in found.rounds] == [9, 9]
    assert [table_sizes(seats) for seats in found.rounds] == [[5, 4], [5, 4]]


def test_more_people_than_chairs_all_sit():
    found = plan(cafe(23, 4, 2), seed=1, steps=500)

    assert found.measures.unseated == 0
    assert found.measures.over_capacity == 6


def test_remote_people_without_a_remote_table_sit_anyway():
    people = tuple(Person(i, EN, "remote") for i in range(6))

    found = plan(Problem(people, (Table(1, mode="onsite"), Table(2, mode="onsite")), rounds=2), seed=1)

    assert found.measures.unseated == 0
    assert found.measures.mode_violations == 12


def test_nobody_or_nowhere():
    assert plan(cafe(0, 3, 2), seed=1).rounds == ({}, {})
    assert plan(cafe(3, 0, 2), seed=1).measures.unseated == 6
    assert plan(cafe(3, 1, 0), seed=1).rounds == ()


def test_cancelled_search_still_seats_everybody():
    found = plan(four_languages(), seed=7, cancelled=lambda: True)

    assert found.measures.unseated == 0
    assert found.steps == 0


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (replace(cafe(1, 1, 1), people=(Person(1, EN), Person(1, FR))), "duplicate person id"),
        (replace(cafe(1, 1, 1), tables=(Table(1), Table(1))), "duplicate table number"),
        (replace(cafe(1, 1, 1), people=(Person(1, EN, host_table=2),)), "unknown table number"),
        (replace(cafe(1, 1, 1), people=(Person(1, EN, pins={0: 2}),)), "unknown table number"),
        (replace(cafe(1, 1, 1), past=({}, {})), "more past rounds than rounds"),
    ],
)
def test_plan_refuses_what_has_no_meaning(problem, text):
    with pytest.raises(ValueError) as refused:
        plan(problem, seed=1)

    assert str(refused.value) == text


def test_file_with_hosts_and_eight_languages():
    found = plan(read_problem(DATA / "r24.json"), seed=7)

    # Somebody who speaks Arabic only goes back to the table with an interpreter, where the host knows them.
    assert replace(found.measures, same_group_pairs=0) == Measures(repeat_meetings=1, table_returns=1)


def test_plain_file_of_four_rounds():
    assert plan(read_problem(DATA / "g30.json"), seed=7).measures == Measures()


def test_large_tables_do_not_make_returns_worthwhile():
    found = plan(cafe(48, 4, 3), seed=7)

    assert found.measures.table_returns == 0
    assert [table_sizes(seats) for seats in found.rounds] == [[12] * 4] * 3


def test_alike_tables_let_people_return_rather_than_meet_again():
    problem = cafe(25, 5, 5)

    assert plan(replace(problem, fresh_tables=False), seed=7).measures.repeat_meetings == 0
    assert plan(problem, seed=7).measures.table_returns == 0


def test_time_allowed_is_kept_and_told():
    found = plan(four_languages(), seed=7, steps=10**7, seconds=0.05)

    assert found.capped
    assert found.measures.unseated == 0
    assert not plan(four_languages(), seed=7, steps=100, seconds=3600).capped


def test_time_that_is_not_used_up_changes_nothing():
    problem = four_languages()

    assert plan(problem, seed=7, steps=1_000, seconds=3600) == plan(problem, seed=7, steps=1_000)


def test_people_sit_out_rounds_they_are_absent_from():
    problem = cafe(30, 7, 4)
    away = Person(0, EN, absences=frozenset({1, 2}))
    problem = replace(problem, people=(away, *problem.people[1:]))

    found = plan(problem, seed=7)

    assert found.measures == Measures()
    assert [0 in seats for seats in found.rounds] == [True, False, False, True]


def test_people_of_a_rare_language_share_a_table():
    people = tuple(Person(i, FR if i < 2 else FR | EN if i < 10 else EN) for i in range(30))

    found = plan(Problem(people, cafe(0, 6, 3).tables, rounds=3), seed=7)

    assert (found.measures.without_language, found.measures.isolated) == (0, 0)
    assert found.measures.table_returns == 0
