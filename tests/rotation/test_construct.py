"""Rotations by construction, and what no rotation can beat."""

from itertools import combinations, product

import pytest
from cafes import cafe
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.rotation import plan
from consult.rotation.bounds import fewest_repeats, fewest_returns, may_be_free_of_repeats, spread
from consult.rotation.construct import rotate


def returns_and_repeats(seats) -> tuple[int, int]:
    paths = list(zip(*seats, strict=True))
    returns = sum(len(path) - len(set(path)) for path in paths)
    meetings = [sum(a == b for a, b in zip(p, q, strict=True)) for p, q in combinations(paths, 2)]
    return returns, sum(max(0, met - 1) for met in meetings)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 90), st.integers(1, 25), st.integers(1, 6))
def test_construction_never_repeats_or_returns_and_keeps_sizes_level(travellers, tables, rounds):
    seats = rotate(travellers, tables, rounds)

    if seats is not None:
        assert returns_and_repeats(seats) == (0, 0)
        for row in seats:
            sizes = [row.count(t) for t in range(tables)]
            assert max(sizes) - min(sizes) <= 1


def test_construction_covers_nearly_every_cafe_that_is_possible():
    wanted = [(n, -(-n // size), rounds) for n, size, rounds in product(range(16, 121), (4, 5), (3, 4, 5))]
    possible = {(n, t, r) for n, t, r in wanted if may_be_free_of_repeats(-(-n // t), t, r)}

    missed = {cell for cell in possible if rotate(*cell) is None}

    # Five travellers at each of six tables: no such matrix exists, as six has no complete mapping.
    assert missed == {(n, 6, r) for n in range(26, 31) for r in (3, 4, 5)}


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
