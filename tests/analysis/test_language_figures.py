"""The chrF of benchmarks/languages, against its definition."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

FIGURES = runpy.run_path(str(Path(__file__).resolve().parents[2] / "benchmarks" / "languages" / "figures.py"))
chrf = FIGURES["chrf"]


def test_same_text_has_a_hundred():
    assert chrf([("Nobody explains anything.", "Nobody explains anything.")]) == pytest.approx(100)


def test_text_without_a_common_letter_has_nothing():
    assert chrf([("aaa bbb", "xyz xyz")]) == 0


def test_spaces_do_not_count():
    assert chrf([("no body", "nobody")]) == pytest.approx(100)


def test_recall_counts_more_than_precision():
    # Letters alone: half of what there should be, all of what is there; then the other way round.
    assert chrf([("a", "aa")]) == pytest.approx(100 * 5 * 1 * 0.5 / (4 * 1 + 0.5))
    assert chrf([("aa", "a")]) == pytest.approx(100 * 5 * 0.5 * 1 / (4 * 0.5 + 1))


def test_corpus_is_counted_as_a_whole():
    together = chrf([("abcdef", "abcdef"), ("ghijkl", "mnopqr")])

    assert together == pytest.approx(50)


def test_nothing_has_nothing():
    assert chrf([]) == 0
    assert chrf([("", "")]) == 0
