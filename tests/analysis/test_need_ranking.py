"""The order of needs: wide support first, volume never, and the reasons add up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hall_notes import note
from hypothesis import given
from hypothesis import strategies as st

from consult.analysis.needs import WEIGHTS, Support, rank_needs, support

supports = st.lists(
    st.builds(
        Support,
        theme=st.just(0),
        votes=st.integers(0, 40),
        tables=st.integers(0, 12),
        people=st.integers(0, 60),
        languages=st.integers(0, 4),
        rounds=st.integers(0, 5),
        notes=st.integers(0, 99),
    ),
    min_size=1,
    max_size=8,
).map(lambda rows: [replace(row, theme=place) for place, row in enumerate(rows)])


def rank_of(rows: list[Support], theme: int) -> int:
    return next(need.rank for need in rank_needs(rows) if need.theme == theme)


@given(supports, st.data(), st.sampled_from(sorted(WEIGHTS)), st.integers(1, 20))
def test_more_support_never_ranks_lower(
    rows: list[Support], data: st.DataObject, what: str, more: int
) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    raised = [
        replace(row, **{what: getattr(row, what) + more}) if row.theme == place else row for row in rows
    ]

    assert rank_of(raised, place) <= rank_of(rows, place)


@given(supports, st.integers(0, 500))
def test_more_notes_change_nothing(rows: list[Support], more: int) -> None:
    longer = [replace(rows[0], notes=rows[0].notes + more), *rows[1:]]

    assert [need.theme for need in rank_needs(longer)] == [need.theme for need in rank_needs(rows)]


@given(supports)
def test_every_need_has_one_rank_and_reasons_that_add_up(rows: list[Support]) -> None:
    ranked = rank_needs(rows)

    assert [need.rank for need in ranked] == list(range(1, len(rows) + 1))
    assert sorted(need.theme for need in ranked) == [row.theme for row in rows]
    assert all(need.score == pytest.approx(sum(need.components.values()), abs=1e-6) for need in ranked)
    assert all(0 <= need.score <= 1 + 1e-9 for need in ranked)


@given(supports, st.randoms())
def test_order_does_not_depend_on_the_order_of_the_input(rows: list[Support], random: object) -> None:
    shuffled = sorted(rows, key=lambda row: hash((str(random), row.theme)))

    assert rank_needs(shuffled) == rank_needs(rows)


def test_three_tables_beat_ten_notes_of_one_person() -> None:
    one_voice = support(1, [note(n, "x", table=1, round=1, author=1) for n in range(10)])
    shared = support(2, [note(n, "x", table=n, round=1, author=n) for n in range(3)])

    assert [need.theme for need in rank_needs([one_voice, shared])] == [2, 1]


def test_support_counts_distinct_tables_people_languages_and_rounds() -> None:
    notes = [
        note(1, "x", "en", table=1, round=1, author=4, votes=2),
        note(2, "x", "fr", table=1, round=2, author=4, votes=1),
        note(3, "x", "fr", table=3, round=2, author=5),
    ]

    assert support(9, notes) == Support(theme=9, votes=3, tables=2, people=2, languages=2, rounds=2, notes=3)


def test_no_needs_is_an_empty_list() -> None:
    assert rank_needs([]) == []
