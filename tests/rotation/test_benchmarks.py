"""The comparison of the seating with other methods is fair, and runs."""

import subprocess
import sys
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
import runs
from baselines import blocks, random_seating
from golfers import assigned, golfers
from hypothesis import given, settings
from hypothesis import strategies as st
from judge import evaluate
from runs import HARD, cafes
from variants import variants

BENCHMARKS = Path(__file__).parents[2] / "benchmarks" / "rotation"
NAMES = ("g20", "g30", "r24", "r42")


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 5).flatmap(
        lambda n: st.lists(st.lists(st.integers(0, 9), min_size=n, max_size=n), min_size=n, max_size=n)
    )
)
def test_groups_get_the_tables_that_cost_least(price):
    found = assigned(np.array(price))

    def cost(columns):
        return sum(row[column] for row, column in zip(price, columns, strict=True))

    assert sorted(found) == list(range(len(price)))
    assert cost(found) == min(map(cost, permutations(range(len(price)))))


@pytest.mark.parametrize("seating", [random_seating, blocks, golfers])
@pytest.mark.parametrize("inst", cafes(NAMES), ids=lambda inst: inst["name"])
def test_others_seat_everybody_and_level_the_tables(inst, seating):
    measured = evaluate(inst, seating(inst, 1))

    assert {name: measured[name] for name in HARD if not name.startswith(("apart", "together"))} == {
        "size_viol": 0, "mode_viol": 0, "uneven": 0, "unseated": 0, "host_moved": 0
    }  # fmt: skip


def test_golfers_method_meets_few_again():
    (inst,) = cafes(["g20"])

    assert min(evaluate(inst, golfers(inst, seed))["repeat_pairs"] for seed in (1, 2, 3)) == 0


def test_variants_are_the_same_everywhere():
    first, again = variants(), variants()

    assert first == again
    assert len({inst["name"] for inst in first} | {inst["name"] for inst in cafes()}) == len(first) + len(
        cafes()
    )


@pytest.mark.parametrize("benchmark", ["compare", "replan"])
def test_benchmark_prints_its_table(benchmark):
    command = [sys.executable, BENCHMARKS / f"{benchmark}.py", "--quick", "--only", "g20"]

    found = subprocess.run(command, capture_output=True, text=True, check=True)

    assert "| g20 | 20 / 5 × 4 |" in found.stdout


def test_results_replace_the_old_ones_and_nothing_else(monkeypatch, tmp_path):
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- x -->\n<!-- end of x -->\nb\n<!-- y -->\nold\n<!-- end of y -->\nc\n")
    monkeypatch.setattr(runs, "DOCUMENT", page)

    for name, text in (("x", "1"), ("y", "2"), ("x", "3")):
        runs.publish(name, text, write=True)

    assert page.read_text() == (
        "a\n<!-- x -->\n3\n<!-- end of x -->\nb\n<!-- y -->\n2\n<!-- end of y -->\nc\n"
    )
