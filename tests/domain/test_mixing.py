"""Who met whom: what is counted, what drawing lots would give, and that no figure tells about a few people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import permutations
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.mixing import (
    OTHERS,
    UNSAID,
    Gathering,
    Matrix,
    Row,
    RowKind,
    Sitting,
    added_up,
    contacts,
    matrix,
    protected_rows,
    round_mixing,
)
from consult.domain.suppression import SMALLEST, suppressed

A, B, C = (Row(RowKind.GROUP, key) for key in "abc")


def sitting(*tables: Sequence[int], number: int = 1, **more: object) -> Sitting:
    """A round with these people at tables 1, 2, …"""
    seats = {person: table for table, people in enumerate(tables, start=1) for person in people}
    return Sitting(number, seats, **more)  # type: ignore[arg-type]


def people_of(**groups: int) -> dict[int, str | None]:
    """People 0, 1, … in groups of these sizes; `unsaid` are of none."""
    keys = [None if key == "unsaid" else key for key, people in groups.items() for _ in range(people)]
    return dict(enumerate(keys))


@st.composite
def gatherings(draw: st.DrawFn, rounds: int = 3) -> Gathering:
    """Up to thirty people of up to four groups; some join and never sit, some miss a round."""
    people = draw(st.integers(1, 30))
    keys = st.sampled_from(["a", "b", "c", "d", None])
    groups = {person: draw(keys) for person in range(people)}
    sittings = []
    for number in range(1, draw(st.integers(1, rounds)) + 1):
        present = draw(st.lists(st.integers(0, people - 1), unique=True))
        tables = {person: draw(st.integers(1, 6)) for person in present}
        staying = frozenset(person for person in present if draw(st.booleans()))
        sittings.append(Sitting(number, tables, staying, draw(st.booleans())))
    return Gathering(sittings, groups)


# ── How people met ───────────────────────────────────────────────────────────


def test_contacts_count_different_pairs_and_what_was_repeated():
    gathering = Gathering(
        [sitting([0, 1, 2], [3, 4, 5]), sitting([0, 3], [1, 4], [2, 5], number=2), sitting([0, 1], number=3)],
        people_of(a=6),
    )

    found = contacts(gathering)

    assert found is not None
    assert (found.people, found.pairs_met, found.repeated_meetings) == (6, 9, 1)
    assert (found.fewest, found.middle, found.average) == (3, 3.0, 3.0)


def test_returns_leave_out_who_stays_and_rounds_in_which_nobody_moves():
    first = sitting([0, 1, 2], [3, 4, 5])
    again = sitting([0, 1, 5], [3, 4, 2], number=2, staying=frozenset({0, 3}))
    still = sitting([0, 1, 5], [3, 4, 2], number=3, moves=False)

    assert contacts(Gathering([first, again, still], people_of(a=6))).table_returns == 2  # type: ignore[union-attr]
    stayed = Gathering([sitting([0, 1, 2, 3, 4], moves=False)], people_of(a=5))
    assert contacts(stayed).table_returns is None  # type: ignore[union-attr]


def test_fewer_than_five_people_are_not_counted():
    assert contacts(Gathering([sitting([0, 1, 2, 3])], people_of(a=9))) is None
    assert contacts(Gathering([], people_of(a=9))) is None


@given(gatherings())
def test_contacts_agree_with_each_other(gathering: Gathering) -> None:
    found = contacts(gathering)
    if found is None:
        return
    shared = sum(
        sum(count * (count - 1) // 2 for count in Counter(one.tables.values()).values())
        for one in gathering.sittings
    )

    assert found.pairs_met + found.repeated_meetings == shared
    assert found.average * found.people == pytest.approx(2 * found.pairs_met)
    assert found.fewest <= found.middle <= found.people - 1


# ── Mixing of a round ────────────────────────────────────────────────────────


def rows_of(*rows: Row) -> dict[int, Row]:
    return dict(enumerate(rows))


def test_groups_at_their_own_tables_score_zero_and_mixed_tables_more_than_by_lot():
    rows = rows_of(A, A, B, B)

    apart, mixed = (round_mixing(sitting(*tables), rows) for tables in (([0, 1], [2, 3]), ([0, 2], [1, 3])))

    assert (apart.share, apart.by_lot, apart.score) == (0.0, pytest.approx(2 / 3), 0.0)
    assert (mixed.share, mixed.score) == (1.0, pytest.approx(1.5))


def test_one_table_of_all_is_as_by_lot():
    assert round_mixing(sitting([0, 1, 2, 3, 4]), rows_of(A, A, B, B, C)).score == 1.0


def test_whoever_prefers_not_to_say_is_left_out():
    rows = rows_of(A, B, A, B, UNSAID, UNSAID)

    assert round_mixing(sitting([0, 1, 4], [2, 3, 5]), rows) == round_mixing(sitting([0, 1], [2, 3]), rows)


@pytest.mark.parametrize("rows", [rows_of(A, A, A), rows_of(A, UNSAID, UNSAID), rows_of(A, B, C)])
def test_round_without_two_groups_at_a_table_has_no_score(rows: dict[int, Row]):
    tables = [[0, 1, 2]] if B not in rows.values() else [[0], [1], [2]]

    assert round_mixing(sitting(*tables), rows).score is None


@given(
    st.lists(st.sampled_from([A, B, C]), min_size=2, max_size=6),
    st.lists(st.integers(1, 3), min_size=6, max_size=6),
)
def test_score_is_one_on_average_over_all_ways_to_draw_lots(rows: list[Row], tables: list[int]) -> None:
    seats = dict(enumerate(tables[: len(rows)]))
    scores = [round_mixing(Sitting(1, seats), rows_of(*drawn)).score for drawn in permutations(rows)]

    known = [score for score in scores if score is not None]
    assert len(known) in (0, len(scores))
    assert not known or fmean(known) == pytest.approx(1.0)


# ── The matrix ───────────────────────────────────────────────────────────────


def test_matrix_counts_each_pair_once_under_both_groups():
    gathering = Gathering(
        [sitting([0, 1, 5], [2, 6]), sitting([0, 1, 5], [3, 7], number=2)], people_of(a=5, b=5)
    )

    found = matrix(gathering, rows_of(A, A, A, A, A, B, B, B, B, B))

    assert found == Matrix((A, B), ((1, 4), (4, 0)))
    assert (found.pairs, found.across, found.strangers) == (5, 4, ())


def test_matrix_of_one_row_says_nothing():
    assert matrix(Gathering([sitting([0, 1])], people_of(a=2)), rows_of(A, A)) is None


@given(gatherings())
def test_matrix_is_symmetric_and_counts_all_pairs(gathering: Gathering) -> None:
    rows, met = protected_rows(gathering), contacts(gathering)
    found = rows and matrix(gathering, rows)
    if not found or met is None:
        return

    assert found.cells == tuple(zip(*found.cells, strict=True))
    assert found.pairs == met.pairs_met
    assert found.across <= found.pairs


def test_meetings_are_added_up_and_people_of_different_meetings_do_not_meet():
    first = Matrix((A, B, OTHERS), ((1, 2, 3), (2, 4, 5), (3, 5, 6)))
    second = Matrix((B, C, UNSAID), ((10, 0, 20), (0, 30, 0), (20, 0, 40)))

    found = added_up([first, second], order="ba")

    assert found is not None
    assert found.rows == (B, A, C, OTHERS, UNSAID)
    assert found.cells[0] == (14, 2, 0, 5, 20)
    assert found.cells[1] == (2, 1, None, 3, None)
    assert (found.strangers, found.pairs, found.across) == (((B, C),), 121, 10)
    assert added_up([]) is None


# ── Nobody is singled out ────────────────────────────────────────────────────


@given(gatherings())
def test_no_row_is_of_a_few_people(gathering: Gathering) -> None:
    rows = protected_rows(gathering)
    if rows is None:
        return
    sizes = Counter(rows.values())
    groups = {gathering.groups[person] for person, row in rows.items() if row == OTHERS}

    assert rows.keys() == {person for one in gathering.sittings for person in one.tables}
    assert [row for row, people in sizes.items() if people < SMALLEST] == []
    assert len(groups) != 1


@given(
    st.dictionaries(st.sampled_from("abcd"), st.integers(1, 9), min_size=1),
    st.integers(0, 9),
)
def test_rows_and_counts_of_the_report_together_leave_small_groups_open(
    sizes: dict[str, int], unsaid: int
) -> None:
    # One table of all: the pairs of a row with itself give away how many people the row has.
    groups = people_of(**sizes, unsaid=unsaid)
    told = suppressed(sizes, unshown=unsaid)
    rows = protected_rows(Gathering([sitting(list(groups))], groups))
    if rows is None:
        return
    true = {**sizes, None: unsaid}
    others = {groups[person] for person, row in rows.items() if row == OTHERS}
    untold = {key for key in others if key is None or told.counts[key] is None}

    for key in others:
        if true[key] < SMALLEST:
            # One more here and one less there, or the other way round, looks the same from outside.
            assert any(
                true[key] + step >= 1 and true[other] - step >= 1
                for other in untold - {key}
                for step in (1, -1)
            )


def test_small_groups_stand_together():
    groups = people_of(a=8, b=3, c=3, unsaid=6)

    rows = protected_rows(Gathering([sitting(list(groups))], groups))

    assert rows is not None
    assert Counter(rows.values()) == {A: 8, OTHERS: 6, UNSAID: 6}


def test_single_small_group_hides_among_those_who_prefer_not_to_say():
    groups = people_of(a=8, b=3, unsaid=6)

    rows = protected_rows(Gathering([sitting(list(groups))], groups))

    assert rows is not None
    assert Counter(rows.values()) == {A: 8, OTHERS: 9}


def test_group_of_which_few_sat_down_hides_too():
    groups = people_of(a=8, b=7, c=6)
    seated = [*range(8), *range(8, 15), 15, 16]

    rows = protected_rows(Gathering([sitting(seated)], groups))

    assert rows is not None
    assert Counter(rows.values()) == {A: 8, OTHERS: 9}


def test_nothing_is_told_by_group_where_nothing_protects():
    for groups in (people_of(a=3), people_of(a=3, b=1), people_of(a=1, b=1, c=1, d=1, e=1)):
        assert protected_rows(Gathering([sitting(list(groups))], groups)) is None
