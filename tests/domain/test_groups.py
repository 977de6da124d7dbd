"""Figures by stakeholder group: nothing about fewer than five people follows from what is told."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.groups import OTHERS, companies, shares

SIZES = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12))


@given(SIZES, st.integers(0, 12))
def test_every_company_has_five_people_or_is_everybody(sizes, unshown):
    company = companies(sizes, unshown)
    people = defaultdict(int, {OTHERS: unshown})
    for key, size in sizes.items():
        people[company[key]] += size

    told = [people[key] for key in people if people[key]]

    assert all(size >= 5 for size in told) or len(told) == 1


def test_the_smallest_group_joins_the_others_where_these_are_few():
    assert companies({"a": 3, "b": 9, "c": 6}) == {"a": OTHERS, "b": "b", "c": OTHERS}
    assert companies({"b": 9, "c": 6}) == {"b": "b", "c": "c"}
    assert companies({"b": 9, "c": 6}, unshown=5) == {"b": "b", "c": "c"}


@pytest.mark.parametrize("groups", [1, 2, 3, 4])
def test_whoever_knows_the_rule_and_the_total_learns_no_small_count(groups):
    """Everything that could lie behind what is told, also for who knows how it is made: exhaustive for small counts."""
    most = 10 if groups == 4 else 14
    behind = defaultdict(set)
    for counts in product(range(most + 1), repeat=groups):
        named = dict(zip("abcd", counts, strict=False))
        behind[sum(counts), tuple(shares(named).items())].add(counts)

    for (total, told), possible in behind.items():
        for place, (_key, shown) in enumerate(told):
            assert shown is None or shown == 0 or shown >= 5
            hidden = total - sum(each or 0 for _key, each in told)
            # Beyond that not everything it could be has been tried.
            if shown is None and groups > 1 and 0 < hidden <= most:
                values = {counts[place] for counts in possible}
                assert len(values) > 1, (total, told, possible)


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 40), min_size=2))
def test_what_is_told_is_true(counts):
    assert all(shown in (None, counts[key]) for key, shown in shares(counts).items())


@pytest.mark.parametrize(
    "sizes", [(5, 6), (9, 10), (12, 5), (20, 7), (7, 7, 7), (5, 9, 12), (8, 8, 8, 8), (7,) * 5]
)
def test_whoever_knows_the_sizes_as_well_learns_no_small_count(sizes):
    """Everything that could lie behind what is told, also where nearly all of a group voted for the same."""
    named = dict(zip("abcde", sizes, strict=False))
    behind = defaultdict(set)
    for counts in product(*(range(size + 1) for size in sizes)):
        told = shares(dict(zip(named, counts, strict=True)), named)
        behind[sum(counts), tuple(told.values())].add(counts)

    for (total, told), possible in behind.items():
        for place, shown in enumerate(told):
            values = {counts[place] for counts in possible}
            assert shown is not None or len(values) > 1 or not 0 < min(values) < 5, (total, told, possible)


def test_the_attacker_finds_what_followed_from_the_sizes():
    """As it was: all ten of a group and four of another one, of nine; five and nine would have been told."""
    possible = {(few, 14 - few) for few in range(4, 10) if None in shares({"a": few, "b": 14 - few}).values()}

    assert possible == {(4, 10)}
    assert set(shares({"a": 5, "b": 9}, {"a": 9, "b": 10}).values()) == {None}
