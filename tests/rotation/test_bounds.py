"""What no seating can beat."""

from dataclasses import replace

import pytest
from cafes import EN, PT, cafe, large_problems, problems
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.rotation import Person, Problem, Table, plan
from consult.rotation.bounds import (
    Bounds,
    bounds,
    fewest_repeats,
    fewest_returns,
    may_be_free_of_repeats,
    spread,
)


@pytest.mark.parametrize(
    ("people", "places", "pairs"), [(5, 4, 1), (5, 5, 0), (7, 3, 5), (4, 0, 6), (0, 3, 0)]
)
def test_spread_counts_the_pairs_that_stay(people, places, pairs):
    assert spread(people, places) == pairs


@pytest.mark.parametrize(
    ("people", "tables", "rounds", "repeats"), [(16, 4, 3, 8), (20, 5, 4, 0), (25, 5, 2, 5), (12, 2, 2, 30)]
)
def test_fewest_repeats_of_a_cafe(people, tables, rounds, repeats):
    assert fewest_repeats(people, tables, rounds) == repeats


def test_fewest_repeats_counts_pairs_when_rounds_are_many():
    # Twelve people have 66 first meetings; eleven rounds of four tables of three hold 132.
    assert fewest_repeats(12, 4, 11, returns=True) == 132 - 66


def test_more_rounds_than_tables_force_returns():
    assert fewest_returns(12, 3, 5) == 24
    assert not may_be_free_of_repeats(2, 3, 4)


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 30), st.integers(1, 7), st.integers(1, 4))
def test_no_plan_beats_the_bounds(people, tables, rounds):
    found = plan(cafe(people, tables, rounds), seed=1, steps=1_000)
    used = len(set(found.rounds[0].values()))
    # Where tables stay empty, people who move on have as many to go to as people who may return.
    elsewhere = found.measures.table_returns > 0 or used < tables

    assert found.measures.table_returns >= fewest_returns(people, tables, rounds)
    assert found.measures.repeat_meetings >= fewest_repeats(people, used, rounds, returns=elsewhere)


@pytest.mark.parametrize("people", [2, 4, 5, 6, 7, 8, 9, 10, 11])
def test_few_people_in_a_large_hall_still_move_to_a_new_table(people):
    found = plan(cafe(people, 4, 3), seed=1, steps=1_000)

    assert found.measures.table_returns == 0


HARD = ("unseated", "over_capacity", "under_minimum", "apart_violations", "together_violations")


def assert_not_beaten(problem, found) -> None:
    """No measure of a plan is below what `bounds` proves about plans of its kind."""
    proven, measured = bounds(problem), found.measures
    if measured.mode_violations or measured.moved_hosts or measured.unseated:
        return
    for name in (*HARD, "table_returns", "same_group_pairs", "without_language"):
        assert getattr(measured, name) >= getattr(proven, name), name
    assert measured.repeat_meetings >= proven.repeat_meetings_with_returns
    if measured.table_returns == proven.table_returns:
        assert measured.repeat_meetings >= proven.repeat_meetings


@settings(max_examples=150, deadline=None)
@given(problems(), st.integers(0, 9))
def test_no_plan_of_any_problem_beats_the_bounds(problem, seed):
    assert_not_beaten(problem, plan(problem, seed=seed, steps=300))


@settings(max_examples=60, deadline=None)
@given(large_problems(), st.integers(0, 9))
def test_no_plan_of_a_larger_problem_beats_the_bounds(problem, seed):
    assert_not_beaten(problem, plan(problem, seed=seed, steps=1_000))


def test_nothing_is_proven_against_a_cafe_that_has_a_perfect_plan():
    assert bounds(cafe(30, 7, 4)) == Bounds()


@pytest.mark.parametrize(
    ("people", "tables", "rounds", "returns", "repeats"),
    [
        (25, 5, 4, 0, 15),
        (16, 4, 3, 0, 8),
        (49, 7, 8, 49, 39),
        (30, 6, 4, 0, 2),
        (30, 6, 3, 0, 0),
        (12, 3, 4, 12, 12),
    ],
)
def test_bounds_of_a_plain_cafe(people, tables, rounds, returns, repeats):
    proven = bounds(cafe(people, tables, rounds))

    assert (proven.table_returns, proven.repeat_meetings) == (returns, repeats)


def test_hosts_who_stay_leave_their_table_to_fewer_travellers():
    hosts = tuple(Person(100 + t, EN, host_table=t) for t in range(1, 6))
    problem = cafe(25, 5, 3)

    assert bounds(problem).repeat_meetings == 10
    assert bounds(replace(problem, people=problem.people[:20] + hosts)) == Bounds()
    # Two hosts at one table meet in every round.
    twice = replace(problem, people=(*problem.people[:19], *hosts, Person(200, EN, host_table=1)))
    assert bounds(twice).repeat_meetings == 2


def test_whoever_returns_to_a_table_meets_its_host_again():
    hosts = tuple(Person(100 + t, EN, host_table=t) for t in range(1, 4))
    proven = bounds(replace(cafe(9, 3, 5), people=cafe(9, 3, 5).people + hosts))

    assert (proven.table_returns, proven.repeat_meetings_with_returns) == (18, 24)


def test_absent_people_need_no_table():
    people = tuple(replace(p, absences=frozenset({1})) for p in cafe(12, 3, 4).people)

    assert bounds(replace(cafe(12, 3, 4), people=people)).table_returns == 0


def test_a_volunteer_who_hosts_two_rounds_returns():
    people = (Person(0, EN, pins={0: 1, 2: 1}), *cafe(20, 5, 4).people[1:])

    assert bounds(replace(cafe(20, 5, 4), people=people)).table_returns == 1


def test_the_past_is_a_fact():
    past = ({i: i % 5 + 1 for i in range(20)},) * 2
    proven = bounds(cafe(20, 5, 3, past=past))

    assert (proven.table_returns, proven.repeat_meetings) == (20, 30)


def test_a_rare_language_cannot_fill_a_table():
    people = tuple(Person(i, PT if i < 2 else EN) for i in range(20))
    problem = Problem(people, cafe(0, 5, 3).tables, rounds=3)

    assert bounds(problem).without_language == 6
    interpreted = (replace(problem.tables[0], interpreted=PT), *problem.tables[1:])
    assert bounds(replace(problem, tables=interpreted)).without_language == 0


def test_too_few_chairs_are_counted_for_people_on_site_and_remote_apart():
    people = tuple(Person(i, EN, mode="remote" if i < 7 else "onsite") for i in range(20))
    tables = tuple(Table(number, mode="remote" if number == 1 else "onsite") for number in range(1, 6))

    assert bounds(Problem(people, tables, rounds=2)).over_capacity == 4


def test_pinned_pairs_that_cannot_be_helped_are_counted():
    people = (Person(0, EN, pins={0: 1}), Person(1, EN, host_table=1), *cafe(20, 5, 2).people[2:])
    problem = replace(cafe(20, 5, 2), people=people)

    assert bounds(replace(problem, apart=frozenset({(1, 0)}))).apart_violations == 1
    moved = replace(people[0], pins={0: 2})
    away = replace(problem, people=(moved, *people[1:]), together=frozenset({(0, 1)}))
    assert bounds(away).together_violations == 1


def test_groups_larger_than_the_tables_meet_themselves():
    people = tuple(Person(i, EN, group="city" if i < 7 else None) for i in range(20))

    assert bounds(Problem(people, cafe(0, 5, 2).tables, rounds=2)).same_group_pairs == 4


def test_without_tables_nobody_sits():
    assert bounds(cafe(4, 0, 2)) == Bounds(unseated=8)
