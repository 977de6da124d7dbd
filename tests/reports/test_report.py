"""The contract: a grid that fits, and its empty spots."""

from __future__ import annotations

import pytest

from consult.reports.report import FrameworkItem, Grid, GridCell

ROWS = (FrameworkItem("1", 1, "Vigilance"), FrameworkItem("7", 7, "Housing"))
COLUMNS = (FrameworkItem("1", 1, "Information"), FrameworkItem("3", 3, "Enforcement"))
EMPTY, TOLD = GridCell(0, 0), GridCell(4, 1)


def test_grid_names_its_empty_spots():
    grid = Grid(ROWS, COLUMNS, ((TOLD, TOLD), (EMPTY, TOLD)))

    assert grid.empty_spots() == [(ROWS[1], [COLUMNS[0]])]
    assert (grid.empty_count(), grid.spot_count()) == (1, 4)


def test_a_spot_that_a_theme_also_speaks_of_is_not_empty():
    grid = Grid(ROWS, COLUMNS, ((TOLD, EMPTY), (EMPTY, GridCell(0, 0, also=1))))

    assert grid.empty_spots() == [(ROWS[0], [COLUMNS[1]]), (ROWS[1], [COLUMNS[0]])]
    assert grid.empty_count() == 2


def test_grid_without_tracks_has_one_cell_in_each_row():
    grid = Grid(ROWS, (), ((TOLD,), (EMPTY,)))

    assert grid.empty_spots() == [(ROWS[1], [])]


def test_grid_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="2 × 2"):
        Grid(ROWS, COLUMNS, ((TOLD, TOLD), (TOLD,)))
