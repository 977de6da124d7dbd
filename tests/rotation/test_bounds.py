"""What no seating can beat."""

import pytest
from cafes import cafe
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.rotation import plan
from consult.rotation.bounds import fewest_repeats, fewest_returns, may_be_free_of_repeats, spread


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
