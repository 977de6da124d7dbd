"""The measures of benchmarks/analysis, on cases whose value is known."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

FIGURES = Path(__file__).resolve().parents[2] / "benchmarks" / "analysis" / "figures.py"


@pytest.fixture(scope="module")
def figures() -> ModuleType:
    spec = importlib.util.spec_from_file_location("analysis_figures", FIGURES)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_same_partition_agrees_wholly_whatever_its_numbers_are(figures: ModuleType) -> None:
    one, other = [0, 0, 1, 1, 2], [7, 7, 3, 3, 5]

    assert (figures.nmi(one, other), figures.ari(one, other)) == pytest.approx((1.0, 1.0))


def test_measures_of_a_known_case(figures: ModuleType) -> None:
    people, found = [0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2]

    # Worked out by hand: homogeneity 2/3, completeness log 2 · 2/3 ÷ log 3.
    assert figures.nmi(people, found) == pytest.approx(0.5158, abs=1e-4)
    assert figures.ari(people, found) == pytest.approx(0.2424, abs=1e-4)


def test_partitions_that_have_nothing_to_do_with_each_other_do_not_agree(figures: ModuleType) -> None:
    assert figures.nmi([0, 0, 1, 1], [0, 1, 0, 1]) == pytest.approx(0.0)
    assert figures.ari([0, 0, 1, 1], [0, 1, 0, 1]) == pytest.approx(-0.5)


def test_neighbours_of_other_groups_and_not_the_same_text_count(figures: ModuleType) -> None:
    rows = np.array([[1, 0], [1, 0], [0.9, 0.1], [0, 1]], dtype=np.float32)
    labels = np.array([0, 0, 1, 1])

    assert figures.agreement(rows[:3], labels[:3], count=1) == pytest.approx(2 / 3)
    apart = figures.agreement(rows, labels, count=1, groups=["en", "en", "fr", "fr"], same=[1, 2, 3, 4])
    assert apart == 0.0


def test_chance_is_how_often_two_texts_are_alike(figures: ModuleType) -> None:
    assert figures.chance(np.array([0, 0, 1, 1])) == pytest.approx(1 / 3)


def test_figures_stand_between_their_marks(
    figures: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- speed -->\nold\n<!-- end of speed -->\nafter\n")
    monkeypatch.setattr(figures, "PAGE", page)

    figures.show("speed", figures.table(["what", "how much"], [["it", 0.5]]), write=True)

    assert page.read_text() == (
        "before\n<!-- speed -->\n\n| what | how much |\n|---|---:|\n| it | 0.500 |\n\n<!-- end of speed -->\nafter\n"
    )
