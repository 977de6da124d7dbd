"""Small groups: what is hidden cannot be computed from what is shown."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.suppression import SMALLEST, STEPS, count_or_none, counted_apart, more_than, suppressed

COUNTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 12), min_size=1)


@given(COUNTS, st.integers(0, 3))
def test_suppressed_never_shows_a_small_group(counts: dict[str, int], unshown: int) -> None:
    shown = suppressed(counts, unshown)

    for key, people in counts.items():
        assert shown.counts[key] in ((None,) if 0 < people < SMALLEST else (people, None))
    assert shown.total in (None, sum(counts.values()) + unshown)


@given(st.dictionaries(st.sampled_from("abcd"), st.integers(0, 8), min_size=1), st.integers(0, 4))
def test_suppressed_counts_do_not_follow_from_the_total(counts: dict[str, int], unshown: int) -> None:
    shown = suppressed(counts, unshown)
    hidden = [people for key, people in counts.items() if shown.counts[key] is None] + [unshown] * (
        unshown > 0
    )
    if not hidden or shown.total is None:
        return
    rest = shown.total - sum(people for people in shown.counts.values() if people is not None)

    possible = [values for values in product(range(1, rest + 1), repeat=len(hidden)) if sum(values) == rest]

    assert sum(hidden) == rest
    assert all(len({values[place] for values in possible}) > 1 for place in range(len(hidden)))
    assert all(max(values[place] for values in possible) >= SMALLEST for place in range(len(hidden)))


def test_suppressed_hides_a_second_group_beside_a_single_small_one() -> None:
    shown = suppressed({"council": 3, "youth": 9, "school": 6, "police": 0})

    assert shown.counts == {"council": None, "youth": 9, "school": None, "police": 0}
    assert shown.total == 18


def test_suppressed_hides_the_total_where_nothing_else_protects() -> None:
    assert suppressed({"council": 3}).total is None
    assert suppressed({"a": 1, "b": 1, "c": 1, "d": 1, "e": 1}).total is None


def test_suppressed_needs_no_second_group_beside_people_of_no_group() -> None:
    shown = suppressed({"council": 3, "youth": 9}, unshown=4)

    assert shown.counts == {"council": None, "youth": 9}
    assert shown.total == 16


def test_suppressed_protects_the_few_who_said_nothing() -> None:
    shown = suppressed({"council": 11, "youth": 12}, unshown=2)

    assert shown.counts == {"council": None, "youth": 12}
    assert shown.total == 25


def test_count_or_none_keeps_nobody_and_five() -> None:
    assert [count_or_none(people) for people in (0, 1, 4, 5)] == [0, None, None, 5]


def test_more_than_begins_above_five_so_that_one_more_or_less_tells_of_no_small_count() -> None:
    assert [more_than(people) for people in (0, 1, 4, 5, 6, 10, 11, 20, 21, 5000)] == [
        None, None, None, None, 5, 5, 10, 10, 20, 1000,
    ]  # fmt: skip
    told = [more_than(people) for people in range(60)]
    changes = [people for people in range(1, 60) if told[people] != told[people - 1]]
    assert changes == [step + 1 for step in STEPS if step < 60]
    assert all(people - 1 >= SMALLEST for people in changes)


@given(st.lists(st.frozensets(st.integers(0, 9)), max_size=7))
def test_counted_apart_counts_no_note_twice(sets: list[frozenset[int]]) -> None:
    counted = counted_apart(sets)
    apart = [one for one, told in zip(sets, counted, strict=True) if told]

    assert sum(map(len, apart)) == len(frozenset().union(*apart))
    for one, told in zip(sets, counted, strict=True):
        assert told or any(one & other for other in apart)


def test_counted_apart_prefers_what_comes_first() -> None:
    assert counted_apart([frozenset({1, 2}), frozenset({1, 2, 3}), frozenset({3})]) == [True, False, True]


@pytest.mark.parametrize(("groups", "most"), [(1, 14), (2, 11), (3, 8)])
def test_whoever_knows_the_rule_learns_no_count(groups: int, most: int) -> None:
    """Everything that could lie behind what is told, also for who knows how it is made: exhaustive for small counts."""
    behind = defaultdict(set)
    for *counts, unshown in product(range(most + 1), repeat=groups + 1):
        shown = suppressed(dict(zip("abc", counts, strict=False)), unshown)
        behind[shown.total, tuple(shown.counts.values())].add((*counts, unshown))

    for (total, told), possible in behind.items():
        # Beyond that not everything it could be has been tried.
        if total is not None and total - sum(people or 0 for people in told) > most:
            continue
        for place, people in enumerate(told):
            assert people is not None or len({counts[place] for counts in possible}) > 1, (total, told)
