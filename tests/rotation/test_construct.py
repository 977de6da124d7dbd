"""Rotations by construction: what they promise, and which cafés they cover."""

from collections import Counter
from dataclasses import replace
from itertools import combinations, product

import pytest
from cafes import cafe
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.rotation import Measures, plan
from consult.rotation.bounds import fewest_repeats, may_be_free_of_repeats
from consult.rotation.construct import hosts_in_turn, rotate


def returns_and_repeats(seats) -> tuple[int, int]:
    paths = list(zip(*seats, strict=True))
    returns = sum(len(path) - len(set(path)) for path in paths)
    meetings = [sum(a == b for a, b in zip(p, q, strict=True)) for p, q in combinations(paths, 2)]
    return returns, sum(max(0, met - 1) for met in meetings)


def uneven(seats, tables) -> int:
    sizes = [[row.count(t) for t in range(tables)] for row in seats]
    return max(max(each) - min(each) for each in sizes)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 90), st.integers(1, 25), st.integers(1, 6))
def test_construction_never_repeats_or_returns_and_keeps_sizes_level(travellers, tables, rounds):
    seats = rotate(travellers, tables, rounds)

    if seats is not None:
        assert len(seats) == rounds
        assert {len(row) for row in seats} == {travellers}
        assert returns_and_repeats(seats) == (0, 0)
        assert uneven(seats, tables) <= 1


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 81), st.integers(1, 11), st.integers(1, 10), st.booleans())
def test_construction_keeps_what_is_not_allowed_to_give_way(travellers, tables, rounds, returning):
    seats = rotate(travellers, tables, rounds, returns=returning, repeats=not returning)

    if seats is not None:
        returns, repeats = returns_and_repeats(seats)
        forced = travellers * max(0, rounds - tables)
        assert repeats == 0 if returning else returns == forced
        assert uneven(seats, tables) <= 1


@pytest.mark.parametrize(
    ("travellers", "tables", "rounds", "returns"), [(25, 5, 5, 20), (49, 7, 7, 42), (30, 6, 5, 24)]
)
def test_nobody_meets_twice_where_people_may_return(travellers, tables, rounds, returns):
    seats = rotate(travellers, tables, rounds, returns=True)

    assert returns_and_repeats(seats) == (returns, 0)


def test_one_round_more_than_tables_brings_each_row_together():
    assert returns_and_repeats(rotate(49, 7, 8, returns=True))[1] == 0
    assert returns_and_repeats(rotate(49, 7, 8, repeats=True)) == (49, 42)


@pytest.mark.parametrize(
    ("travellers", "tables", "rounds"), [(16, 4, 3), (21, 5, 4), (25, 5, 5), (64, 8, 8), (40, 5, 3)]
)
def test_twins_meet_again_as_seldom_as_any_plan_without_returns(travellers, tables, rounds):
    seats = rotate(travellers, tables, rounds, repeats=True)

    assert returns_and_repeats(seats) == (0, fewest_repeats(travellers, tables, rounds))


def test_construction_covers_every_cafe_of_four_or_five_but_a_few_with_six_tables():
    wanted = {
        (people, tables, rounds)
        for people, rounds in product(range(16, 201, 3), (3, 4, 5))
        for tables in range(-(-people // 5), people // 4 + 1)
    } | set(product(range(24, 31), [6], (3, 4, 5)))
    possible = {(n, t, r) for n, t, r in wanted if may_be_free_of_repeats(-(-n // t), t, r)}

    missed = {cell for cell in possible if rotate(*cell) is None}

    assert missed == {(n, 6, r) for n, r in product(range(26, 31), (4, 5)) if r == 5 or n >= 28}


def test_construction_covers_every_cafe_whose_hosts_stay():
    for people, rounds in product(range(16, 201, 3), (3, 4, 5)):
        for tables in range(-(-people // 5), people // 4 + 1):
            travellers = people - tables
            possible = may_be_free_of_repeats(-(-travellers // tables), tables, rounds)
            assert (rotate(travellers, tables, rounds) is not None) == possible


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 90), st.integers(1, 25), st.integers(1, 6))
def test_hosts_in_turn_sit_where_they_host(travellers, tables, rounds):
    hosts = hosts_in_turn(travellers, tables, rounds)
    seats = rotate(travellers, tables, rounds)

    for row, hosting in zip(seats or [], hosts, strict=False):
        assert [row[i] for i in hosting] == list(range(tables))
    if hosts and rounds <= travellers // tables:
        assert max(Counter(i for hosting in hosts for i in hosting).values()) == 1


@pytest.mark.parametrize(
    ("people", "tables", "rounds"), [(43, 9, 3), (24, 6, 5), (20, 5, 4), (33, 7, 5), (60, 12, 4)]
)
def test_hosts_who_change_every_round_cost_no_return_and_no_repeat(people, tables, rounds):
    pins: dict[int, dict[int, int]] = {}
    for r, hosting in enumerate(hosts_in_turn(people, tables, rounds)):
        for t, i in enumerate(hosting):
            pins.setdefault(i, {})[r] = t + 1
    plain = cafe(people, tables, rounds)
    problem = replace(plain, people=tuple(replace(p, pins=pins.get(p.id, {})) for p in plain.people))

    assert plan(problem, seed=1).measures == Measures()
