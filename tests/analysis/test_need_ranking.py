"""The order of needs: wide support first, volume never, and the arithmetic adds up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.analysis.needs import WEIGHTS, Support, rank_needs

supports = st.lists(
    st.builds(
        Support,
        key=st.just(0),
        votes=st.integers(0, 40),
        tables=st.integers(0, 12),
        groups=st.integers(0, 8),
        languages=st.integers(0, 4),
        rounds=st.integers(0, 5),
        notes=st.integers(0, 99),
    ),
    min_size=1,
    max_size=8,
).map(lambda rows: [replace(row, key=place) for place, row in enumerate(rows)])


def rank_of(rows: list[Support], key: int) -> int:
    return next(need.rank for need in rank_needs(rows) if need.key == key)


@given(supports, st.data(), st.sampled_from(sorted(WEIGHTS)), st.integers(1, 20))
def test_more_support_never_ranks_lower(
    rows: list[Support], data: st.DataObject, what: str, more: int
) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    raised = [replace(row, **{what: getattr(row, what) + more}) if row.key == place else row for row in rows]

    assert rank_of(raised, place) <= rank_of(rows, place)


@given(supports, st.integers(0, 500))
def test_more_notes_change_nothing(rows: list[Support], more: int) -> None:
    longer = [replace(rows[0], notes=rows[0].notes + more), *rows[1:]]

    assert rank_needs(longer) == rank_needs(rows)


@given(supports)
def test_every_need_has_one_rank_and_lines_that_add_up(rows: list[Support]) -> None:
    ranked = rank_needs(rows)

    assert [need.rank for need in ranked] == list(range(1, len(rows) + 1))
    assert sorted(need.key for need in ranked) == [row.key for row in rows]
    for need in ranked:
        assert [line.name for line in need.components] == list(WEIGHTS)
        assert need.points == pytest.approx(sum(line.points for line in need.components))
        assert all(0 <= line.points <= line.weight for line in need.components)
        assert 0 <= need.points <= 100


@given(supports)
def test_most_of_everything_gives_all_points_that_can_be_had(rows: list[Support]) -> None:
    most = {name: max(getattr(row, name) for row in rows) for name in WEIGHTS}
    best = Support(key=len(rows), notes=0, **most)

    need = next(one for one in rank_needs([*rows, best]) if one.key == best.key)

    assert need.points == sum(weight for name, weight in WEIGHTS.items() if most[name])


@given(supports, st.randoms(use_true_random=False))
def test_order_does_not_depend_on_the_order_of_the_input(rows: list[Support], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert rank_needs(shuffled) == rank_needs(rows)


def test_three_tables_beat_ten_notes_of_one_person() -> None:
    one_voice = Support(key=1, votes=0, tables=1, groups=1, languages=1, rounds=1, notes=10)
    shared = Support(key=2, votes=0, tables=3, groups=2, languages=1, rounds=1, notes=3)

    assert [need.key for need in rank_needs([one_voice, shared])] == [2, 1]


def test_weights_are_points_out_of_a_hundred() -> None:
    assert sum(WEIGHTS.values()) == 100


def test_no_needs_is_an_empty_list() -> None:
    assert rank_needs([]) == []
