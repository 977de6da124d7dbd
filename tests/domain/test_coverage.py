"""The grid of commitments and tracks: what counts where, and that totals count a note once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult import frameworks
from consult.domain.coverage import Count, Grid, Placed, grid
from consult.domain.framework import Framework


@pytest.fixture
def eccar() -> Framework:
    return frameworks.framework("eccar-2017")


ids = st.sampled_from(["1", "2", "3", "10", "99"])
placed = st.lists(
    st.builds(
        Placed,
        commitments=st.lists(ids, max_size=3).map(tuple),
        track=st.none() | st.sampled_from(["1", "2", "3", "4", "9"]),
        theme=st.none() | st.integers(1, 4),
        also=st.lists(ids, max_size=2).map(tuple),
    ),
    max_size=30,
)


def counted(notes: list[Placed]) -> Grid:
    return grid(frameworks.framework("eccar-2017"), notes)


def test_grid_counts_cells_totals_and_empty_spots(eccar: Framework) -> None:
    notes = [
        *[Placed(("7",), "3", 1)] * 5,
        *[Placed(("7",), "3", 2)] * 2,
        Placed(("7",), None, 2),
        *[Placed((), "4", 3)] * 3,
        *[Placed((), None, None)] * 9,
    ]

    found = grid(eccar, notes)

    assert found.cell("7", "3") == Count(notes=7, themes=2)
    assert found.commitment_totals["7"] == Count(notes=8, themes=2)
    assert found.track_totals["4"] == Count(notes=3, themes=1)
    assert (found.total, found.unplaced, found.without_spot) == (Count(20, 3), Count(9, 0), Count(13, 2))
    assert len(found.empty) == 39
    assert ("7", "3") not in found.empty
    assert found.untouched_tracks == ("1", "2")


def test_note_with_two_commitments_counts_in_both_cells_and_once_in_totals(eccar: Framework) -> None:
    found = grid(eccar, [Placed(("7", "10"), "3", 1)])

    assert (found.cell("7", "3"), found.cell("10", "3")) == (Count(1, 1), Count(1, 1))
    assert (found.commitment_totals["7"], found.commitment_totals["10"]) == (Count(1, 1), Count(1, 1))
    assert (found.track_totals["3"], found.total) == (Count(1, 1), Count(1, 1))


def test_theme_counts_at_its_main_commitment_and_is_listed_at_the_others(eccar: Framework) -> None:
    found = grid(eccar, [*[Placed(("7",), "3", 1, also=("10", "2"))] * 4, Placed(("10",), "3", 2)])

    assert found.cell("7", "3") == Count(notes=4, themes=1)
    assert found.cell("10", "3") == Count(notes=1, themes=1, also=1)
    assert found.cell("2", "3") == Count(notes=0, themes=0, also=1)
    assert (found.commitment_totals["2"], found.total) == (Count(0, 0, 1), Count(5, 2))
    assert len(found.empty) == 40 - 3
    assert "2" not in found.untouched_commitments


def test_theme_is_not_listed_where_one_of_its_notes_counts(eccar: Framework) -> None:
    found = grid(eccar, [Placed(("7",), "3", 1, also=("10",)), Placed(("10",), "3", 1)])

    assert found.cell("10", "3") == Count(notes=1, themes=1)


def test_grid_counts_an_id_outside_the_framework_as_unplaced(eccar: Framework) -> None:
    found = grid(eccar, [Placed(("99",), "9", 1)] * 4)

    assert (found.unplaced, len(found.empty)) == (Count(4, 1), 40)


def test_framework_without_tracks_has_its_spots_in_the_commitments() -> None:
    found = grid(frameworks.framework("turin"), [Placed(("1", "2"), "3", 1), Placed((), None, 1)])

    assert (found.cells, found.without_spot) == ({}, Count(1, 1))
    assert [found.commitment_totals[key].notes for key in ("1", "2", "3")] == [1, 1, 0]


@given(placed)
def test_totals_count_every_note_once(notes: list[Placed]) -> None:
    found = counted(notes)

    in_cells = [note for note in notes if set(note.commitments) - {"99"} and note.track not in (None, "9")]
    assert found.total.notes == len(notes)
    assert found.without_spot.notes == len(notes) - len(in_cells)
    assert sum(count.notes for count in found.track_totals.values()) <= len(notes)
    assert all(count.notes <= len(in_cells) for count in found.cells.values())


@given(placed, st.randoms(use_true_random=False))
def test_order_of_the_notes_changes_nothing(notes: list[Placed], random: object) -> None:
    shuffled = list(notes)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert counted(shuffled) == counted(notes)


@given(placed)
def test_leaving_a_note_out_never_raises_a_count(notes: list[Placed]) -> None:
    all_of_them, fewer = counted(notes), counted(notes[1:])

    for key, count in fewer.cells.items():
        assert count.notes <= all_of_them.cells[key].notes
        assert count.themes <= all_of_them.cells[key].themes
